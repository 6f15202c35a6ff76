"""What a line of a queue shows: the task, its report, time left, and marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontcounter.casework.marking import Marked, interpreter_name, marked
from frontcounter.evidence.queries import count_files
from frontcounter.forms.engine import FormDocument
from frontcounter.reports import queries as reports
from frontcounter.reports.queries import Match, ReportLine
from frontcounter.tasks.queries import TaskLine

SOON = timedelta(hours=8)
THINGS = frozenset({"serial", "plate", "vin", "imei"})
PEOPLE = frozenset({"phone", "email"})


@dataclass(frozen=True)
class QueueLine:
    """One row: `time` is good, wait (soon) or late."""

    task: TaskLine
    report: ReportLine
    time: str
    files: int
    same_thing: int
    same_person: int
    marks: Marked
    interpreter: str


def urgency(due_at: datetime, now: datetime) -> str:
    """How pressing a promise is, as the badge's kind."""
    if due_at < now:
        return "late"
    return "wait" if due_at - now < SOON else "good"


def queue_lines(
    tasks: Sequence[TaskLine], now: datetime, forms: Mapping[str, FormDocument], lang: str
) -> list[QueueLine]:
    """The rows of some tasks; four statements however many there are.

    `forms` are those offered now, by type: they say what the marks are called.
    """
    ids = [task.report_id for task in tasks if task.report_id]
    if not ids:
        return []
    found = reports.lines(ids)
    files = count_files(ids)
    same = reports.same_identifiers_of(ids)
    return [
        QueueLine(
            task,
            line,
            urgency(task.due_at, now),
            files.get(task.report_id, 0),
            _others(same.get(task.report_id, []), THINGS),
            _others(same.get(task.report_id, []), PEOPLE),
            marked(forms.get(line.type), line.marks, task.priority, lang),
            interpreter_name(forms.get(line.type), line.interpreter, lang),
        )
        for task in tasks
        if task.report_id and (line := found.get(task.report_id))
    ]


def _others(matches: Sequence[Match], kinds: frozenset[str]) -> int:
    """How many other reports name the same thing, or the same person."""
    return len({match.other.id for match in matches if match.kind in kinds})
