"""Finding a place by its name: the force's gazetteer, and its own list of addresses."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from frontcounter.base.scope import current_force_id
from frontcounter.forces.geometry import Box, Point, metres_between
from frontcounter.forces.models import Address
from frontcounter.forces.streets import Typed, key_of, street_of, words_of

TOWNS = frozenset({"city", "town", "village", "hamlet"})
# How far from its point a place of this kind may reach, unless its row says so.
REACH = {"city": 5000, "town": 2500, "village": 1200, "hamlet": 700, "park": 400}
USUAL_REACH = 150
HOUSE_REACH = 30
MOST_PLACES = 5000
MOST_ADDRESSES = 2_000_000
AT_ONCE = 2000
MOST_FOUND = 40
MOST_OFFERED = 6
LAST = "\uffff"


class PlacesError(ValueError):
    """A list of places or addresses cannot be read."""


@dataclass(frozen=True)
class Place:
    """Something with a name and a point."""

    name: str
    kind: str
    point: Point
    town: str = ""
    metres: int = USUAL_REACH

    @property
    def label(self) -> str:
        return f"{self.name}, {self.town}" if self.town and self.town != self.name else self.name

    @property
    def is_town(self) -> bool:
        return self.kind in TOWNS


class Gazetteer:
    """The places of a force, in memory: towns and landmarks, not single houses."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.all = tuple(places)
        self._words = [frozenset(words_of(place.name)) for place in self.all]
        self._by_key: dict[str, list[Place]] = {}
        for place in self.all:
            self._by_key.setdefault(key_of(place.name), []).append(place)

    def towns(self, name: str) -> list[Place]:
        """The towns of this name."""
        return [place for place in self._by_key.get(key_of(name), []) if place.is_town]

    def named(self, text: str) -> list[Place]:
        """Places whose whole name stands in the text: exactly, else the longest of them."""
        exact = self._by_key.get(key_of(text))
        if exact:
            return exact
        typed = frozenset(words_of(text))
        found = [
            (len(" ".join(words)), place)
            for words, place in zip(self._words, self.all, strict=True)
            if words <= typed and len(" ".join(words)) >= 6 and not place.is_town
        ]
        longest = max((size for size, _ in found), default=0)
        return [place for size, place in found if size == longest]

    def like(self, text: str) -> list[Place]:
        """Places that the text may be a part of: 'Whitecap' → 'Whitecap Leisure Centre'."""
        typed = words_of(text)
        if len("".join(typed)) < 4:
            return []
        return [
            place
            for words, place in zip(self._words, self.all, strict=True)
            if not place.is_town and all(_begins(one, words) for one in typed)
        ]

    def nearest(self, point: Point, within: float) -> Place | None:
        """The place nearest to a point; a landmark before a town that is as near."""
        near = [
            (metres_between(point, place.point) * (3 if place.is_town else 1), place)
            for place in self.all
            if metres_between(point, place.point) <= within
        ]
        return min(near, key=lambda one: one[0])[1] if near else None

    def inside(self, box: Box) -> list[Place]:
        return [place for place in self.all if box.holds(place.point)]


def _begins(typed: str, words: Iterable[str]) -> bool:
    return any(word.startswith(typed) for word in words)


def places_of(document: Sequence[Sequence[Any]]) -> Gazetteer:
    """The gazetteer of a published document (see `read_places`)."""
    return Gazetteer(Place(n, k, (lat, lon), t, m) for n, k, lat, lon, t, m in document)


def read_places(text: str) -> list[list[Any]]:
    """`places.csv` (name, kind, lat, lon, town, and perhaps metres) as it is published."""
    found = []
    for number, row in _rows("places.csv", text, ("name", "kind", "lat", "lon")):
        try:
            kind = row["kind"].lower()
            metres = int(row.get("metres") or REACH.get(kind, USUAL_REACH))
            point = _point(row)
        except ValueError as error:
            raise PlacesError(f"places.csv: line {number}: {error}") from None
        found.append([row["name"], kind, *point, row.get("town", ""), metres])
    if len(found) > MOST_PLACES:
        raise PlacesError(f"places.csv has {len(found)} places; {MOST_PLACES} are the most")
    return found


def _rows(name: str, text: str, needed: Sequence[str]) -> Iterable[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [column for column in needed if column not in (reader.fieldnames or ())]
    if missing:
        raise PlacesError(f"{name} has no column {', '.join(missing)}")
    for number, row in enumerate(reader, start=2):
        clean = {key: (value or "").strip() for key, value in row.items() if key}
        if any(clean.values()):
            blank = [column for column in needed if not clean[column]]
            if blank:
                raise PlacesError(f"{name}: line {number}: {', '.join(blank)} is blank")
            yield number, clean


def _point(row: Mapping[str, str]) -> Point:
    lat, lon = round(float(row["lat"]), 5), round(float(row["lon"]), 5)
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError("lat and lon are degrees")
    return lat, lon


# Addresses: too many for the memory of a web process, so they are rows.


@dataclass(frozen=True)
class Found:
    """One address, or one street, that fits what was typed."""

    label: str
    point: Point
    metres: int
    exact: bool


_COLUMNS = "core, type, side, street, town, town_key"
_STREETS = f"""
select {_COLUMNS}, '' as number, min(lat), max(lat), min(lon), max(lon)
from forces_address
where force_id = %s and batch = %s and core >= %s and core < %s
group by {_COLUMNS} order by core limit {MOST_FOUND}"""  # noqa: S608 - names are ours
_HOUSES = f"""
select {_COLUMNS}, number, lat, lat, lon, lon
from forces_address
where force_id = %s and batch = %s and core >= %s and core < %s and number = %s
order by core limit {MOST_FOUND}"""  # noqa: S608


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


def read_addresses(text: str) -> list[list[Any]]:
    """`addresses.csv` (number, street, lat, lon, and perhaps town) as rows for `keep_addresses`."""
    found = []
    for number, row in _rows("addresses.csv", text, ("number", "street", "lat", "lon")):
        try:
            point = _point(row)
        except ValueError as error:
            raise PlacesError(f"addresses.csv: line {number}: {error}") from None
        found.append([row["number"].upper(), row["street"], row.get("town", ""), *point])
    if len(found) > MOST_ADDRESSES:
        raise PlacesError(f"addresses.csv has more than {MOST_ADDRESSES} addresses")
    return found


def keep_addresses(rows: Sequence[Sequence[Any]]) -> str:
    """Add the force's addresses unless the same list is there already; returns its name."""
    batch = hashlib.sha256(repr(rows).encode()).hexdigest()[:32]
    if Address.objects.filter(batch=batch).exists():
        return batch
    for start in range(0, len(rows), AT_ONCE):
        Address.objects.bulk_create(
            [_row(batch, *row) for row in rows[start : start + AT_ONCE]], batch_size=AT_ONCE
        )
    return batch


def _row(batch: str, number: str, street: str, town: str, lat: float, lon: float) -> Address:
    read = street_of(street)
    return Address(
        batch=batch,
        number=number,
        core=read.core,
        type=read.type,
        side=read.side,
        street=street,
        town=town,
        town_key=key_of(town),
        lat=lat,
        lon=lon,
    )
