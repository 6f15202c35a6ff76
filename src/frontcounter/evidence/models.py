"""Files that people send, and the log of who handled them."""

from __future__ import annotations

from django.db import models

from frontcounter.base.models import ScopedModel


class FileState(models.TextChoices):
    """`unscanned`: the force runs no scanner, or the file is too large for it. `failed`: no safe
    copy can be made. `locked`: put away by staff, nobody is shown a byte of it.
    """

    QUARANTINED = "quarantined"
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"
    FAILED = "failed"
    LOCKED = "locked"


class Evidence(ScopedModel):
    """One file: the untouched original, sealed, and a safe copy without metadata.

    `name` is what the sender called it: shown, and never a name on our disk. Of a `confidential`
    file only the safe copy is kept.
    """

    draft_id = models.UUIDField(null=True)
    report_id = models.UUIDField(null=True)
    act_id = models.UUIDField(null=True)
    question = models.CharField(max_length=80)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=60)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=FileState.choices)
    problem = models.CharField(max_length=200, blank=True)
    wrapped_key = models.BinaryField()
    path = models.CharField(max_length=120)
    safe_path = models.CharField(max_length=120, blank=True)
    safe_type = models.CharField(max_length=60, blank=True)
    safe_size = models.BigIntegerField(default=0)
    preview_path = models.CharField(max_length=120, blank=True)
    blur_path = models.CharField(max_length=120, blank=True)
    facts = models.JSONField(default=dict)
    confidential = models.BooleanField(default=False)
    locked_at = models.DateTimeField(null=True)
    locked_by = models.CharField(max_length=40, blank=True)
    locked_by_name = models.CharField(max_length=120, blank=True)
    lock_reason = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "evidence_file"
        indexes = [
            models.Index(fields=["force_id", "draft_id"], name="evidence_of_draft"),
            models.Index(
                fields=["force_id", "report_id", "received_at"], name="evidence_of_report"
            ),
            models.Index(
                fields=["force_id", "received_at"],
                name="evidence_waiting",
                condition=models.Q(state="quarantined"),
            ),
        ]


class CustodyAct(models.TextChoices):
    """What can happen to a file."""

    RECEIVED = "received"
    SCANNED = "scanned"
    VIEWED = "viewed"
    DOWNLOADED = "downloaded"
    TRANSFERRED = "transferred"
    VERIFIED = "verified"
    ERASED = "erased"
    STRIPPED = "stripped"
    LOCKED = "locked"
    RELEASED = "released"


class Custody(ScopedModel):
    """One line of a file's custody log: append-only, and it outlives the file."""

    evidence_id = models.UUIDField()
    at = models.DateTimeField()
    act = models.CharField(max_length=12, choices=CustodyAct.choices)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "evidence_custody"
        indexes = [
            models.Index(fields=["force_id", "evidence_id", "at"], name="evidence_custody_of"),
        ]


class PartialUpload(ScopedModel):
    """A file that comes in pieces: those that are here, and how much of it they are together."""

    draft_id = models.UUIDField()
    question = models.CharField(max_length=80)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    parts = models.JSONField(default=list)
    wrapped_key = models.BinaryField()
    file_id = models.UUIDField(null=True)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        db_table = "evidence_upload"
        indexes = [
            models.Index(fields=["force_id", "draft_id"], name="evidence_upload_of_draft"),
            models.Index(fields=["force_id", "touched_at"], name="evidence_upload_touched"),
        ]
