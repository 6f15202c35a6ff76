"""Several short lists read in one statement: a page about one thing asks the database once.

    batch = Batch()
    promises = batch.want(promise_rows(report_id))
    events = batch.want(event_rows(report_id))
    batch.read()  # now both lists are filled

Each room says what it would read as `Rows`; whoever needs one list alone calls `read()` on it. The
database applies the same policies in both cases.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, models

T = TypeVar("T")

# JSON has no times and no ids: these come as words. What is in neither list is refused.
_FROM_WORDS: tuple[tuple[type[models.Field[Any, Any]], Callable[[Any], Any]], ...] = (
    (models.DateTimeField, datetime.fromisoformat),
    (models.DateField, date.fromisoformat),
    (models.UUIDField, UUID),
)
_AS_IT_IS = (
    models.BooleanField,
    models.CharField,
    models.IntegerField,
    models.JSONField,
    models.TextField,
)


@dataclass(frozen=True)
class Rows(Generic[T]):
    """A list that can be read: the query with the names of its columns, and what a row becomes."""

    found: models.QuerySet[Any]
    columns: tuple[str, ...]
    make: Callable[..., T]

    def read(self) -> list[T]:
        """Read it alone."""
        return [self.make(**row) for row in self.found.values(*self.columns)]

    def convert(self, row: dict[str, Any]) -> T:
        """Make one of a row that came as JSON."""
        given = {}
        for name in self.columns:
            change = _change(self.found.model, name)
            value = row[name]
            given[name] = change(value) if change and value is not None else value
        return self.make(**given)


def _change(model: type[models.Model], name: str) -> Callable[[Any], Any] | None:
    """How a column's value is made of what JSON says; None where it is the same."""
    column = model._meta.get_field(name)
    while isinstance(column, models.ForeignKey):
        column = column.target_field
    for kind, change in _FROM_WORDS:
        if isinstance(column, kind):
            return change
    if isinstance(column, _AS_IT_IS):
        return None
    raise TypeError(f"{model.__name__}.{name} cannot be read together with others")


@dataclass
class Batch:
    """Lists that are read in one statement."""

    _wanted: list[tuple[Rows[Any], list[Any]]] = field(default_factory=list)

    def want(self, rows: Rows[T]) -> list[T]:
        """A list that `read` fills."""
        found: list[T] = []
        self._wanted.append((rows, found))
        return found

    def read(self) -> None:
        """Read every wanted list."""
        parts: list[str] = []
        values: list[Any] = []
        for rows, _ in self._wanted:
            query = rows.found.values(*rows.columns).query
            sql, given = query.get_compiler(connection=connection).as_sql()
            parts.append(f"(select json_agg(to_json(x)) from ({sql}) x)")  # noqa: S608
            values += given
        with connection.cursor() as cursor:
            cursor.execute(f"select {', '.join(parts)}", values)
            answer = cursor.fetchone()
        for (rows, found), told in zip(self._wanted, answer, strict=True):
            found += [rows.convert(row) for row in _loaded(told)]
        self._wanted = []


def _loaded(told: Any) -> list[dict[str, Any]]:
    if told is None:
        return []
    rows: list[dict[str, Any]] = json.loads(told) if isinstance(told, str | bytes) else told
    return rows
