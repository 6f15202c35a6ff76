"""A force and what it has published."""

from __future__ import annotations

from django.db import models

from frontcounter.base.ids import uuid7
from frontcounter.base.models import ScopedModel


class Force(models.Model):
    """A police force or service. Everything else about it is in its publications."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    publication_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "forces_force"


class Publication(ScopedModel):
    """The force's settings as they were published: immutable, named by their hash."""

    hash = models.CharField(max_length=64)
    document = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "forces_publication"
        constraints = [
            models.UniqueConstraint(fields=["force_id", "hash"], name="forces_publication_hash"),
        ]


class Version(ScopedModel):
    """One act of putting a publication in effect: the first, a change, or going back to one."""

    number = models.IntegerField()
    publication_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    back_to = models.IntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "forces_version"
        constraints = [
            models.UniqueConstraint(fields=["force_id", "number"], name="forces_version_number"),
        ]


class PublishedForm(ScopedModel):
    """One report type as it was published: closed, immutable, named by its hash."""

    hash = models.CharField(max_length=64)
    type = models.CharField(max_length=40)
    document = models.JSONField()

    class Meta:
        db_table = "forces_publishedform"
        constraints = [
            models.UniqueConstraint(fields=["force_id", "hash"], name="forces_publishedform_hash"),
        ]


class ForceKey(ScopedModel):
    """The force's key, wrapped by the installation's key."""

    wrapped = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "forces_key"
        constraints = [models.UniqueConstraint(fields=["force_id"], name="forces_key_one")]


class Geography(ScopedModel):
    """The force's areas and gazetteer as they were published: immutable, named by their hash."""

    hash = models.CharField(max_length=64)
    document = models.JSONField()

    class Meta:
        db_table = "forces_geography"
        constraints = [
            models.UniqueConstraint(fields=["force_id", "hash"], name="forces_geography_hash"),
        ]


class Address(ScopedModel):
    """One house of the force's own address list. `core` is the street without type and side.

    The texts that are searched are in the C collation, so that a prefix is a range of the index.
    """

    batch = models.CharField(max_length=32)
    number = models.CharField(max_length=12, db_collation="C")
    core = models.CharField(max_length=120, db_collation="C")
    type = models.CharField(max_length=8)
    side = models.CharField(max_length=2)
    street = models.CharField(max_length=160)
    town = models.CharField(max_length=80)
    town_key = models.CharField(max_length=80)
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        db_table = "forces_address"
        indexes = [
            models.Index(
                fields=["force_id", "batch", "core", "number"], name="forces_address_search"
            ),
        ]
