"""A force's areas: read from GeoJSON, and asked whether a place lies in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from frontcounter.forces.geometry import Box, Point, Ring, Shape, circle, simpler

Verdict = Literal["inside", "outside", "unsure"]
# How sure one has to be. A wrong "outside" sends somebody away; a wrong "inside" is found by the
# person who reads the report.
INSIDE_METRES = 50
OUTSIDE_METRES = 300
TOLERANCE = 3.0  # metres that an outline may move when it is published
MOST_POINTS = 200_000


class AreasError(ValueError):
    """The areas of a force cannot be read."""


@dataclass(frozen=True)
class Area:
    """A part of the force's territory: a district, a beat, a detachment."""

    code: str
    names: Mapping[str, str]
    shape: Shape

    def name(self, lang: str) -> str:
        return self.names.get(lang) or next(iter(self.names.values()))


class Areas:
    """All areas of a force."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.all = tuple(areas)
        self.by_code = {area.code: area for area in self.all}

    def __bool__(self) -> bool:
        return bool(self.all)

    @property
    def box(self) -> Box:
        found = self.all[0].shape.box
        for area in self.all[1:]:
            found = found.joined(area.shape.box)
        return found

    def at(self, point: Point) -> Area | None:
        """The area that a point lies in."""
        return next((area for area in self.all if area.shape.holds(point)), None)

    def decide(self, point: Point, metres: float) -> Verdict:
        """Whether something that is within so many metres of a point lies in the areas."""
        if not self.all:
            return "unsure"
        if self.at(point) is not None:
            around = circle(point, max(metres, INSIDE_METRES))
            return "inside" if all(self.at(one) for one in around) else "unsure"
        needed = max(metres, OUTSIDE_METRES)
        near = [area for area in self.all if _may_be_near(area.shape.box, point, needed)]
        if any(area.shape.metres_from_edge(point) <= needed for area in near):
            return "unsure"
        return "outside"


def _may_be_near(box: Box, point: Point, metres: float) -> bool:
    return box.holds(point, slack=metres / 30_000)  # generous: a degree is longer than that


def areas_of(document: Sequence[Mapping[str, Any]]) -> Areas:
    """The areas of a published document (see `read_areas`)."""
    return Areas(
        Area(one["code"], one["names"], Shape.of([_rings(rings) for rings in one["polygons"]]))
        for one in document
    )


def _rings(rings: Sequence[Sequence[Sequence[float]]]) -> list[Ring]:
    return [Ring((lat, lon) for lat, lon in ring) for ring in rings]


def read_areas(geojson: object, languages: Sequence[str]) -> list[dict[str, Any]]:
    """A FeatureCollection of (multi)polygons as the document that is published.

    A feature has the property `name` (a text, or one per language, or name_en, name_fr …) and
    `code`; without a code it is made of the name. Features of one code are one area.
    """
    if not isinstance(geojson, Mapping) or not isinstance(geojson.get("features"), list):
        raise AreasError("areas.geojson is no FeatureCollection")
    found: dict[str, dict[str, Any]] = {}
    for number, feature in enumerate(geojson["features"], start=1):
        try:
            _add(found, feature, languages)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise AreasError(f"areas.geojson: feature {number}: {error}") from None
    points = sum(len(r) for one in found.values() for p in one["polygons"] for r in p)
    if points > MOST_POINTS:
        raise AreasError(f"areas.geojson has {points} points; {MOST_POINTS} are the most")
    return list(found.values())


def _add(found: dict[str, dict[str, Any]], feature: Any, languages: Sequence[str]) -> None:
    properties = feature.get("properties") or {}
    names = _names(properties, languages)
    code = str(properties.get("code") or "") or slug(names[languages[0]])
    if not re.fullmatch(r"[a-z0-9_-]{1,60}", code):
        raise ValueError(f"“{code}” is no code (a-z, 0-9, - and _)")
    shape = feature["geometry"]
    kinds = {"Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}
    if shape["type"] not in kinds:
        raise ValueError(f"a {shape['type']} is no area")
    area = found.setdefault(code, {"code": code, "names": names, "polygons": []})
    area["polygons"] += [polygon for rings in kinds[shape["type"]] if (polygon := _polygon(rings))]
    if not area["polygons"]:
        raise ValueError("has no extent")


def _names(properties: Mapping[str, Any], languages: Sequence[str]) -> dict[str, str]:
    name = properties.get("name")
    known = {k.removeprefix("name_"): v for k, v in properties.items() if k.startswith("name_")}
    known |= name if isinstance(name, Mapping) else {}
    plain = name if isinstance(name, str) else next(iter(known.values()), "")
    names = {lang: str(known.get(lang) or plain).strip() for lang in languages}
    if not all(names.values()):
        raise ValueError("has no name")
    return names


def _polygon(rings: Sequence[Sequence[Sequence[float]]]) -> list[list[list[float]]]:
    """Outline and holes as [[lat, lon]…], rounded to a metre, simplified; [] when it has none."""
    kept = []
    for ring in rings:
        points = [(round(float(p[1]), 5), round(float(p[0]), 5)) for p in ring]
        if any(abs(lat) > 90 or abs(lon) > 180 for lat, lon in points):
            raise ValueError("is not in degrees (longitude, latitude)")
        line = simpler(points, TOLERANCE)
        if len({*line}) >= 3:
            kept.append([[lat, lon] for lat, lon in line])
        elif not kept:
            return []
    return kept


def slug(name: str) -> str:
    """A code made of a name: 'Saint-Boniface Ouest' → 'saint-boniface-ouest'."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
