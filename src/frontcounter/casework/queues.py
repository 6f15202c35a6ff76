"""What a line of a queue shows: the task, its report, time left, and marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from frontcounter.casework.marking import Marked, interpreter_name, marked
from frontcounter.evidence.queries import count_files
from frontcounter.forms.engine import FormDocument
from frontcounter.reports import queries as reports
from frontcounter.reports.queries import ReportLine
from frontcounter.reports.searching import ALONE, Sharing, sharing
from frontcounter.tasks.filters import SOON
from frontcounter.tasks.queries import TaskLine
from frontcounter.web.addresses import address_of


@dataclass(frozen=True)
class QueueLine:
    """One piece of work: `time` is good, wait (soon) or late."""

    task: TaskLine
    report: ReportLine | None
    href: str
    time: str
    files: int
    same: Sharing
    marks: Marked
    interpreter: str


def urgency(due_at: datetime, now: datetime) -> str:
    """How pressing a promise is, as the badge's kind."""
    if due_at < now:
        return "late"
    return "wait" if due_at - now < SOON else "good"


_pages: dict[str, str] = {"call_back": "casework_call_card", "records_request": "casework_request"}
"""Kind → the URL name of a task's page where it has no report; it takes the number or the id."""


def task_url(slug: str, task: TaskLine, report: ReportLine | None) -> str:
    """Where the work on a task is done; "" where nobody has made such a page."""
    if report is not None:
        page = "casework_call" if task.kind == "call_back" else "casework_report"
        return address_of(page, slug, report.tracking_number)
    for value in (task.number, task.id):
        try:
            return reverse(_pages.get(task.kind, ""), args=[slug, value])
        except NoReverseMatch:
            continue
    return ""


def queue_lines(
    tasks: Sequence[TaskLine],
    now: datetime,
    forms: Mapping[str, FormDocument],
    lang: str,
    slug: str,
) -> list[QueueLine]:
    """The lines of some tasks; three statements however many there are.

    `forms` are those offered now, by type: they say what the marks are called.
    """
    ids = [task.report_id for task in tasks if task.report_id]
    found = reports.lines(ids) if ids else {}
    files = count_files(ids) if ids else {}
    same = sharing(ids) if ids else {}
    lines = []
    for task in tasks:
        report = found.get(task.report_id) if task.report_id else None
        if task.report_id and report is None:
            continue
        form = forms.get(task.type)
        about = task.report_id or _NO_REPORT
        lines.append(
            QueueLine(
                task,
                report,
                task_url(slug, task, report),
                urgency(task.due_at, now),
                files.get(about, 0),
                same.get(about, ALONE),
                marked(form, task.marks, task.priority, lang),
                interpreter_name(form, report.interpreter, lang) if report else "",
            )
        )
    return lines


_NO_REPORT = UUID(int=0)
