"""How pressing the open tasks of a report are, after a person judged it anew."""

from __future__ import annotations

from uuid import UUID

from frontcounter.tasks.models import Task, TaskState


def press(report_id: UUID, priority: int) -> None:
    """Queues take what is unfinished of this report by its new priority."""
    rows = Task.objects.filter(report_id=report_id).exclude(state=TaskState.DONE)
    rows.update(priority=priority)
