"""A force's areas as a drawing: plain outlines with names, no tiles, nothing loaded from elsewhere.

Where a point of the earth stands on it: map_frame.py. Which names it has room for: map_labels.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from frontcounter.forces.areas import Area
from frontcounter.forces.geography import Territory, territory_of
from frontcounter.forces.geometry import Box, Point, Shape, moved
from frontcounter.forces.places import Place, best_known_first
from frontcounter.forces.published import ForceSettings
from frontcounter.forms.pages.map_frame import WIDTH, Frame
from frontcounter.forms.pages.map_labels import Label, Labels

MOST_POINTS = 2500  # of all outlines of a drawing: a page is to weigh little
CLOSE = 1500  # metres each way, around a place


@dataclass(frozen=True)
class Outline:
    """One area: its code and name, its outline as an SVG path, whether it is the one meant."""

    code: str
    name: str
    path: str
    chosen: bool


@dataclass(frozen=True)
class Drawing:
    """Everything that is drawn."""

    frame: Frame
    outlines: tuple[Outline, ...]
    labels: tuple[Label, ...]
    pin: tuple[int, int] | None = None
    reach: int = 0  # radius of the circle of doubt around the pin, in units

    @property
    def view(self) -> str:
        return f"0 0 {WIDTH} {self.frame.height}"


def whole_map(settings: ForceSettings, lang: str) -> Drawing:
    """All areas, each with its name where there is room."""
    return _whole(territory_of(settings), lang)


@lru_cache(maxsize=64)
def _whole(territory: Territory, lang: str) -> Drawing:
    frame = Frame.around(territory.areas.box)
    labels = Labels(frame)
    for area in sorted(territory.areas.all, key=_extent, reverse=True):
        labels.middle(area, lang)
    labels.dots(place for place in territory.places.all if place.is_town)
    return Drawing(frame, _outlines(territory.areas.all, frame, lang, ""), labels.done())


def area_map(
    settings: ForceSettings, code: str, lang: str, near: Place | None = None
) -> Drawing | None:
    """One area with the places in it, or the surroundings of a place in it."""
    return _area(territory_of(settings), code, lang, near)


@lru_cache(maxsize=128)
def _area(territory: Territory, code: str, lang: str, near: Place | None) -> Drawing | None:
    area = territory.areas.by_code.get(code)
    if area is None:
        return None
    box = _around(near.point, max(CLOSE, near.metres)) if near else area.shape.box
    frame = Frame.around(box)
    labels = Labels(frame)
    labels.dots(best_known_first(territory.places.inside(frame.box)))
    for other in territory.areas.all:
        if other is not area:
            labels.middle(other, lang)
    return Drawing(frame, _outlines(territory.areas.all, frame, lang, code), labels.done())


def pin_map(settings: ForceSettings, value: Mapping[str, Any], lang: str) -> Drawing | None:
    """The surroundings of the point that a place was found at; None where it has none."""
    point, territory = value.get("point"), territory_of(settings)
    if not point or not territory.areas:
        return None
    at = (point["lat"], point["lon"])
    reach = float(point.get("metres", 0))
    box = _around(at, max(CLOSE, 2.5 * reach))
    if not any(area.shape.box.holds(at, slack=0.02) for area in territory.areas.all):
        box = box.joined(territory.areas.box)
    frame = Frame.around(box)
    labels = Labels(frame)
    labels.keep_free(frame.place(at))
    labels.dots(best_known_first(territory.places.inside(frame.box)))
    for area in territory.areas.all:
        labels.middle(area, lang)
    outlines = _outlines(territory.areas.all, frame, lang, str(value.get("district", "")))
    return Drawing(frame, outlines, labels.done(), frame.place(at), round(reach / frame.metres))


def _around(point: Point, metres: float) -> Box:
    north, east = moved(point, metres, 0)[0], moved(point, metres, 90)[1]
    return Box(2 * point[0] - north, 2 * point[1] - east, north, east)


def _extent(area: Area) -> float:
    box = area.shape.box
    return (box.north - box.south) * (box.east - box.west)


def _outlines(areas: Sequence[Area], frame: Frame, lang: str, chosen: str) -> tuple[Outline, ...]:
    """What is in sight of each area; the one that is meant comes last, on top of the others."""
    for step in (1, 2, 3, 4, 6):
        lines = {area.code: _lines(area.shape, frame, step) for area in areas}
        if sum(len(line) for found in lines.values() for line in found) <= MOST_POINTS:
            break
    drawn = [
        Outline(area.code, area.name(lang), _path(lines[area.code]), area.code == chosen)
        for area in areas
        if lines[area.code]
    ]
    return tuple(sorted(drawn, key=lambda one: one.chosen))


def _lines(shape: Shape, frame: Frame, step: int) -> list[list[tuple[int, int]]]:
    """The outlines in sight, on a grid of so many units.

    Each point goes to the grid by itself, so that neighbours keep one border between them.
    """
    found = []
    for rings in shape.polygons:
        for ring in rings:
            line = [frame.place(point) for point in ring.points()]
            line = [(x - x % step, y - y % step) for x, y in line]
            line = _without_straight(_cut(line, frame))
            if len(line) >= 3:
                found.append(line)
    return found


def _without_straight(line: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without points that stand still or lie on the way from one to the next."""
    kept: list[tuple[int, int]] = []
    for point in line:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1:
            (x1, y1), (x2, y2), (x3, y3) = kept[-2], kept[-1], point
            ahead = (x2 - x1) * (x3 - x2) + (y2 - y1) * (y3 - y2) > 0
            if (x2 - x1) * (y3 - y2) == (x3 - x2) * (y2 - y1) and ahead:
                kept.pop()
        kept.append(point)
    return kept


def _path(lines: list[list[tuple[int, int]]]) -> str:
    """An SVG path of whole units: relative steps, which compress well."""
    parts = []
    for line in lines:
        steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(line)]
        parts.append(f"M{line[0][0]} {line[0][1]}l{' '.join(steps)}z")
    return "".join(parts).replace(" -", "-")


def _cut(line: list[tuple[int, int]], frame: Frame) -> list[tuple[int, int]]:
    """What is near the frame of a closed line (Sutherland and Hodgman)."""
    sides = ((0, -20, 1), (0, WIDTH + 20, -1), (1, -20, 1), (1, frame.height + 20, -1))
    for axis, edge, sign in sides:
        kept: list[tuple[int, int]] = []
        for a, b in zip([line[-1], *line] if line else [], line, strict=False):
            inside_a, inside_b = (sign * (p[axis] - edge) >= 0 for p in (a, b))
            if inside_a != inside_b:
                share = (edge - a[axis]) / (b[axis] - a[axis])
                other = round(a[1 - axis] + share * (b[1 - axis] - a[1 - axis]))
                kept.append((edge, other) if axis == 0 else (other, edge))
            if inside_b:
                kept.append(b)
        line = kept
    return line
