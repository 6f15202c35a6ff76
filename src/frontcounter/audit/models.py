"""Audit rows: entries written inside transactions, links written by one worker per force."""

from __future__ import annotations

from django.db import models

from frontcounter.base.models import ScopedModel


class Verb(models.TextChoices):
    """The six verbs that data-protection law asks police systems to log."""

    COLLECT = "collect"
    ALTER = "alter"
    CONSULT = "consult"
    DISCLOSE = "disclose"
    COMBINE = "combine"
    ERASE = "erase"


class Entry(ScopedModel):
    """One thing that somebody did or saw. No personal text: ids and codes only."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=10, choices=Verb.choices)
    action = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)
    mac = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_entry"
        indexes = [
            models.Index(fields=["force_id", "subject", "at"], name="audit_entry_subject"),
            models.Index(fields=["force_id", "at", "id"], name="audit_entry_day"),
            models.Index(fields=["force_id", "actor_id", "at"], name="audit_entry_actor"),
        ]


class Link(ScopedModel):
    """One link of a force's chain: `hash` covers the entry and the hash before it."""

    number = models.BigIntegerField()
    entry_id = models.UUIDField()
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_link"
        constraints = [
            models.UniqueConstraint(fields=["force_id", "number"], name="audit_link_number"),
            models.UniqueConstraint(fields=["force_id", "entry_id"], name="audit_link_entry"),
        ]
