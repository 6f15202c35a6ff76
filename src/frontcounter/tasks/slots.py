"""Times that a reporter books for a call or a visit: what is free, booking, moving, giving up.

The public role sees neither tasks nor slots: three functions of the database prove the way back to
the report and do what is asked. The worker then tells the timeline and moves the promise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.accounts.actor import REPORTER
from frontcounter.base.ids import uuid7
from frontcounter.forces.calling import Counter, calling_of, starts_on
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.reports import acts
from frontcounter.reports.access import token_hash
from frontcounter.reports.postponing import promise_call_again, put_off_call
from frontcounter.reports.registry import carries_out
from frontcounter.reports.services import note_event
from frontcounter.tasks.models import Kind, Slot, Task, TaskState

CALL, VISIT = "call", "visit"
BOOKED, KEPT, MISSED = "booked", "kept", "missed"
NOTICE = timedelta(hours=1)
"""Nothing can be booked that begins sooner: somebody must be there to call."""

Way = Mapping[str, Any]


@dataclass(frozen=True)
class Booked:
    """What is booked for a report, or for a task."""

    kind: str
    counter: str
    at: datetime
    minutes: int


@dataclass(frozen=True)
class CallState:
    """What a reporter may know of the call that waits for them."""

    urgent_by: datetime | None
    email_safe: bool
    mine: Booked | None
    taken: Mapping[tuple[str, str, datetime], int]


def proof_of(way: Way) -> dict[str, str]:
    """The way back to a report as the database wants it proved."""
    if "token" in way:
        return {"token": token_hash(str(way["token"])).hex()}
    return {"number": str(way["number"]), "hash": str(way["hash"])}


def call_state(way: Way, *, at: datetime) -> CallState | None:
    """None where no call is open, or where the way proves nothing."""
    until = at + timedelta(days=calling_of(settings_in_scope()).horizon_days + 2)
    found = _ask("select tasks_call_state(%s::jsonb, %s, %s)::text", way, at, until)
    told = json.loads(found) if found else {}
    if not told.get("open"):
        return None
    mine = told["mine"]
    return CallState(
        urgent_by=_moment(told["urgent_by"]) if told["urgent_by"] else None,
        email_safe=bool(told["email_safe"]),
        mine=Booked(mine["kind"], mine["counter"], _moment(mine["at"]), mine["minutes"])
        if mine
        else None,
        taken={(o["kind"], o["counter"], _moment(o["at"])): o["n"] for o in told["taken"]},
    )


def free(
    settings: ForceSettings, state: CallState, kind: str, code: str, *, at: datetime
) -> list[datetime]:
    """Every start (UTC) that can be booked; a call that is urgent is not put off by choosing."""
    rules = calling_of(settings)
    place = rules.counter(code)
    if kind == VISIT and place is None:
        return []
    most = place.per_slot if place and kind == VISIT else rules.per_slot
    first = at.astimezone(settings.zone).date()
    found: list[datetime] = []
    for day in (first + timedelta(days=n) for n in range(rules.horizon_days + 1)):
        found += [one.astimezone(UTC) for one in _starts(settings, place, kind, day)]
    return [
        start
        for start in found
        if start >= at + NOTICE
        and (state.urgent_by is None or start <= state.urgent_by)
        and state.taken.get((kind, code if kind == VISIT else "", start), 0) < most
    ]


def _starts(settings: ForceSettings, place: Counter | None, kind: str, day: date) -> list[datetime]:
    rules = calling_of(settings)
    if kind == VISIT and place is not None:
        return starts_on(settings, place.hours, day, place.minutes)
    return starts_on(settings, rules.hours, day, rules.slot_minutes, rules.starts)


def book(way: Way, report_id: UUID, kind: str, code: str, start: datetime, *, at: datetime) -> str:
    """Book a free start, or move the booking there: `booked`, `full`, `past` or `closed`.

    Only what `free` offers may be asked for: the hours are the force's own.
    """
    settings = settings_in_scope()
    state = call_state(way, at=at)
    if state is None:
        return "closed"
    if start not in free(settings, state, kind, code, at=at):
        return "full"
    rules = calling_of(settings)
    place = rules.counter(code) if kind == VISIT else None
    wanted = {
        "id": str(uuid7()),
        "kind": kind,
        "counter": place.code if place else "",
        "at": start.isoformat(),
        "minutes": place.minutes if place else rules.slot_minutes,
        "most": place.per_slot if place else rules.per_slot,
    }
    outcome = str(
        _ask("select tasks_book_slot(%s::jsonb, %s, %s::jsonb)", way, at, json.dumps(wanted))
    )
    if outcome == BOOKED:
        details = {name: wanted[name] for name in ("kind", "counter", "at", "minutes")}
        acts.note_act("book_call", report_id, at=at, details=details)
    return outcome


def cancel(way: Way, report_id: UUID, *, at: datetime) -> bool:
    """Give the booked time up; the call itself stays open."""
    given_up = bool(_ask("select tasks_cancel_slot(%s::jsonb, %s)", way, at))
    if given_up:
        acts.note_act("cancel_call", report_id, at=at)
    return given_up


@carries_out("book_call")
def _booked(_act: UUID, report_id: UUID, _text: str, details: dict[str, Any], at: datetime) -> None:
    start, settings = _moment(details["at"]), settings_in_scope()
    put_off_call(report_id, start + timedelta(minutes=int(details["minutes"])))
    local = start.astimezone(settings.zone)
    told = {"slot": details["at"], "slot_local": f"{local:%Y-%m-%d %H:%M}"}
    if details["kind"] == VISIT:
        told["counter"] = str(details["counter"])
    note_event(report_id, f"{details['kind']}_booked", REPORTER, at=at, details=told)


@carries_out("cancel_call")
def _given_up(
    _act: UUID, report_id: UUID, _text: str, _details: dict[str, Any], at: datetime
) -> None:
    note_event(report_id, "call_given_up", REPORTER, at=at)
    tasks = Task.objects.filter(report_id=report_id, kind=Kind.CALL_BACK, slot_at=None)
    due = promise_call_again(report_id, at=at)
    if due is not None:
        tasks.exclude(state=TaskState.DONE).update(due_at=due, work_by=due)


def booked_for(task_id: UUID) -> Booked | None:
    """For staff: what the person booked."""
    row = Slot.objects.filter(task_id=task_id, state=BOOKED).first()
    return Booked(row.kind, row.counter, row.at, row.minutes) if row else None


def end_slot(task_id: UUID, state: str) -> None:
    """The booked time has come: the call was made (`kept`), or nobody was reached (`missed`)."""
    Slot.objects.filter(task_id=task_id, state=BOOKED).update(state=state)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _ask(sql: str, way: Way, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(proof_of(way)), *values])
        row = cursor.fetchone()
    return row[0] if row else None
