"""Doing the work: taking a task and giving it back. Calling people is calling.py."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.reports.services import note_event
from frontcounter.tasks.models import Kind, Task, TaskState


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
        task = unfinished_task(task_id)
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


def unfinished_task(task_id: UUID) -> Task:
    """The task, locked until the transaction ends. Raises Taken where it is finished."""
    task: Task | None = Task.objects.select_for_update().filter(id=task_id).first()
    if task is None or task.state == TaskState.DONE:
        raise Taken("", None)
    return task


def held_task(task_id: UUID, actor: Actor) -> Task:
    """The task, locked, unless it is in somebody else's hands. Raises Taken."""
    task = unfinished_task(task_id)
    if task.state == TaskState.CLAIMED and str(task.claimed_by_id) != actor.id:
        raise Taken(task.claimed_by_name, task.claimed_at)
    return task


def seen_to(report_id: UUID, actor: Actor, *, note: str, at: datetime) -> None:
    """A supervisor has seen to what went wrong (a broken promise, a hand-over that failed)."""
    left = Task.objects.filter(report_id=report_id, kind=Kind.SUPERVISE)
    done = left.exclude(state=TaskState.DONE).update(
        state=TaskState.DONE,
        done_at=at,
        outcome="seen_to",
        claimed_by_id=actor.id,
        claimed_by_name=actor.name,
    )
    if done:
        note_event(report_id, "seen_to", actor, at=at, note=note)
        audit(Verb.ALTER, "task.seen_to", subject=f"report:{report_id}", at=at)
