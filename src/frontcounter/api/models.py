"""Keys of other programs, and what was asked with them: rows of one force."""

from __future__ import annotations

from django.db import models

from frontcounter.base.models import ScopedModel


class ApiKey(ScopedModel):
    """A key that a force gave to another program; only its hash is kept."""

    name = models.CharField(max_length=80)
    key_hash = models.BinaryField(max_length=32)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_key"
        constraints = [models.UniqueConstraint(fields=["key_hash"], name="api_key_hash")]


class ApiRequest(ScopedModel):
    """One request under its idempotency key: the same again gets the same answer."""

    key_id = models.UUIDField()
    once = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    answer = models.JSONField(default=dict)

    class Meta:
        db_table = "api_request"
        constraints = [
            models.UniqueConstraint(fields=["force_id", "key_id", "once"], name="api_request_once")
        ]
