"""Reading tasks: queues with the urgent on top, then by promise, and the work on one report."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.base.scope import current_force_id
from frontcounter.tasks.models import Attempt, Kind, Task, TaskState

URGENT = 2
"""The highest priority: these stand on top of every queue."""

_PRIORITIES = frozenset({"0", "1", "2"})

MOST_COUNTED = 1000
"""Counts stop here: a number above it is shown as "1,000+"."""


@dataclass(frozen=True)
class TaskLine:
    """A task in a list or on its own page."""

    id: UUID
    kind: str
    unit: str
    desk: str
    report_id: UUID | None
    state: str
    due_at: datetime
    priority: int
    opened_at: datetime
    claimed_at: datetime | None
    claimed_by_id: UUID | None
    claimed_by_name: str
    phone: str
    windows: list[Any]
    brief: dict[str, Any]


@dataclass(frozen=True)
class AttemptLine:
    """One try to reach a person."""

    at: datetime
    by_name: str
    outcome: str
    note: str


@dataclass(frozen=True)
class Key:
    """A place in a queue: the task after which (or before which) to go on."""

    priority: int
    due_at: datetime
    id: UUID

    @property
    def rank(self) -> int:
        """The priority turned round, as the index has it: 0 stands first."""
        return URGENT - self.priority

    def __str__(self) -> str:
        return f"{self.priority}~{self.due_at.isoformat()}~{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> Key | None:
        """The key again, or None for anything else."""
        priority, _, rest = text.partition("~")
        moment, _, identity = rest.partition("~")
        if priority not in _PRIORITIES:
            return None
        try:
            key = cls(int(priority), datetime.fromisoformat(moment), UUID(identity))
        except ValueError:
            return None
        return key if key.due_at.tzinfo else None


@dataclass(frozen=True)
class QueuePage:
    """Some lines of a queue, and the keys of the pages beside it (None: there is none)."""

    lines: list[TaskLine]
    previous: Key | None
    next: Key | None


_COLUMNS = tuple(TaskLine.__dataclass_fields__)
_SELECT = f"select {', '.join(_COLUMNS)} from tasks_task where force_id = %s"  # noqa: S608
# Literals, not parameters: the partial index of unfinished tasks must be provably usable.
_OPEN = " and desk = %s and kind = %s and state = 'open'"
_AT_DESK = " and desk = %s and kind in ('review', 'call_back', 'answer') and state = 'open'"
_HELD = " and kind in ('review', 'call_back', 'answer') and state = 'claimed'"


def waiting(
    kind: Kind, *, after: Key | None = None, before: Key | None = None, size: int = 25
) -> QueuePage:
    """Tasks of the open desk that nobody holds: urgent ones first, then the nearest promise.

    By key, never by offset.
    """
    return _page(_OPEN, ["review", str(kind)], after, before, size)


def at_desk(
    desk: str, *, after: Key | None = None, before: Key | None = None, size: int = 25
) -> QueuePage:
    """Everything that waits at a closed desk, in the same order; few tasks, so of all kinds."""
    return _page(_AT_DESK, [desk], after, before, size)


def held(
    by: UUID | None = None, *, after: Key | None = None, before: Key | None = None, size: int = 25
) -> QueuePage:
    """Tasks in somebody's hands, or in those of one person."""
    if by is None:
        return _page(_HELD, [], after, before, size)
    return _page(f"{_HELD} and claimed_by_id = %s", [by], after, before, size)


def _page(
    where: str, values: list[Any], after: Key | None, before: Key | None, size: int
) -> QueuePage:
    back = before is not None
    key = before or after
    sql, given = _SELECT + where, [current_force_id(), *values]
    if key is not None:
        sql += f" and (rank, due_at, id) {'<' if back else '>'} (%s, %s, %s)"
        given += [key.rank, key.due_at, key.id]
    way = "desc" if back else "asc"
    sql += f" order by rank {way}, due_at {way}, id {way} limit %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, size + 1])
        found = [_line(row) for row in cursor.fetchall()]
    more, lines = len(found) > size, found[:size]
    if back:
        lines.reverse()
    if not lines:
        return QueuePage([], None, None)
    first, last = _key(lines[0]), _key(lines[-1])
    earlier, later = (more, True) if back else (key is not None, more)
    return QueuePage(lines, first if earlier else None, last if later else None)


def _key(line: TaskLine) -> Key:
    return Key(line.priority, line.due_at, line.id)


def _line(row: Iterable[Any]) -> TaskLine:
    values = dict(zip(_COLUMNS, row, strict=True))
    for name in ("windows", "brief"):
        values[name] = _json(values[name])
    return TaskLine(**values)


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


_COUNTED = """
  (select count(*) from (select 1 from tasks_task where force_id = f and desk = '{desk}'
     and kind in ({kinds}) and state = 'open' limit m) a)"""
_QUEUES = {
    "review": ("review", "'review'"),
    "call_back": ("review", "'call_back'"),
    "answer": ("review", "'answer'"),
    "intelligence": ("intelligence", "'review', 'call_back', 'answer'"),
    "standards": ("standards", "'review', 'call_back', 'answer'"),
}
_COUNTS = f"""
select {",".join(_COUNTED.format(desk=desk, kinds=kinds) for desk, kinds in _QUEUES.values())},
  (select count(*) from (select 1 from tasks_task where force_id = f
     and kind in ('review', 'call_back', 'answer') and state = 'claimed'
     and claimed_by_id = p limit m) a)
from (select %s::uuid as f, %s::integer as m, %s::uuid as p) given
"""  # noqa: S608 - every part is a constant


def counts(person: UUID) -> dict[str, int]:
    """How many wait per queue, and how many this person holds; counted to MOST_COUNTED + 1."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [current_force_id(), MOST_COUNTED + 1, person])
        row = cursor.fetchone()
    return dict(zip((*_QUEUES, "mine"), row, strict=True))


def unfinished(report_id: UUID) -> list[TaskLine]:
    """What is still to be done for a report, the nearest promise first."""
    rows = Task.objects.filter(report_id=report_id).exclude(state=TaskState.DONE)
    return [TaskLine(**row) for row in rows.order_by("due_at", "id").values(*_COLUMNS)]


def call_of(report_id: UUID) -> TaskLine | None:
    """The call that is to be made for a report."""
    found = [task for task in unfinished(report_id) if task.kind == Kind.CALL_BACK]
    return found[0] if found else None


def attempts(report_id: UUID) -> list[AttemptLine]:
    """Every try to reach the person of a report, newest first."""
    ids = Task.objects.filter(report_id=report_id).values("id")
    rows = Attempt.objects.filter(task_id__in=ids).order_by("-at", "-id")
    return [AttemptLine(**row) for row in rows.values(*AttemptLine.__dataclass_fields__)]
