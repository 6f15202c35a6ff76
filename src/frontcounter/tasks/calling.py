"""Calling people: what came of each try, when the next one is, and who is told of a missed call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.forces.calling import calling_of
from frontcounter.forces.published import settings_in_scope
from frontcounter.messages.services import queue
from frontcounter.messages.ways import chosen_safe, is_guarded, safe_ways
from frontcounter.reports import queries
from frontcounter.reports.marking import URGENT
from frontcounter.tasks import card_messages as writing
from frontcounter.tasks import slots
from frontcounter.tasks.models import Attempt, Kind, Task, TaskState
from frontcounter.tasks.plan import first_try, next_try
from frontcounter.tasks.services import held_task

TRIED = ("no_answer", "left_message", "busy", "wrong_number", "call_later", "spoke")
"""What can come of one try. Only `spoke` and `call_later` reached the person."""

MISSED = frozenset({"no_answer", "busy"})
"""Tries after which the reporter is told that we called, where that is safe."""

NOT_REACHED = MISSED | {"left_message", "wrong_number"}
"""Tries that count in the plan: the person was not spoken with."""


def log_attempt(
    task_id: UUID,
    actor: Actor,
    outcome: str,
    *,
    note: str,
    at: datetime,
    silent: bool = False,
    later: datetime | None = None,
) -> bool:
    """Write down one try; returns whether the reporter is told that we called.

    A missed call never ends anything: the task waits for the next planned time, for anybody.
    `later` is when the person asked to be called. A message goes only the way that the person
    chose, and only where they said that a message is safe.
    """
    if outcome not in TRIED:
        raise ValueError(outcome)
    task = held_task(task_id, actor)
    add_try(task, actor, outcome, note, at)
    audit(Verb.ALTER, f"call.{outcome}", subject=f"task:{task.id}", at=at)
    if outcome in NOT_REACHED:
        _plan_next(task, outcome, at)
    elif outcome == "call_later" and later is not None and later > at:
        _wait_until(task, later)
    return outcome in MISSED and not silent and tell_of_call(task, at=at)


def add_try(task: Task, actor: Actor, outcome: str, note: str, at: datetime) -> None:
    """A line that stays as it is. Words about a card lie on the card, where they can be blanked:
    nothing of it is kept for as long as a report is.
    """
    of_card = task.report_id is None
    one = Attempt(
        task_id=task.id,
        at=at,
        by_id=actor.id,
        by_name=actor.name,
        outcome=outcome,
        note="" if of_card else note,
    )
    one.add()
    if of_card and note:
        said = {**task.result.get("said", {}), str(one.id): note}
        task.result = {**task.result, "said": said}
        task.save(update_fields=["result"])


def call_task(report_id: UUID) -> Task | None:
    """The call that is to be made for a report."""
    rows = Task.objects.filter(report_id=report_id, kind=Kind.CALL_BACK)
    found: Task | None = rows.exclude(state=TaskState.DONE).order_by("due_at", "id").first()
    return found


def misses(task_id: UUID) -> list[datetime]:
    """When the person was not reached, oldest first; since they booked anew, where they did."""
    rows = Attempt.objects.filter(task_id=task_id, outcome__in=NOT_REACHED)
    again = Task.objects.filter(id=task_id).values_list("result__again_at", flat=True).first()
    if again:
        rows = rows.filter(at__gte=datetime.fromisoformat(again))
    return list(rows.order_by("at", "id").values_list("at", flat=True))


def plan_used_up(task_id: UUID) -> bool:
    """As many calls were missed as the force plans: another way is taken now."""
    return len(misses(task_id)) >= calling_of(settings_in_scope()).tries


def next_planned(task: Any, at: datetime) -> datetime | None:
    """When to call: the booked time, the planned one, or now where nothing speaks against it.

    None where the plan is used up. `task` is a row or a line of one.
    """
    if task.slot_at is not None and task.slot_at > at:
        return cast(datetime, task.slot_at)
    if plan_used_up(task.id):
        return None
    if task.not_before is not None and task.not_before > at:
        return cast(datetime, task.not_before)
    return first_try(settings_in_scope(), task.windows, at)


def _plan_next(task: Task, outcome: str, at: datetime) -> None:
    slots.end_slot(task.id, slots.MISSED)
    task.slot_at = None
    found = next_try(settings_in_scope(), task.windows, misses(task.id), at, busy=outcome == "busy")
    # A promise to somebody in danger does not wait for office hours: it stays in the queue.
    _wait_until(task, None if task.priority >= URGENT else found)


def _wait_until(task: Task, moment: datetime | None) -> None:
    """Nobody need hold it until then."""
    task.not_before = moment
    task.state = TaskState.OPEN
    task.claimed_at, task.claimed_by_id, task.claimed_by_name = None, None, ""
    task.save()


def tell_of_call(task: Task, *, at: datetime) -> bool:
    """Ask for the message "we called you", where it is safe; returns whether it was asked for."""
    report = queries.report(task.report_id) if task.report_id else None
    if task.report_id is None:
        return writing.missed(task, at=at)
    way = safe_way(report.contact, guarded=is_guarded(report)) if report else None
    if report is None or way is None:
        return False
    queue(
        "call_missed",
        lang=report.language,
        channel=way[0],
        address=way[1],
        values={},
        report_id=report.id,
        at=at,
    )
    return True


def safe_way(contact: Mapping[str, Any], *, guarded: bool = True) -> tuple[str, str] | None:
    """(channel, address) of a written message that counts as safe, or None."""
    allowed = safe_ways(contact, guarded=guarded) or chosen_safe(contact, guarded=guarded)
    email, phone = str(contact.get("email") or ""), str(contact.get("phone") or "")
    if "email" in allowed and email and contact.get("email_confirmed"):
        return "email", email
    if "text" in allowed and phone:
        return "text", phone
    return None


def save_notes(task_id: UUID, actor: Actor, notes: str, *, at: datetime) -> None:
    """What was noted so far, before the call is over: nothing is lost when the line is."""
    task = held_task(task_id, actor)
    task.result = {**task.result, "notes": notes}
    task.save(update_fields=["result"])
    audit(Verb.ALTER, "call.notes", subject=f"task:{task_id}", at=at)
