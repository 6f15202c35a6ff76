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
    SUPERVISE = "supervise"
    CONTACT = "contact"
    REFERRAL = "referral"


class TaskState(models.TextChoices):
    """To be done, held by somebody, standing still until somebody answers, or finished."""

    OPEN = "open"
    CLAIMED = "claimed"
    WAITING = "waiting"
    DONE = "done"


class Task(ScopedModel):
    """A piece of work for one unit; most belong to a report, some (a diverted call) to none.

    What queues filter by (type, language, district, channel, marks) is copied from the report: it
    never changes there. `number` and `title` name a task without a report. `work_by` is when it
    should be taken up, `due_at` what was promised.
    """

    kind = models.CharField(max_length=16, choices=Kind.choices)
    unit = models.CharField(max_length=40)
    desk = models.CharField(max_length=16, default="review")
    report_id = models.UUIDField(null=True)
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=160, blank=True)
    type = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, blank=True)
    district = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=12, blank=True)
    marks = models.JSONField(default=list)
    level = models.SmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.OPEN)
    due_at = models.DateTimeField()
    priority = models.SmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    opened_by_id = models.UUIDField(null=True)
    opened_by_name = models.CharField(max_length=120, blank=True)
    work_by = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    slot_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    claimed_by_id = models.UUIDField(null=True)
    claimed_by_name = models.CharField(max_length=120, blank=True)
    seen_at = models.DateTimeField(null=True)
    touch_seconds = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    windows = models.JSONField(default=list)
    brief = models.JSONField(default=dict)
    result = models.JSONField(default=dict)

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


class Needs(ScopedModel):
    """What a victim said they need, as one person wrote it down at one moment."""

    report_id = models.UUIDField()
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=120)
    answers = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "tasks_needs"
        indexes = [models.Index(fields=["force_id", "report_id", "at"], name="tasks_needs_of")]


class Referral(ScopedModel):
    """A victim referred to support with their consent: sent to a service, and answered."""

    report_id = models.UUIDField()
    service = models.CharField(max_length=40)
    task_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()
    made_by_name = models.CharField(max_length=120)
    consent = models.JSONField(default=dict)
    shared = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "tasks_referral"
        indexes = [models.Index(fields=["force_id", "report_id"], name="tasks_referral_of")]
