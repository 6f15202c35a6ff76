"""A report whose person is to be called, and the way back to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from after_help import AT, answers_of, take

from force_help import TestForce, make_force
from frontcounter.base.ids import uuid7
from frontcounter.reports import acts, facts, making
from frontcounter.reports.access import access_hash
from frontcounter.reports.models import ReporterAct
from frontcounter.tasks.models import Task

LATER = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
DAYS = ("mon", "tue", "wed", "thu", "fri")
CALLING = {
    "hours": {key: ["09:00", "17:00"] for key in DAYS},
    "slot_minutes": 20,
    "slots_per_hour": 3,
    "horizon_days": 7,
}
VISITS = [
    {
        "code": "main",
        "name": {"en": "Main station", "fr": "Poste principal"},
        "address": {"en": "1 Main Street", "fr": "1, rue Main"},
        "hours": {key: ["10:00", "12:00"] for key in DAYS},
        "minutes": 30,
    }
]


def calling_force(**changes: Any) -> TestForce:
    more = {"calling": CALLING, "visits": VISITS, **changes}
    return make_force("red-river", types=("theft_bicycle",), **more)


def sent_with_code(
    force: TestForce, lang: str = "en", safe: list[str] | None = None, by: str = "email"
):
    """(report id, way back) of a report that a person sent."""
    form, settings = force.form("theft_bicycle"), force.settings()
    typed = {"contact.by": "email", "contact.email": "ada@example.org"}
    answers = answers_of(form, settings.country, **typed)
    contact = facts.contact_of(form, answers, email_confirmed=True)
    submission = making.Submission(
        draft_id=uuid7(),
        form=form,
        publication_hash=settings.hash,
        language=lang,
        answers=answers,
        contact={**contact, "channel": by, "safe": safe or ["email"]},
    )
    with force.scope("public"):
        receipt = making.submit(submission, at=AT)
        way = {"number": receipt.tracking_number, "hash": access_hash(receipt.access_code).hex()}
    return receipt, way


def to_call(force: TestForce, **more: Any):
    """The same, sent to call-back."""
    receipt, way = sent_with_code(force, **more)
    person = force.person("reviewer")

    class One:
        id = receipt.report_id

    take(force, person, One, "claim")
    take(force, person, One, "call_back", note="Ask for the serial number.")
    return receipt, way


def task_of(force: TestForce, receipt: Any) -> Task:
    with force.scope("staff"):
        return Task.objects.get(report_id=receipt.report_id, kind="call_back")


def run_jobs(force: TestForce) -> None:
    """Carry out what the reporter did, as the worker does."""
    with force.scope("worker"):
        waiting = ReporterAct.objects.filter(done_at=None).order_by("at", "id")
        for act_id in list(waiting.values_list("id", flat=True)):
            acts.carry_out(act_id, at=LATER)


__all__ = ["AT", "LATER", "calling_force", "run_jobs", "sent_with_code", "task_of", "to_call"]
