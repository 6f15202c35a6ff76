"""Reading tasks: how many wait, and the work on one report. Queues themselves: queues.py."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from frontcounter.base.together import Rows
from frontcounter.tasks.models import Attempt, Kind, Task, TaskState


@dataclass(frozen=True)
class TaskLine:
    """A task in a list or on its own page."""

    id: UUID
    kind: str
    unit: str
    desk: str
    report_id: UUID | None
    number: str
    title: str
    type: str
    language: str
    district: str
    channel: str
    marks: list[Any]
    level: int
    state: str
    due_at: datetime
    work_by: datetime
    not_before: datetime | None
    slot_at: datetime | None
    priority: int
    opened_at: datetime
    opened_by_name: str
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


COLUMNS = tuple(TaskLine.__dataclass_fields__)


def line_of(row: Iterable[Any]) -> TaskLine:
    """The first columns of a row, in the order of COLUMNS, as a line."""
    values = dict(zip(COLUMNS, row, strict=False))
    for name in ("windows", "brief", "marks"):
        if isinstance(values[name], str):
            values[name] = json.loads(values[name])
    return TaskLine(**values)


def unfinished(report_id: UUID) -> list[TaskLine]:
    """What is still to be done for a report, the nearest promise first."""
    return unfinished_rows(report_id).read()


def unfinished_rows(report_id: UUID) -> Rows[TaskLine]:
    """`unfinished`, to be read with others."""
    found = Task.objects.filter(report_id=report_id).exclude(state=TaskState.DONE)
    return Rows(found.order_by("due_at", "id"), tuple(COLUMNS), TaskLine)


def call_of(report_id: UUID) -> TaskLine | None:
    """The call that is to be made for a report."""
    found = [task for task in unfinished(report_id) if task.kind == Kind.CALL_BACK]
    return found[0] if found else None


def attempts(report_id: UUID) -> list[AttemptLine]:
    """Every try to reach the person of a report, newest first."""
    return attempt_rows(report_id).read()


def attempt_rows(report_id: UUID) -> Rows[AttemptLine]:
    """`attempts`, to be read with others."""
    ids = Task.objects.filter(report_id=report_id).values("id")
    found = Attempt.objects.filter(task_id__in=ids).order_by("-at", "-id")
    return Rows(found, tuple(AttemptLine.__dataclass_fields__), AttemptLine)
