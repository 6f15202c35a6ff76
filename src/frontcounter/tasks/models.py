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
    should be taken up, `due_at` what was promised. `routing` is "pending" until the worker has read
    every rule. `seen_at` is when the holder last had it open, `looked_at` when anybody first had.
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
    routing = models.CharField(max_length=10, blank=True, default="")
    looked_at = models.DateTimeField(null=True)
    lost_by_id = models.UUIDField(null=True)
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
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "number"], condition=~models.Q(number=""), name="tasks_number"
            ),
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


class Alarm(ScopedModel):
    """An urgent thing that a desk which is staffed now must hear of, until somebody says: mine."""

    report_id = models.UUIDField(null=True)
    task_id = models.UUIDField(null=True)
    desk = models.CharField(max_length=16, default="review")
    why = models.CharField(max_length=30)
    raised_at = models.DateTimeField()
    step = models.SmallIntegerField(default=-1)
    unit = models.CharField(max_length=40, blank=True)
    told_at = models.DateTimeField(null=True)
    times = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by_id = models.UUIDField(null=True)
    acknowledged_by_name = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tasks_alarm"  # its partial indexes stand in a migration


class AlarmCall(ScopedModel):
    """A desk's own system is told of an alarm: `waiting`, `taken` or `failed`."""

    alarm_id = models.UUIDField()
    unit = models.CharField(max_length=40)
    step = models.SmallIntegerField()
    times = models.IntegerField()
    system = models.CharField(max_length=40)
    number = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=8, default="waiting")
    attempts = models.SmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "tasks_alarmcall"
        indexes = [models.Index(fields=["force_id", "alarm_id"], name="tasks_alarmcall_of")]


class Absence(ScopedModel):
    """A person is away: what they hold goes back, and nothing is given to them."""

    user_id = models.UUIDField()
    name = models.CharField(max_length=120)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    noted_by_name = models.CharField(max_length=120)
    ended_early_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tasks_absence"
        indexes = [models.Index(fields=["force_id", "ends_at"], name="tasks_absence_now")]


class Looking(ScopedModel):
    """Who has a report open; a row per person and report, kept for an hour."""

    report_id = models.UUIDField()
    user_id = models.UUIDField()
    name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        db_table = "tasks_looking"
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "report_id", "user_id"], name="tasks_looking_once"
            )
        ]
        indexes = [models.Index(fields=["force_id", "at"], name="tasks_looking_old")]


class Figures(ScopedModel):
    """Numbers for the supervisor's board, worked out by the worker; one row per name."""

    name = models.CharField(max_length=20)
    at = models.DateTimeField()
    values = models.JSONField(default=dict)

    class Meta:
        db_table = "tasks_figures"
        constraints = [
            models.UniqueConstraint(fields=["force_id", "name"], name="tasks_figures_once")
        ]


class Slot(ScopedModel):
    """A call or a visit to a counter that the reporter booked; one of a task is booked at a time.

    `unit` takes the calls; a visit belongs to its counter and to no unit. Rows are added by the
    database's own function (tasks_book_slot), which holds a lock on the place.
    """

    task_id = models.UUIDField()
    unit = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=8)  # call, visit
    counter = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    minutes = models.SmallIntegerField()
    state = models.CharField(max_length=10, default="booked")  # moved, cancelled, kept, missed
    booked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tasks_slot"
        indexes = [
            models.Index(
                fields=["force_id", "at"],
                condition=models.Q(state="booked"),
                name="tasks_slot_booked",
            ),
            models.Index(fields=["force_id", "task_id"], name="tasks_slot_of"),
        ]


class CardLink(ScopedModel):
    """A link by which the person of a call card books a time again; only its hash is kept."""

    task_id = models.UUIDField()
    token_hash = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "tasks_cardlink"
        indexes = [
            models.Index(fields=["force_id", "token_hash"], name="tasks_cardlink_token"),
            models.Index(fields=["force_id", "task_id"], name="tasks_cardlink_of"),
        ]


class SavedSearch(ScopedModel):
    """A queue that somebody made: what it asks, in what order, and with which unit it is shared."""

    name = models.CharField(max_length=60)
    filters = models.JSONField(default=dict)
    sort = models.CharField(max_length=8, default="due")
    owner_id = models.UUIDField()
    owner_name = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "tasks_savedsearch"


class QueueAlert(ScopedModel):
    """Somebody wants to be told by e-mail of new work in a saved search (`every`: how often)."""

    search_id = models.UUIDField()
    user_id = models.UUIDField()
    every = models.CharField(max_length=8)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "tasks_queuealert"
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "search_id", "user_id"], name="tasks_queuealert_once"
            )
        ]
