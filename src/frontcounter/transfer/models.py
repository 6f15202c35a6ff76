"""Deliveries: one row per report and destination."""

from __future__ import annotations

from django.db import models

from frontcounter.base.models import ScopedModel


class TransferState(models.TextChoices):
    """`needs_person` waits for staff; `not_sent` is the demo's past."""

    QUEUED = "queued"
    SENDING = "sending"
    DELIVERED = "delivered"
    NEEDS_PERSON = "needs_person"
    NOT_SENT = "not_sent"


class Transfer(ScopedModel):
    """One delivery. Its id is the idempotency key; its package is made once and never changes."""

    report_id = models.UUIDField()
    destination = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=14, choices=TransferState.choices)
    attempts = models.SmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    last_reason = models.CharField(max_length=500, blank=True)
    package_path = models.CharField(max_length=120, blank=True)
    package_key = models.BinaryField(default=bytes)
    package_size = models.BigIntegerField(default=0)
    package_sha256 = models.CharField(max_length=64, blank=True)
    record_number = models.CharField(max_length=80, blank=True)
    queued_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "transfer_transfer"
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "report_id", "destination"], name="transfer_transfer_one"
            ),
        ]
        indexes = [
            models.Index(
                fields=["force_id", "state", "queued_at"],
                name="transfer_open",
                condition=models.Q(state__in=["queued", "sending", "needs_person"]),
            ),
        ]
