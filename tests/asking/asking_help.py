"""A report that somebody is asked about, and what happens next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from after_help import AT, Sent, send, take

if TYPE_CHECKING:
    from uuid import UUID

    from force_help import TestForce, TestPerson

TITLES = {"en": "Our questions", "fr": "Nos questions"}
LATER = AT + timedelta(hours=2)


def asked(
    force: TestForce,
    *,
    questions: tuple[str, ...] = ("story",),
    free: tuple[str, ...] = ("Which colour was it?",),
    files: bool = False,
    at: datetime = AT,
    **sending: Any,
) -> tuple[Sent, TestPerson, UUID]:
    """(report, reviewer, round): sent, claimed and asked about."""
    from frontcounter.reports.asking import ask

    sent = send(force, **sending)
    person = force.person("reviewer")
    take(force, person, sent, "claim")
    with force.scope("staff"):
        round_id = ask(
            sent.id,
            person.actor(),
            questions=questions,
            free=free,
            wants_files=files,
            titles=TITLES,
            at=at,
        )
    return sent, person, round_id


def carry_out(force: TestForce, *, at: datetime = LATER) -> None:
    """What the worker does with the acts of reporters."""
    from frontcounter.reports.acts import carry_out as carry
    from frontcounter.reports.models import ReporterAct

    with force.scope():
        for act in ReporterAct.objects.filter(done_at=None).order_by("at", "id"):
            carry(act.id, at=at)


def answer(force: TestForce, sent: Sent, round_id: UUID, at: datetime = LATER, **told: Any) -> None:
    """The reporter answers, and the worker takes it."""
    from frontcounter.reports import asking

    with force.scope("public"):
        asking.answer(sent.id, round_id, told, at=at)
    carry_out(force, at=at)


def state_of(force: TestForce, sent: Sent) -> str:
    from frontcounter.reports import queries

    with force.scope():
        found = queries.report(sent.id)
        assert found is not None
        return found.state


def codes_of(force: TestForce, sent: Sent) -> list[str]:
    from frontcounter.reports import queries

    with force.scope():
        return [event.code for event in queries.timeline(sent.id)]
