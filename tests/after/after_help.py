"""Reports made as people make them, staff who move them, and jobs run as the worker runs them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from frontcounter.base.ids import uuid7
from frontcounter.base.jobs import FILES, MAIL, TRANSFER
from frontcounter.base.scope import Role, scope
from frontcounter.forces.published import settings_in_scope
from frontcounter.forms.engine import FormDocument, check_page, walk
from frontcounter.ops.worker import connector
from frontcounter.reports import facts, making, services

if TYPE_CHECKING:
    from force_help import TestForce, TestPerson

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TYPED: dict[str, list[str]] = {
    name: [value] if isinstance(value, str) else value
    for name, value in {
        "now": "no",
        "hurt": "no",
        "for_whom": "me",
        "suspect_known": "no",
        "value_over": "no",
        "special": "none",
        "stolen": "no",
        "name.given": "Ada",
        "name.family": "Roy",
        "contact.phone": "204-555-0147",
        "happened.how": "between",
        "happened.from_day": "18",
        "happened.from_month": "11",
        "happened.from_year": "2026",
        "happened.to_day": "19",
        "happened.to_month": "11",
        "happened.to_year": "2026",
        "place.describe": "By the market hall",
        "vehicle.plate": "ABC 123",
        "bicycle.0.category": "bicycle",
        "bicycle.0.serial": "WTU-77",
        "things.0.category": "tools",
        "things.0.value": "200",
        "saw": "other",
        "suspect.looks": "Tall",
        "witness.given": "Wilma",
        "story": "It was gone.",
    }.items()
}


@dataclass(frozen=True)
class Sent:
    """A report that was sent."""

    id: UUID
    draft_id: UUID
    tracking_number: str


def answers_of(form: FormDocument, region: str, **typed: str | list[str]) -> dict[str, Any]:
    """Every page answered in turn, as a person does."""
    answers: dict[str, Any] = {}
    here: str | None = form.all_pages[0].id
    names = TYPED | {
        name: [value] if isinstance(value, str) else value for name, value in typed.items()
    }
    while here:
        result = check_page(form, here, names, answers, lang="en", now=AT, region=region)
        assert result.ok, (here, result.errors)
        answers |= result.values
        here = walk(form, answers).next(here)
    return answers


def send(
    force: TestForce,
    *,
    report_type: str = "theft_bicycle",
    lang: str = "en",
    by: str = "email",
    email: str = "ada@example.org",
    confirmed: bool = True,
    draft_id: UUID | None = None,
    silent: bool = False,
    role: str = "public",
    said: dict[str, str | list[str]] | None = None,
) -> Sent:
    """Send a report as the public site does: in its role, in one transaction."""
    form, settings = force.form(report_type), force.settings()
    typed = {"contact.by": by, "contact.email": email, **(said or {})}
    answers = answers_of(form, settings.country, **typed)
    submission = making.Submission(
        draft_id=draft_id or uuid7(),
        form=form,
        publication_hash=settings.hash,
        language=lang,
        answers=answers,
        contact=facts.contact_of(form, answers, email_confirmed=confirmed),
    )
    with force.scope(role):
        receipt = making.submit(submission, at=AT, silent=silent)
    return Sent(receipt.report_id, submission.draft_id, receipt.tracking_number)


def take(force: TestForce, person: TestPerson, sent: Sent, *codes: str, **more: Any) -> None:
    """Staff take these arrows, each in its own transaction."""
    for code in codes:
        with force.scope("staff"):
            services.perform(code, sent.id, person.actor(), at=AT, **more)


def record(force: TestForce, sent: Sent) -> TestPerson:
    """A reviewer claims a report and records it."""
    person = force.person("reviewer")
    take(force, person, sent, "claim", "record")
    return person


def run_jobs(force: TestForce, *, now: bool = True) -> None:
    """Run this force's jobs in the worker's role until none is due; `now` waits for no time."""
    if now:
        hurry(force)
    _forget_others(force)

    async def run() -> None:
        worker_app = app.with_connector(connector())
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                queues=[MAIL, FILES, TRANSFER],
                wait=False,
                concurrency=1,
                install_signal_handlers=False,
                listen_notify=False,
                delete_jobs="successful",
            )

    asyncio.run(run())


def _forget_others(force: TestForce) -> None:
    """Other tests' forces have ended with their tests; their jobs must not reach this one."""
    with scope(Role.WORKER, None), connection.cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where status = 'todo' and args ->> 'force' <> %s",
            [str(force.id)],
        )


def hurry(force: TestForce) -> None:
    """Let no job of this force wait for its time, nor any delivery."""
    with scope(Role.WORKER, force.id), connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set scheduled_at = null"
            " where status = 'todo' and args ->> 'force' = %s",
            [str(force.id)],
        )
        cursor.execute(
            "update transfer_transfer set not_before = null where force_id = %s", [force.id]
        )


def jobs_of(force: TestForce) -> list[tuple[str, str]]:
    """(task, status) of every job of this force that is still known."""
    with scope(Role.WORKER, None), connection.cursor() as cursor:
        cursor.execute(
            "select task_name, status::text from procrastinate_jobs"
            " where args ->> 'force' = %s order by id",
            [str(force.id)],
        )
        return [(name, status) for name, status in cursor.fetchall()]


def settings_document(force: TestForce) -> dict[str, Any]:
    """The force's published settings."""
    with force.scope():
        return dict(settings_in_scope().document)
