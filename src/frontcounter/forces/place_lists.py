"""A force's `places.csv` and `addresses.csv`, read as they are published."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from frontcounter.forces.geometry import Point
from frontcounter.forces.places import USUAL_REACH

# How far from its point a place of this kind may reach, unless its row says so.
REACH = {"city": 5000, "town": 2500, "village": 1200, "hamlet": 700, "park": 400}
MOST_PLACES = 5000
MOST_ADDRESSES = 2_000_000


class PlacesError(ValueError):
    """A list of places or addresses cannot be read."""


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
