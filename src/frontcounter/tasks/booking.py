"""What follows when a time is booked or given up: by a reporter, by staff, by a card's person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from frontcounter.accounts.actor import REPORTER, SYSTEM, Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.reports import queries
from frontcounter.reports.postponing import promise_call_again, put_off_call
from frontcounter.reports.registry import carries_out
from frontcounter.reports.services import Refused, note_event, perform
from frontcounter.reports.states import CallBackState
from frontcounter.tasks import slots
from frontcounter.tasks.models import Kind, Slot, Task, TaskState
from frontcounter.tasks.slots import BOOKED, VISIT, Way


@carries_out("book_call")
def _booked(_act: UUID, report_id: UUID, _text: str, details: dict[str, Any], at: datetime) -> None:
    """What the database has booked counts, not what the site says of it."""
    slot = _slot(report_id, str(details.get("at", "")))
    if slot is None:
        return
    if slot.state == BOOKED:
        record = queries.report(report_id)
        ended = record is None or record.call_back_state == CallBackState.CONCLUDED
        if ended and not _call_again(report_id, at):
            return
        put_off_call(report_id, slot.at + timedelta(minutes=slot.minutes))
    told = {"kind": slot.kind, "counter": slot.counter, "at": slot.at.isoformat()}
    note_event(report_id, f"{slot.kind}_booked", REPORTER, at=at, details=_told(told))


def _slot(report_id: UUID, start: str) -> Slot | None:
    """The time that was booked for a call about this report, also where it moved on since."""
    try:
        moment = datetime.fromisoformat(start)
    except ValueError:
        return None
    calls = Task.objects.filter(report_id=report_id, kind=Kind.CALL_BACK).values("id")
    rows = Slot.objects.filter(task_id__in=calls, at=moment).order_by("-booked_at", "-id")
    found: Slot | None = rows.first()
    return found


def _call_again(report_id: UUID, at: datetime) -> bool:
    """The report is to be called again; where it has ended meanwhile, so has the call."""
    try:
        perform("call_again", report_id, REPORTER, at=at)
    except Refused:
        _calls(report_id).update(state=TaskState.DONE, done_at=at, outcome="not_reached")
        return False
    return True


def _calls(report_id: UUID):  # type: ignore[no-untyped-def]
    tasks = Task.objects.filter(report_id=report_id, kind=Kind.CALL_BACK)
    return tasks.exclude(state=TaskState.DONE)


def _ends(details: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(details["at"]) + timedelta(minutes=int(details["minutes"]))


def _told(details: Mapping[str, Any]) -> dict[str, str]:
    """What the timeline keeps: the moment, and the counter."""
    told = {"slot": str(details["at"])}
    if details["kind"] == VISIT:
        told["counter"] = str(details["counter"])
    return told


@carries_out("cancel_call")
def _given_up(
    _act: UUID, report_id: UUID, _text: str, _details: dict[str, Any], at: datetime
) -> None:
    note_event(report_id, "call_given_up", REPORTER, at=at)
    _promise_again(report_id, at)


def _promise_again(report_id: UUID, at: datetime) -> None:
    due = promise_call_again(report_id, at=at)
    if due is not None:
        _calls(report_id).filter(slot_at=None).update(due_at=due, work_by=due)


def book_for(
    task: Task, actor: Actor, kind: str, code: str, start: datetime, *, at: datetime
) -> str:
    """Staff book for somebody on the telephone: the same times, and as many, as everybody's.

    `booked`, `full`, `past` or `closed`.
    """
    found = slots.reserve(slots.for_staff(task.id), kind, code, start, at=at)
    if found.code != BOOKED:
        return found.code
    if task.report_id is None:
        audit(Verb.ALTER, "card.booked", subject=f"task:{task.id}", at=at)
        return BOOKED
    if found.details["again"]:
        perform("call_again", task.report_id, SYSTEM, at=at)
    put_off_call(task.report_id, _ends(found.details))
    note_event(task.report_id, f"{kind}_booked_for", actor, at=at, details=_told(found.details))
    audit(Verb.ALTER, "call.booked", subject=f"report:{task.report_id}", at=at)
    return BOOKED


def cancel_for(task: Task, actor: Actor, *, at: datetime) -> bool:
    """Staff give the booked time up for somebody; the call stays as it was promised."""
    if not slots.give_way(slots.for_staff(task.id), at=at):
        return False
    audit(Verb.ALTER, "call.booking_cancelled", subject=f"task:{task.id}", at=at)
    if task.report_id is not None:
        note_event(task.report_id, "booking_cancelled_for", actor, at=at)
        _promise_again(task.report_id, at)
    return True


def book_by_card(way: Way, kind: str, code: str, start: datetime, *, at: datetime) -> str:
    """The person of a card books with their link. Public."""
    found = slots.reserve(way, kind, code, start, at=at)
    if found.code == BOOKED:
        audit(Verb.ALTER, "card.booked_by_person", at=at)
    return found.code


def cancel_by_card(way: Way, *, at: datetime) -> bool:
    """The person of a card gives the booked time up. Public."""
    given_up = slots.give_way(way, at=at)
    if given_up:
        audit(Verb.ALTER, "card.given_up_by_person", at=at)
    return given_up
