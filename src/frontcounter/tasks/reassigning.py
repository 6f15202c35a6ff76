"""A supervisor moves work: to another unit, or into somebody's hands. Audited, on the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.accounts.roles import StaffRole, desks_of
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.reports import queries
from frontcounter.reports.services import Refused, note_event, perform
from frontcounter.reports.workflow import ARROWS
from frontcounter.tasks.absences import away
from frontcounter.tasks.claims import give_up
from frontcounter.tasks.models import Kind, Task, TaskState

MOVABLE = (Kind.REVIEW, Kind.CALL_BACK, Kind.ANSWER, Kind.SUPERVISE)
_DOES: dict[str, frozenset[StaffRole]] = {
    Kind.REVIEW: ARROWS["claim"].staff,
    Kind.ANSWER: ARROWS["claim"].staff,
    Kind.CALL_BACK: ARROWS["conclude_call_back"].staff,
    Kind.SUPERVISE: frozenset({StaffRole.SUPERVISOR}),
}


class Away(Exception):
    """The person is away: nothing is given to them."""


class NotTheirs(Exception):
    """The person has no role for any of this work."""


@dataclass(frozen=True)
class WorkLine:
    """A task on the page where work is moved."""

    id: UUID
    kind: str
    unit: str
    report_id: UUID | None
    number: str
    type: str
    state: str
    due_at: datetime
    opened_at: datetime
    claimed_by_name: str
    looked_at: datetime | None
    priority: int


_COLUMNS = tuple(WorkLine.__dataclass_fields__)


def work(
    *, unit: str = "", kind: str = "", person: str = "", unseen: bool = False, most: int = 51
) -> list[WorkLine]:
    """Unfinished work of the open desk, the nearest promise first."""
    rows = Task.objects.filter(desk="review", kind__in=MOVABLE).exclude(state=TaskState.DONE)
    if unit:
        rows = rows.filter(unit=unit)
    if kind:
        rows = rows.filter(kind=kind)
    if person:
        rows = rows.filter(state=TaskState.CLAIMED, claimed_by_id=person)
    if unseen:
        rows = rows.filter(kind=Kind.REVIEW, state=TaskState.OPEN, looked_at__isnull=True)
    found = rows.order_by("-priority", "due_at", "id")[:most].values(*_COLUMNS)
    return [WorkLine(**row) for row in found]


def to_unit(task_ids: Sequence[UUID], unit: str, actor: Actor, *, at: datetime) -> int:
    """Move tasks to a unit; what somebody holds is taken out of their hands first."""
    count = 0
    for task in _unfinished(task_ids):
        if task.state == TaskState.CLAIMED and not give_up(task, actor, why="moved", at=at):
            continue
        Task.objects.filter(id=task.id).update(unit=unit, routing="")
        _note(task, actor, at, {"unit": unit})
        count += 1
    return count


def to_person(task_ids: Sequence[UUID], person: Actor, actor: Actor, *, at: datetime) -> int:
    """Put tasks into somebody's hands; what they may not take is left where it is.

    Raises Away, and NotTheirs where they may take none of it.
    """
    if UUID(person.id) in away(at):
        raise Away(person.name)
    count, tasks = 0, _unfinished(task_ids)
    able = [task for task in tasks if _may(task, person)]
    if tasks and not able:
        raise NotTheirs(person.name)
    for task in able:
        if task.state == TaskState.CLAIMED:
            if str(task.claimed_by_id) == person.id or not give_up(task, actor, why="moved", at=at):
                continue
        elif task.state == TaskState.WAITING:
            continue
        if _give(task, person, at):
            _note(task, actor, at, {"person": person.name})
            count += 1
    return count


def _may(task: Task, person: Actor) -> bool:
    """Whether their roles do this work, and open its desk; a level of review may ask for more."""
    if not person.has_any(_DOES[task.kind]) or task.desk not in desks_of(person.roles):
        return False
    record = queries.report(task.report_id) if task.report_id else None
    level = queries.waiting_level(record) if record and task.kind == Kind.REVIEW else None
    return level is None or level.refuses(person) is None


def _give(task: Task, person: Actor, at: datetime) -> bool:
    if task.kind == Kind.REVIEW and task.report_id is not None:
        try:
            perform("claim", task.report_id, person, at=at)
        except Refused:
            return False
        return True
    taken = Task.objects.filter(id=task.id, state=TaskState.OPEN).update(
        state=TaskState.CLAIMED,
        claimed_at=at,
        claimed_by_id=UUID(person.id),
        claimed_by_name=person.name,
        seen_at=at,
        lost_by_id=None,
    )
    return bool(taken)


def _unfinished(task_ids: Sequence[UUID]) -> list[Task]:
    """As on the page: the open desk's. A closed desk's people take what is theirs themselves."""
    rows = Task.objects.select_for_update().filter(id__in=task_ids, kind__in=MOVABLE, desk="review")
    return list(rows.exclude(state=TaskState.DONE).order_by("id"))


def _note(task: Task, actor: Actor, at: datetime, details: dict[str, str]) -> None:
    audit(Verb.ALTER, "task.reassigned", subject=f"task:{task.id}", at=at, details=details)
    if task.report_id is not None:
        note_event(task.report_id, "reassigned", actor, at=at, details=details)
