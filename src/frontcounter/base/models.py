"""What every row of a force has in common."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from frontcounter.base.ids import uuid7
from frontcounter.base.scope import current_force_id

Row = TypeVar("Row", bound=models.Model)


class ScopedManager(models.Manager[Row]):
    """Reads only rows of the force in scope; raises where there is none."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(force_id=current_force_id())


class ScopedModel(models.Model):
    """A row that belongs to one force; its migration calls `scope_table` for the database's part.

    Other rows are named by plain UUID columns whose composite foreign keys (force, id) stand in the
    migration: a plain foreign key could point at a neighbour's row that nobody here may see.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    force_id = models.UUIDField(default=current_force_id, editable=False)

    objects: ScopedManager[Any] = ScopedManager()

    class Meta:
        abstract = True

    def add(self) -> None:
        """Insert this row (never an update; works for a role that may only add)."""
        self.save(force_insert=True)
