"""Tasks and attempts: rows of one force."""

from __future__ import annotations

from django.db import models

from frontcounter.base.models import ScopedModel


class Kind(models.TextChoices):
    """What is to be done."""

    REVIEW = "review"
    CALL_BACK = "call_back"
    FOLLOW_UP = "follow_up"
    ANSWER = "answer"
    RECORDS_REQUEST = "records_request"


class TaskState(models.TextChoices):
    """Waiting, held by somebody, or finished."""

    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"


class Task(ScopedModel):
    """A piece of work for one unit; most belong to a report, some (a diverted call) to none."""

    kind = models.CharField(max_length=16, choices=Kind.choices)
    unit = models.CharField(max_length=40)
    desk = models.CharField(max_length=16, default="review")
    report_id = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.OPEN)
    due_at = models.DateTimeField()
    priority = models.SmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claimed_by_id = models.UUIDField(null=True)
    claimed_by_name = models.CharField(max_length=120, blank=True)
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    windows = models.JSONField(default=list)
    brief = models.JSONField(default=dict)

    class Meta:
        db_table = "tasks_task"
        # The queues' own index (tasks_queue) and its column `rank` stand in a migration.
        indexes = [
            models.Index(fields=["force_id", "report_id"], name="tasks_of_report"),
        ]


class Attempt(ScopedModel):
    """One try to reach a person."""

    task_id = models.UUIDField()
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=120)
    outcome = models.CharField(max_length=40)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "tasks_attempt"
        indexes = [models.Index(fields=["force_id", "task_id", "at"], name="tasks_attempt_of")]
