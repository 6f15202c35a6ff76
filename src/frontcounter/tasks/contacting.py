"""A message that did not reach its reporter becomes work: reach the person another way."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.forces.promises import due_at
from frontcounter.forces.published import published_settings
from frontcounter.messages.trouble import hears_of_trouble
from frontcounter.reports import queries
from frontcounter.reports.promising import task_basis
from frontcounter.reports.services import note_event
from frontcounter.tasks.making import task_of
from frontcounter.tasks.models import Kind, Task, TaskState


@hears_of_trouble
def reach_the_person(report_id: UUID, why: str, at: datetime) -> None:
    """One task at a time for each report, for the unit that reads it."""
    if _open(report_id).exists():
        return
    record = queries.report(report_id)
    if record is None:
        return
    settings = published_settings(record.publication_hash)
    due = min(due_at(settings, kind, at) for kind in task_basis(settings, record.desk))
    more = {
        "phone": str(record.contact.get("phone") or "")[:40],
        "brief": {"why": why, "safe": list(record.contact.get("safe") or [])},
    }
    task_of(record, Kind.CONTACT, settings.desks[record.desk], due, at=at, **more).add()


def was_reached(report_id: UUID, actor: Actor, *, note: str, at: datetime) -> bool:
    """Somebody has reached the person, or found that nobody can; whether there was such a task."""
    done = _open(report_id).update(
        state=TaskState.DONE,
        done_at=at,
        outcome="contact_done",
        claimed_by_id=actor.id,
        claimed_by_name=actor.name,
    )
    if done:
        note_event(report_id, "contact_done", actor, at=at, note=note)
        audit(Verb.ALTER, "report.contact_done", subject=f"report:{report_id}", at=at)
    return bool(done)


def _open(report_id: UUID):  # type: ignore[no-untyped-def]
    return Task.objects.filter(report_id=report_id, kind=Kind.CONTACT).exclude(state=TaskState.DONE)
