"""What a line of a queue shows: the task, its report, time left, and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontcounter.casework.neighbours import how_many_files
from frontcounter.reports import queries as reports
from frontcounter.reports.queries import ReportLine
from frontcounter.tasks.queries import TaskLine

SOON = timedelta(hours=8)


@dataclass(frozen=True)
class QueueLine:
    """One row: `time` is good, wait (soon) or late."""

    task: TaskLine
    report: ReportLine
    time: str
    files: int
    same: int


def urgency(due_at: datetime, now: datetime) -> str:
    """How pressing a promise is, as the badge's kind."""
    if due_at < now:
        return "late"
    return "wait" if due_at - now < SOON else "good"


def queue_lines(tasks: Sequence[TaskLine], now: datetime) -> list[QueueLine]:
    """The rows of some tasks; four statements however many there are."""
    ids = [task.report_id for task in tasks if task.report_id]
    if not ids:
        return []
    found = reports.lines(ids)
    files = how_many_files(ids)
    same = reports.same_identifiers_of(ids)
    return [
        QueueLine(
            task,
            found[task.report_id],
            urgency(task.due_at, now),
            files.get(task.report_id, 0),
            len({match.other.id for match in same.get(task.report_id, [])}),
        )
        for task in tasks
        if task.report_id in found
    ]
