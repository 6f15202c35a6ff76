"""The Report and what hangs on it. Imported by nobody outside this room."""

from __future__ import annotations

from django.db import models

from frontcounter.base.models import ScopedModel


class Report(ScopedModel):
    """What a person sent, and where it stands. Their answers never change."""

    draft_id = models.UUIDField()
    type = models.CharField(max_length=40)
    form_hash = models.CharField(max_length=64)
    publication_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=12, default="online")
    answers = models.JSONField()
    contact = models.JSONField(default=dict)

    state = models.CharField(max_length=12)
    state_since = models.DateTimeField()
    submitted_at = models.DateTimeField()
    holder_id = models.UUIDField(null=True)
    priority = models.SmallIntegerField(default=0)
    desk = models.CharField(max_length=16, default="review")
    marks = models.JSONField(default=list)
    for_records = models.BooleanField(default=True)
    call_back_state = models.CharField(max_length=10, default="none")
    follow_up_state = models.CharField(max_length=10, default="none")
    district = models.CharField(max_length=40, blank=True)
    proposal = models.JSONField(null=True)
    joined_to = models.UUIDField(null=True)
    agency_revision = models.IntegerField(default=0)

    tracking_number = models.CharField(max_length=20)
    access_hash = models.BinaryField(max_length=32)
    file_number = models.CharField(max_length=40, null=True)
    recorded_at = models.DateTimeField(null=True)
    frozen = models.JSONField(null=True)
    reason = models.CharField(max_length=40, blank=True)

    headline = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=160, blank=True)
    incident_from = models.DateTimeField(null=True)
    incident_to = models.DateTimeField(null=True)
    value_minor = models.BigIntegerField(null=True)
    reporter_name = models.CharField(max_length=160, blank=True)

    on_hold = models.BooleanField(default=False)
    retain_until = models.DateField(null=True)

    class Meta:
        db_table = "reports_report"
        constraints = [
            models.UniqueConstraint(fields=["force_id", "draft_id"], name="reports_report_draft"),
            models.UniqueConstraint(
                fields=["force_id", "tracking_number"], name="reports_report_tracking"
            ),
        ]
        indexes = [
            models.Index(fields=["force_id", "state", "submitted_at", "id"], name="reports_state"),
            models.Index(
                fields=["force_id", "retain_until"],
                name="reports_due",
                condition=models.Q(retain_until__isnull=False),
            ),
            models.Index(fields=["force_id", "submitted_at"], name="reports_sent"),
            models.Index(fields=["force_id", "file_number"], name="reports_file_number"),
            models.Index(
                fields=["force_id", "joined_to"],
                name="reports_joined",
                condition=models.Q(joined_to__isnull=False),
            ),
        ]


class Event(ScopedModel):
    """One line of the timeline: append-only."""

    report_id = models.UUIDField()
    at = models.DateTimeField()
    code = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12)
    note = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "reports_event"
        indexes = [models.Index(fields=["force_id", "report_id", "at"], name="reports_event_of")]


class ReportIdentifier(ScopedModel):
    """A serial number, plate, telephone number or address that a report names, normalised."""

    report_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    normal = models.CharField(max_length=120)

    class Meta:
        db_table = "reports_identifier"
        indexes = [
            models.Index(fields=["force_id", "kind", "normal"], name="reports_identifier_find"),
            models.Index(fields=["force_id", "report_id"], name="reports_identifier_of"),
        ]


class Promise(ScopedModel):
    """What the reporter was told would happen, and by when."""

    report_id = models.UUIDField()
    kind = models.CharField(max_length=30)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reports_promise"
        indexes = [
            models.Index(fields=["force_id", "report_id"], name="reports_promise_of"),
            models.Index(
                fields=["force_id", "due_at"],
                name="reports_promise_due",
                condition=models.Q(
                    kept_at__isnull=True,
                    lifted_at__isnull=True,
                    lapsed_at__isnull=True,
                    paused_at__isnull=True,
                ),
            ),
        ]


