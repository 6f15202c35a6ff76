"""Several small numbers in one statement: each room says its own as a scalar of SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Number:
    """A `select` of one number, and its values."""

    sql: str
    values: tuple[Any, ...] = ()


NOTHING = Number("select 0")


def ask(numbers: Sequence[Number]) -> list[int]:
    """The numbers, in their order, by one statement."""
    if not numbers:
        return []
    scalars = ", ".join(f"({number.sql})" for number in numbers)
    with connection.cursor() as cursor:
        cursor.execute(f"select {scalars}", [v for number in numbers for v in number.values])
        row = cursor.fetchone()
    return [int(one or 0) for one in row or ()]
