"""Holds, batches of reports whose time is over, and packages for the people they are about."""

from __future__ import annotations

from django.db import models

from frontcounter.base.models import ScopedModel


class Hold(ScopedModel):
    """One legal hold on one report, from setting to lifting."""

    report_id = models.UUIDField()
    reference = models.CharField(max_length=80)
    reason = models.CharField(max_length=400)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=40)
    set_by_name = models.CharField(max_length=120)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=40, blank=True)
    lifted_by_name = models.CharField(max_length=120, blank=True)
    lifted_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "privacy_hold"
        indexes = [models.Index(fields=["force_id", "report_id"], name="privacy_hold_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "report_id"],
                condition=models.Q(lifted_at=None),
                name="privacy_hold_one",
            ),
        ]


class BatchState(models.TextChoices):
    """The nightly run proposes, one person checks, another approves, the worker destroys."""

    PROPOSED = "proposed"
    CHECKED = "checked"
    APPROVED = "approved"
    DONE = "done"


class Batch(ScopedModel):
    """Reports of one desk whose time is over. Two different people stand behind its end."""

    number = models.IntegerField()
    desk = models.CharField(max_length=16)
    state = models.CharField(max_length=10, choices=BatchState.choices)
    proposed_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=40, blank=True)
    checked_by_name = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=40, blank=True)
    approved_by_name = models.CharField(max_length=120, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "privacy_batch"
        constraints = [
            models.UniqueConstraint(fields=["force_id", "number"], name="privacy_batch_number"),
            models.CheckConstraint(
                condition=models.Q(approved_by="")
                | (~models.Q(checked_by="") & ~models.Q(approved_by=models.F("checked_by"))),
                name="privacy_batch_two_people",
            ),
        ]


class Item(ScopedModel):
    """One report of a batch: nothing personal, so it may stay when the report is gone."""

    batch_id = models.UUIDField()
    report_id = models.UUIDField()
    number = models.CharField(max_length=40)
    type = models.CharField(max_length=40)
    outcome = models.CharField(max_length=12)
    ended_on = models.DateField()
    retain_until = models.DateField()
    rule = models.CharField(max_length=40)
    excluded_by = models.CharField(max_length=40, blank=True)
    excluded_by_name = models.CharField(max_length=120, blank=True)
    excluded_reason = models.CharField(max_length=200, blank=True)
    again_on = models.DateField(null=True)
    disposed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=20, blank=True)
    counts = models.JSONField(default=dict)
    hashes = models.JSONField(default=list)

    class Meta:
        db_table = "privacy_item"
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "batch_id", "report_id"], name="privacy_item_once"
            ),
        ]
        indexes = [models.Index(fields=["force_id", "report_id"], name="privacy_item_of")]


class PackageState(models.TextChoices):
    """`gone`: the file was erased, thirty days after it was made."""

    CHOSEN = "chosen"
    MADE = "made"
    GONE = "gone"


class Package(ScopedModel):
    """What one person is given of theirs; the file is sealed with a key of its own.

    `reference` is the force's number of the request: no name is kept here.
    """

    reference = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    desks = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=PackageState.choices)
    chosen_at = models.DateTimeField()
    chosen_by = models.CharField(max_length=40)
    chosen_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    path = models.CharField(max_length=120, blank=True)
    wrapped_key = models.BinaryField(default=bytes)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    downloads = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "privacy_package"


class PackageReport(ScopedModel):
    """One report of a package, and how many answers about other people were left out of it."""

    package_id = models.UUIDField()
    report_id = models.UUIDField()
    left_out = models.IntegerField(default=0)

    class Meta:
        db_table = "privacy_packagereport"
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "package_id", "report_id"], name="privacy_packagereport_once"
            ),
        ]
        indexes = [models.Index(fields=["force_id", "report_id"], name="privacy_package_of")]
