"""Columns that migrations write down again and again."""

from __future__ import annotations

from typing import Any

from django.db import models

from frontcounter.base.ids import uuid7
from frontcounter.base.scope import current_force_id

Column = tuple[str, "models.Field[Any, Any]"]


def scoped_columns() -> list[Column]:
    """The columns that every `ScopedModel` has, as `CreateModel` wants them."""
    own: models.Field[Any, Any] = models.UUIDField(
        default=uuid7, editable=False, primary_key=True, serialize=False
    )
    return [("id", own), ("force_id", models.UUIDField(default=current_force_id, editable=False))]
