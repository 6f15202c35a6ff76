"""Official PDFs as they were made, and the key that signs them."""

from __future__ import annotations

from django.db import models

from frontcounter.base.models import ScopedModel


class Audience(models.TextChoices):
    """Whom a copy is for: the reporter's leaves out other people's particulars."""

    REPORTER = "reporter"
    FORCE = "force"


class OfficialPdf(ScopedModel):
    """One official PDF, made once and kept sealed: a signature is never the same twice."""

    report_id = models.UUIDField()
    audience = models.CharField(max_length=10, choices=Audience.choices)
    language = models.CharField(max_length=8)
    path = models.CharField(max_length=120)
    wrapped_key = models.BinaryField()
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    data_sha256 = models.CharField(max_length=64)
    template_version = models.CharField(max_length=60)
    verification_code = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "documents_officialpdf"
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "report_id", "audience"], name="documents_officialpdf_one"
            ),
        ]


class SigningKey(ScopedModel):
    """The force's key for signing documents, wrapped by its own key, and its certificate."""

    wrapped_key = models.BinaryField()
    certificate = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "documents_signingkey"
        constraints = [
            models.UniqueConstraint(fields=["force_id"], name="documents_signingkey_one"),
        ]
