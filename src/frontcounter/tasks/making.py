"""A task about a report: what queues filter by is copied onto it when it is made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.registry import Change
from frontcounter.tasks.models import Kind, Task


def task_of(
    of: Change | ReportRecord, kind: Kind, unit: str, due: datetime, *, at: datetime, **more: Any
) -> Task:
    """The task, not yet added; `more` are further columns, or others than follow from these."""
    columns: dict[str, Any] = {
        "desk": of.desk,
        "report_id": of.report_id if isinstance(of, Change) else of.id,
        "type": of.type,
        "language": of.language,
        "district": of.district,
        "channel": of.channel,
        "marks": list(of.marks),
        "priority": of.priority,
        "due_at": due,
        "work_by": due,
        "opened_at": at,
    }
    return Task(kind=kind, unit=unit, **columns | more)
