"""Times that are booked for a call or a visit: what is free, booking, moving, giving up.

The public role sees neither tasks nor slots: three functions of the database prove the way back to
the report or the card and do what is asked; three others ask for the desks of staff. What follows
from it (the timeline, the promise) stands in booking.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.base.ids import uuid7
from frontcounter.forces.calling import Counter, calling_of, starts_on
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.reports import acts
from frontcounter.reports.access import token_hash
from frontcounter.tasks.models import Slot

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
    """What a reporter may know of the call that waits for them.

    `again`: nobody was reached, and booking begins anew. `card` is the number of a card.
    """

    urgent_by: datetime | None
    email_safe: bool
    mine: Booked | None
    taken: Mapping[tuple[str, str, datetime], int]
    again: bool = False
    card: str = ""


def proof_of(way: Way) -> dict[str, str]:
    """The way back to a report or a card as the database wants it proved."""
    if "card" in way:
        return {"card": token_hash(str(way["card"])).hex()}
    if "token" in way:
        return {"token": token_hash(str(way["token"])).hex()}
    return {"number": str(way["number"]), "hash": str(way["hash"])}


def for_staff(task_id: UUID) -> Way:
    """For staff, who see the task: the database holds them to their desks."""
    return {"task": task_id}


def call_state(way: Way, *, at: datetime) -> CallState | None:
    """None where no call is open, or where the way proves nothing."""
    until = at + timedelta(days=calling_of(settings_in_scope()).horizon_days + 2)
    found = _ask("tasks_call_state", way, at, until)
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
        again=told["again"],
        card=told["card"],
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


@dataclass(frozen=True)
class Outcome:
    """What came of booking: `booked`, `full`, `past` or `closed`; `details` tell what is booked."""

    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


def reserve(way: Way, kind: str, code: str, start: datetime, *, at: datetime) -> Outcome:
    """Book a free start, or move the booking there.

    Only what `free` offers may be asked for: the hours are the force's own.
    """
    settings = settings_in_scope()
    state = call_state(way, at=at)
    if state is None:
        return Outcome("closed")
    if start not in free(settings, state, kind, code, at=at):
        return Outcome("full")
    rules = calling_of(settings)
    place = rules.counter(code) if kind == VISIT else None
    # How long it is and how many share a start the database reads from the force's own rules.
    wanted = {
        "id": str(uuid7()),
        "kind": kind,
        "counter": place.code if place else "",
        "at": start.isoformat(),
    }
    found = str(_ask("tasks_book_slot", way, at, json.dumps(wanted)))
    minutes = place.minutes if place else rules.slot_minutes
    return Outcome(found, {**wanted, "minutes": minutes, "again": state.again})


def book(way: Way, report_id: UUID, kind: str, code: str, start: datetime, *, at: datetime) -> str:
    """A reporter books; the worker tells the timeline."""
    found = reserve(way, kind, code, start, at=at)
    if found.code == BOOKED:
        acts.note_act("book_call", report_id, at=at, details={"at": found.details["at"]})
    return found.code


def give_way(way: Way, *, at: datetime) -> bool:
    """The booked time is free for others; the call itself stays open."""
    return bool(_ask("tasks_cancel_slot", way, *(() if "task" in way else (at,))))


def cancel(way: Way, report_id: UUID, *, at: datetime) -> bool:
    """A reporter gives the booked time up."""
    given_up = give_way(way, at=at)
    if given_up:
        acts.note_act("cancel_call", report_id, at=at)
    return given_up


def booked_for(task_id: UUID) -> Booked | None:
    """For staff: what the person booked."""
    row = Slot.objects.filter(task_id=task_id, state=BOOKED).first()
    return Booked(row.kind, row.counter, row.at, row.minutes) if row else None


def end_slot(task_id: UUID, state: str) -> None:
    """The booked time has come: the call was made (`kept`), or nobody was reached (`missed`)."""
    Slot.objects.filter(task_id=task_id, state=BOOKED).update(state=state)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _ask(function: str, way: Way, *values: Any) -> Any:
    """Ask the database as somebody with a way back, or as staff."""
    staff = "task" in way
    name = f"{function}_for" if staff else function
    first, cast = (way["task"], "") if staff else (json.dumps(proof_of(way)), "::jsonb")
    last = [f"%s{'::jsonb' if isinstance(value, str) else ''}" for value in values]
    sql = f"select {name}({', '.join([f'%s{cast}', *last])})"
    with connection.cursor() as cursor:
        cursor.execute(f"select ({sql})::text", [first, *values])
        row = cursor.fetchone()
    found = row[0] if row else None
    return None if found in (None, "false") else found