class NumberCounter(ScopedModel):
    """The next number of a series; taken last in a transaction, never reused."""

    series = models.CharField(max_length=40)
    value = models.BigIntegerField(default=0)

    class Meta:
        db_table = "reports_counter"
        constraints = [
            models.UniqueConstraint(fields=["force_id", "series"], name="reports_counter_series"),
        ]


class ReporterAct(ScopedModel):
    """What a reporter did on the follow-up page: added here, carried out by the worker."""

    report_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reports_act"
        indexes = [models.Index(fields=["force_id", "report_id"], name="reports_act_of")]


class LinkRequest(ScopedModel):
    """Somebody with a tracking number asks for a new link; only the worker knows whose it is."""

    tracking_number = models.CharField(max_length=20)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reports_linkrequest"


class AccessLink(ScopedModel):
    """A link that opens one report once, for a while."""

    report_id = models.UUIDField()
    token_hash = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reports_accesslink"
        indexes = [models.Index(fields=["force_id", "token_hash"], name="reports_accesslink_by")]


class AccessAttempt(ScopedModel):
    """A wrong access code: noted, and no reason to lock the reporter out (decision 5)."""

    tracking_number = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        db_table = "reports_attempt"
        indexes = [
            models.Index(fields=["force_id", "tracking_number", "at"], name="reports_attempt_of")
        ]


class AgencyChange(ScopedModel):
    """One change of the agency's version: append-only. The reporter's answers stay as they are.

    `part` is answer (`name`: a question, `value`: its whole canonical answer, null where it was
    taken out) or code (`name`: a table of codes). One row is one revision.
    """

    report_id = models.UUIDField()
    revision = models.IntegerField()
    part = models.CharField(max_length=8)
    name = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    by_id = models.CharField(max_length=40)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        db_table = "reports_agencychange"
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "report_id", "revision"], name="reports_agencychange_one"
            ),
        ]


class Assessment(ScopedModel):
    """What a person judged of a report: six prompts, and how pressing it is. Append-only.

    `priority` is never lower than `floor`: what the machine, or another person, had given before.
    """

    report_id = models.UUIDField()
    prompts = models.JSONField(default=dict)
    priority = models.SmallIntegerField()
    floor = models.SmallIntegerField()
    note = models.TextField(blank=True)
    by_id = models.CharField(max_length=40)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        db_table = "reports_assessment"
        indexes = [
            models.Index(fields=["force_id", "report_id", "at"], name="reports_assessment_of"),
        ]


class Occurrence(ScopedModel):
    """A file of the force, with its number once that is given. It may have several reports."""

    file_number = models.CharField(max_length=40, null=True)
    made_at = models.DateTimeField()
    headline = models.CharField(max_length=160, blank=True)
    code = models.CharField(max_length=40, blank=True)
    covers = models.TextField(blank=True)
    of_report_id = models.UUIDField()

    class Meta:
        db_table = "reports_occurrence"
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "file_number"], name="reports_occurrence_number"
            ),
        ]
        indexes = [
            models.Index(fields=["force_id", "of_report_id"], name="reports_occurrence_of"),
        ]


class OccurrenceReport(ScopedModel):
    """A report belongs to a file; `place` 1 is the file that it was recorded in."""

    occurrence_id = models.UUIDField()
    report_id = models.UUIDField()
    place = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "reports_occurrencereport"
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "report_id", "place"], name="reports_occurrencereport_place"
            ),
        ]
        indexes = [
            models.Index(fields=["force_id", "occurrence_id"], name="reports_occurrencereport_of"),
        ]


class AskedRound(ScopedModel):
    """Questions that somebody was asked about their report: a closed form, and its answers."""

    report_id = models.UUIDField()
    number = models.SmallIntegerField()
    document = models.JSONField()
    wants_files = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=120, blank=True)
    due_at = models.DateTimeField()
    reminders = models.SmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=dict)

    class Meta:
        db_table = "reports_question"
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "report_id", "number"], name="reports_question_round"
            ),
        ]
