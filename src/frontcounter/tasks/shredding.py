"""Destroying what tasks know of a person; that they were done stays."""

from __future__ import annotations

from uuid import UUID

from frontcounter.reports.shredding import Doomed, Shredded, objects, shreds
from frontcounter.tasks.models import Alarm, AlarmCall, Looking, Needs, Referral, Task, TaskState


@objects("task_open")
def unfinished(report_id: UUID) -> bool:
    """Somebody still has to do something."""
    return Task.objects.filter(report_id=report_id).exclude(state=TaskState.DONE).exists()


@shreds(
    "tasks", "tasks_task", "tasks_needs", "tasks_referral", "tasks_alarm", "tasks_looking"
)  # fmt: skip
def shred(doomed: Doomed) -> Shredded:
    """Telephone number, times, and what the task says. Notes of calls are blanked with the end."""
    ringing = Alarm.objects.filter(report_id=doomed.report_id).values("id")
    AlarmCall.objects.filter(alarm_id__in=ringing).delete()
    Alarm.objects.filter(report_id=doomed.report_id).delete()
    Looking.objects.filter(report_id=doomed.report_id).delete()
    rows = Task.objects.filter(report_id=doomed.report_id)
    Needs.objects.filter(report_id=doomed.report_id).delete()
    Referral.objects.filter(report_id=doomed.report_id).update(consent={}, shared={}, note="")
    gone = rows.update(phone="", windows=[], brief={}, result={}, title="", district="", marks=[])
    return Shredded({"tasks": gone})
