"""What staff write for a person who stands before them or is on the line: a row of one force."""

from __future__ import annotations

from django.db import models

from frontcounter.base.models import ScopedModel


class Entry(ScopedModel):
    """An unfinished report in the hands of one member of staff, in one signed-in session.

    What is in `sealed` nobody else opens: the session's secret is not stored here.
    """

    staff_id = models.UUIDField()
    session_hash = models.BinaryField(max_length=32)
    type = models.CharField(max_length=40)
    form_hash = models.CharField(max_length=64)
    publication_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "casework_entry"
        indexes = [models.Index(fields=["force_id", "expires_at"], name="casework_entry_expiry")]
