"""The draft: what a person is writing. Nobody at the force can read it."""

from __future__ import annotations

from django.db import models

from frontcounter.base.models import ScopedModel


class Draft(ScopedModel):
    """One person's unfinished report. Answers are in `sealed`; the clear columns have none."""

    token_hash = models.BinaryField(max_length=32)
    resume_hash = models.BinaryField(max_length=32, null=True)
    type = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    form_hash = models.CharField(max_length=64)
    publication_hash = models.CharField(max_length=64)
    step = models.CharField(max_length=40)
    steps = models.JSONField(default=list)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "forms_draft"
        constraints = [
            models.UniqueConstraint(fields=["force_id", "token_hash"], name="forms_draft_token"),
            models.UniqueConstraint(fields=["force_id", "resume_hash"], name="forms_draft_resume"),
        ]
        indexes = [models.Index(fields=["force_id", "expires_at"], name="forms_draft_expiry")]


class Step(ScopedModel):
    """One step of one draft that has ended: how far people come, and how long a page takes.

    No row says which draft it was, nor what was answered; times are to the minute.
    """

    type = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    form_hash = models.CharField(max_length=64)
    step = models.CharField(max_length=40)
    place = models.SmallIntegerField()
    at = models.DateTimeField()
    seconds = models.IntegerField(null=True)
    tries = models.SmallIntegerField(default=1)
    last = models.BooleanField()
    sent = models.BooleanField()

    class Meta:
        db_table = "forms_pages_step"
        indexes = [models.Index(fields=["force_id", "type", "at"], name="forms_step_type")]


class DraftLink(ScopedModel):
    """A link by e-mail that opens a draft on another device, once."""

    draft_id = models.UUIDField()
    token_hash = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "forms_draftlink"
        constraints = [
            models.UniqueConstraint(fields=["force_id", "token_hash"], name="forms_draftlink_by"),
        ]
        indexes = [models.Index(fields=["force_id", "draft_id"], name="forms_draftlink_of")]
