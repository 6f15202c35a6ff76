"""A force's own list of addresses: too many for the memory of a web process, so they are rows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from frontcounter.base.scope import current_force_id
from frontcounter.forces.geometry import Box, Point, metres_between
from frontcounter.forces.models import Address
from frontcounter.forces.streets import Typed, key_of, street_of

HOUSE_REACH = 30  # metres
MOST_HOUSES = 20_000
MOST_FOUND = 40
AT_ONCE = 2000
LAST = "\uffff"  # sorts behind every letter: all that begins with what was typed


@dataclass(frozen=True)
class Found:
    """One address, or one street, that fits what was typed."""

    label: str
    point: Point
    metres: int
    exact: bool


_COLUMNS = "core, type, side, street, town, town_key"
# The street that is spelled as typed sorts first; a few letters must not gather a whole city.
_STREETS = f"""
select {_COLUMNS}, '' as number, min(lat), max(lat), min(lon), max(lon)
from (select * from forces_address
      where force_id = %s and batch = %s and core >= %s and core < %s
      order by core limit {MOST_HOUSES}) houses
group by {_COLUMNS} order by core limit {MOST_FOUND}"""  # noqa: S608 - names are ours
_HOUSES = f"""
select {_COLUMNS}, number, lat, lat, lon, lon
from forces_address
where force_id = %s and batch = %s and core >= %s and core < %s and number = %s
order by core limit {MOST_FOUND}"""  # noqa: S608

# A city's list has hundreds of thousands: whole columns go over, not rows of parameters.
_ADD = """
insert into forces_address
    (id, force_id, batch, number, core, type, side, street, town, town_key, lat, lon)
select gen_random_uuid(), %s, %s, row.*
from unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
            %s::float8[], %s::float8[]) row"""


def addresses_like(batch: str, typed: Typed, town: str) -> list[Found]:
    """What the force's address list has for an address: at most two statements."""
    if len(typed.street.core) < 2:
        return []
    rows = _ask(_HOUSES, batch, typed, typed.number) if typed.number else []
    rows = _fitting(rows, typed, town)
    if not rows:
        rows = _fitting(_ask(_STREETS, batch, typed), typed, town)
    return _grouped(rows, typed)


def _ask(sql: str, batch: str, typed: Typed, *more: str) -> list[tuple[Any, ...]]:
    core = typed.street.core
    with connection.cursor() as cursor:
        cursor.execute(sql, [current_force_id(), batch, core, core + LAST, *more])
        return list(cursor.fetchall())


def _fitting(rows: list[tuple[Any, ...]], typed: Typed, town: str) -> list[tuple[Any, ...]]:
    """The rows that nothing typed speaks against."""
    towns = {key for name in (town, *typed.rest) if (key := key_of(name))}
    if town:
        rows = [row for row in rows if row[5] == key_of(town)]
    elif any(row[5] in towns for row in rows):
        rows = [row for row in rows if row[5] in towns]
    for column, wanted in ((0, typed.street.core), (1, typed.street.type), (2, typed.street.side)):
        same = [row for row in rows if wanted and row[column] == wanted]
        rows = same or rows
    return rows


def _grouped(rows: list[tuple[Any, ...]], typed: Typed) -> list[Found]:
    """One entry for what has one label; a street reaches as far as its houses do."""
    boxes: dict[str, tuple[Box, bool]] = {}
    for core, kind, _side, street, town, _key, number, *ends in rows:
        label = f"{number} {street}".strip() + (f", {town}" if town else "")
        exact = core == typed.street.core and typed.street.type in ("", kind)
        box = Box(ends[0], ends[2], ends[1], ends[3])
        known = boxes.get(label)
        boxes[label] = (box.joined(known[0]) if known else box, exact)
    found = []
    for label, (box, exact) in boxes.items():
        reach = metres_between((box.south, box.west), (box.north, box.east)) / 2
        found.append(Found(label, box.middle, round(reach) + HOUSE_REACH, exact))
    return found


def keep_addresses(rows: Sequence[Sequence[Any]]) -> str:
    """Add the force's addresses unless the same list is there already; returns its name."""
    batch = hashlib.sha256(repr(rows).encode()).hexdigest()[:32]
    if Address.objects.filter(batch=batch).exists():
        return batch
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            columns = zip(*(_row(*row) for row in rows[start : start + AT_ONCE]), strict=True)
            cursor.execute(_ADD, [current_force_id(), batch, *map(list, columns)])
    return batch


def _row(number: str, street: str, town: str, lat: float, lon: float) -> tuple[str | float, ...]:
    """In the order of `_ADD`."""
    read = _street_of(street)
    return number, read.core, read.type, read.side, street, town, _key_of(town), lat, lon


_street_of, _key_of = lru_cache(4096)(street_of), lru_cache(256)(key_of)  # a list repeats them
