"""Queues: the pages of a saved search, and how many it finds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from frontcounter.base.numbers import Number, ask
from frontcounter.tasks.filters import BUILT_IN, SORTS, Filter, Sort
from frontcounter.tasks.queries import TaskLine, line_of
from frontcounter.tasks.queue_sql import Key, Rows, number_of, rows_of

SIZE = 25
MOST_COUNTED = 1000
"""Counts stop here: a number above it is shown as "1,000+"."""


@dataclass(frozen=True)
class QueuePage:
    """Some lines of a queue, and the keys of the pages beside it (None: there is none).

    `cut`: not everything was looked at; the page that `next` (or `previous`) names goes on.
    """

    lines: list[TaskLine]
    previous: Key | None
    next: Key | None
    cut: bool = False


@dataclass(frozen=True)
class Count:
    """How many there are; `more`: at least so many."""

    number: int
    more: bool = False


def page(
    asked: Filter,
    sort: str = "due",
    *,
    now: datetime,
    today_ends: datetime | None = None,
    after: Key | None = None,
    before: Key | None = None,
    size: int = SIZE,
) -> QueuePage:
    """The tasks that a search finds, in its order; by key, never by offset. One statement, or two
    where it has words."""
    order = SORTS.get(sort, SORTS["due"])
    back = before is not None
    key = before or after
    down = back != order.newest_first
    ends = today_ends or now + timedelta(days=1)
    lines, stop = _read(rows_of(asked, order, now, ends, key, down, size + 1))
    more, lines = len(lines) > size, lines[:size]
    cut = stop is not None and not more
    keys = [_key(line, order) for line in lines]
    if back:
        lines.reverse()
        keys.reverse()
    onward = stop if cut else (keys[0 if back else -1] if more and keys else None)
    if back:
        return QueuePage(lines, onward, keys[-1] if keys else before, cut)
    return QueuePage(lines, (keys[0] if keys else after) if key else None, onward, cut)


def _read(rows: Rows | None) -> tuple[list[TaskLine], Key | None]:
    """The lines, up to where one walk was looked at as far as it may be."""
    lines: list[TaskLine] = []
    if rows is None:
        return lines, None
    with connection.cursor() as cursor:
        cursor.execute(rows.sql, rows.values)
        for row in cursor.fetchall():
            if not row[-1]:
                return lines, Key(row[-2], row[-3], row[0])
            lines.append(line_of(row))
    return lines, None


def _key(line: TaskLine, sort: Sort) -> Key:
    at = line.work_by if sort.column == "work_by" else line.opened_at
    return Key(0 if line.priority >= 2 else 1, at, line.id)


def count(searches: Sequence[Filter], *, now: datetime, most: int = MOST_COUNTED) -> list[Count]:
    """How many each search finds, counted to `most`, in one statement; words are not looked at."""
    asked = [number_of(one, SORTS["due"], now, most + 1) for one in searches]
    return [counted(number, most) for number in ask(asked)]


def counted(number: int, most: int = MOST_COUNTED) -> Count:
    """A number that was counted to one more than `most`."""
    return Count(min(number, most), number > most)


def numbers(
    person: UUID, names: Iterable[str], *, units: Collection[str] = (), now: datetime
) -> dict[str, Number]:
    """How many wait in these of the queues that every force has, or are in this person's hands.

    "unit": what these units are asked and have not finished.
    """
    wanted = {name: BUILT_IN[name] for name in names}
    if "unit" in wanted:
        wanted["unit"] = replace(wanted["unit"], units=tuple(sorted(units)) or ("-",))
    if "mine" in wanted:
        wanted["mine"] = replace(wanted["mine"], held_by=str(person))
    due = SORTS["due"]
    return {name: number_of(one, due, now, MOST_COUNTED + 1) for name, one in wanted.items()}


def counts(
    person: UUID, names: Iterable[str], *, units: Collection[str] = (), now: datetime
) -> dict[str, Count]:
    """The same, asked and counted."""
    wanted = numbers(person, names, units=units, now=now)
    return dict(zip(wanted, map(counted, ask(list(wanted.values()))), strict=True))
