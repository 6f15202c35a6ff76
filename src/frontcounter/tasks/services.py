"""Doing the work: taking a task, trying to call, and bringing a call to its end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.messages.services import queue
from frontcounter.reports import queries
from frontcounter.reports.services import Refused, perform
from frontcounter.tasks.models import Attempt, Kind, Task, TaskState

TRIED = ("no_answer", "left_message", "busy", "wrong_number", "call_later", "spoke")
"""What can come of one try. Only `spoke` and `call_later` reached the person."""

MISSED = frozenset({"no_answer", "busy"})
"""Tries after which the reporter is told that we called, where that is safe."""

CONCLUDED = ("confirmed", "more_information", "wishes_to_withdraw", "handed_over", "not_reached")
"""How a call-back ends. The report itself goes on: ending it is another person's decision."""

TRIES_BEFORE_NOT_REACHED = 3


class Taken(Exception):
    """Somebody holds the task, or it is finished (`name` is then empty)."""

    def __init__(self, name: str, since: datetime | None) -> None:
        super().__init__(name)
        self.name, self.since = name, since


def take(task_id: UUID, actor: Actor, *, at: datetime) -> None:
    """Hold a task; taking one's own again changes nothing."""
    taken = Task.objects.filter(id=task_id, state=TaskState.OPEN).update(
        state=TaskState.CLAIMED,
        claimed_at=at,
        claimed_by_id=actor.id,
        claimed_by_name=actor.name,
    )
    if not taken:
        task = _unfinished(task_id)
        if str(task.claimed_by_id) != actor.id:
            raise Taken(task.claimed_by_name, task.claimed_at)
        return
    audit(Verb.ALTER, "task.take", subject=f"task:{task_id}", at=at)


def give_back(task_id: UUID, actor: Actor, *, at: datetime) -> None:
    """Let somebody else take the task."""
    Task.objects.filter(id=task_id, state=TaskState.CLAIMED, claimed_by_id=actor.id).update(
        state=TaskState.OPEN, claimed_at=None, claimed_by_id=None, claimed_by_name=""
    )
    audit(Verb.ALTER, "task.give_back", subject=f"task:{task_id}", at=at)


def log_attempt(
    task_id: UUID, actor: Actor, outcome: str, *, note: str, at: datetime, silent: bool = False
) -> bool:
    """Write down one try; returns whether the reporter is told that we called.

    A missed call never ends anything. A message goes only the way that the person chose, and only
    where they said that a message is safe.
    """
    if outcome not in TRIED:
        raise ValueError(outcome)
    task = _held(task_id, actor)
    Attempt(
        task_id=task.id, at=at, by_id=actor.id, by_name=actor.name, outcome=outcome, note=note
    ).add()
    audit(Verb.ALTER, f"call.{outcome}", subject=f"task:{task.id}", at=at)
    return outcome in MISSED and not silent and tell_of_call(task, at=at)


def tell_of_call(task: Task, *, at: datetime) -> bool:
    """Ask for the message "we called you", where it is safe; returns whether it was asked for."""
    report = queries.report(task.report_id) if task.report_id else None
    if report is None:
        return False
    way = safe_way(report.contact)
    if way is None:
        return False
    channel, address = way
    queue(
        "call_missed",
        lang=report.language,
        channel=channel,
        address=address,
        values={},
        report_id=report.id,
        at=at,
    )
    return True


def safe_way(contact: dict[str, object]) -> tuple[str, str] | None:
    """(channel, address) of a written message that the person called safe, or None."""
    safe = contact.get("safe")
    allowed = set(safe) if isinstance(safe, list) else set()
    email, phone = str(contact.get("email") or ""), str(contact.get("phone") or "")
    if "email" in allowed and email and contact.get("email_confirmed"):
        return "email", email
    if "text" in allowed and phone:
        return "text", phone
    return None


def conclude_call(task_id: UUID, actor: Actor, outcome: str, *, note: str, at: datetime) -> None:
    """Bring the call to its end by the arrow of the report. Raises Refused or Taken."""
    if outcome not in CONCLUDED:
        raise ValueError(outcome)
    task = _held(task_id, actor)
    tries = Attempt.objects.filter(task_id=task.id).count()
    if outcome == "not_reached" and tries < TRIES_BEFORE_NOT_REACHED:
        raise Refused("too_few_tries")
    if task.report_id is None:
        Task.objects.filter(id=task.id).update(state=TaskState.DONE, done_at=at, outcome=outcome)
        return
    perform(
        "conclude_call_back", task.report_id, actor, at=at, note=note, details={"outcome": outcome}
    )


def have_looked(report_id: UUID, actor: Actor, *, at: datetime) -> None:
    """The added information was read: its task is done."""
    Task.objects.filter(report_id=report_id, kind=Kind.ANSWER).exclude(state=TaskState.DONE).update(
        state=TaskState.DONE,
        done_at=at,
        outcome="looked",
        claimed_by_id=actor.id,
        claimed_by_name=actor.name,
    )
    audit(Verb.ALTER, "report.looked_again", subject=f"report:{report_id}", at=at)


def _unfinished(task_id: UUID) -> Task:
    task: Task | None = Task.objects.select_for_update().filter(id=task_id).first()
    if task is None or task.state == TaskState.DONE:
        raise Taken("", None)
    return task


def _held(task_id: UUID, actor: Actor) -> Task:
    """The task in the actor's hands; an open one is taken, so that nobody else calls too."""
    task = _unfinished(task_id)
    if task.state == TaskState.CLAIMED and str(task.claimed_by_id) != actor.id:
        raise Taken(task.claimed_by_name, task.claimed_at)
    return task
