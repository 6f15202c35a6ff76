"""Messages to reporters: one row each, from the wish to send to what became of it."""

from __future__ import annotations

from django.db import models

from frontcounter.base.models import ScopedModel


class Channel(models.TextChoices):
    """How a person may be reached."""

    EMAIL = "email"
    TEXT = "text"
    PHONE = "phone"
    LETTER = "letter"


class Status(models.TextChoices):
    """What became of a message. `by_hand` waits for a member of staff."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    REFUSED = "refused"
    BY_HAND = "by_hand"
    DONE_BY_HAND = "done_by_hand"
    NOT_SENT = "not_sent"


class Message(ScopedModel):
    """One message. `sealed_values` may hold a code; the words of secret ones are never kept."""

    report_id = models.UUIDField(null=True)
    event = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.TextField(blank=True)
    sealed_values = models.BinaryField(default=bytes)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    status = models.CharField(max_length=14, choices=Status.choices)
    attempts = models.SmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "messages_message"
        indexes = [
            models.Index(fields=["force_id", "report_id", "created_at"], name="messages_of_report"),
            models.Index(
                fields=["force_id", "status", "created_at"],
                name="messages_open",
                condition=models.Q(status__in=["queued", "refused", "bounced", "by_hand"]),
            ),
        ]


class Reply(ScopedModel):
    """What staff wrote to the reporter; the reporter reads it on the follow-up page only."""

    report_id = models.UUIDField()
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        db_table = "messages_reply"
        indexes = [
            models.Index(fields=["force_id", "report_id", "at"], name="messages_reply_of"),
        ]


class ContactRule(ScopedModel):
    """How a person may be written to from now on: by these channels only; none: not at all."""

    report_id = models.UUIDField()
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=120)
    only = models.JSONField(default=list)
    reason = models.CharField(max_length=300)
    lifted_at = models.DateTimeField(null=True)
    lifted_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "messages_contactrule"
        indexes = [
            models.Index(fields=["force_id", "report_id", "at"], name="messages_rule_of"),
        ]
