"""Polygons on the earth, small and pure: inside, how far from the edge, simpler outlines.

Lengths are metres on a plane that touches the earth near the point, which is right to well under
one part in a hundred over the extent of a police area.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Point = tuple[float, float]  # (lat, lon)
EARTH = 6_371_008.8
DEGREE = math.radians(1) * EARTH  # metres in one degree of latitude


def metres_between(a: Point, b: Point) -> float:
    """The length of the straight way on the ground, for places not very far apart."""
    shrink = math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(a[0] - b[0], (a[1] - b[1]) * shrink) * DEGREE


def moved(point: Point, metres: float, bearing: float) -> Point:
    """The point so many metres away; `bearing` in degrees from north, clockwise."""
    turn = math.radians(bearing)
    lat = point[0] + math.cos(turn) * metres / DEGREE
    shrink = max(math.cos(math.radians(point[0])), 1e-9)
    return lat, point[1] + math.sin(turn) * metres / DEGREE / shrink


def circle(point: Point, metres: float, parts: int = 16) -> Iterator[Point]:
    """Points around a point, evenly."""
    return (moved(point, metres, 360 * n / parts) for n in range(parts))


@dataclass(frozen=True)
class Box:
    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point, slack: float = 0.0) -> bool:
        lat, lon = point
        return (
            self.south - slack <= lat <= self.north + slack
            and self.west - slack <= lon <= self.east + slack
        )

    def joined(self, other: Box) -> Box:
        return Box(
            min(self.south, other.south),
            min(self.west, other.west),
            max(self.north, other.north),
            max(self.east, other.east),
        )

    @property
    def middle(self) -> Point:
        return (self.south + self.north) / 2, (self.west + self.east) / 2


class Ring:
    """A closed line of points, held compactly; the last point is not the first again."""

    def __init__(self, points: Iterable[Point]) -> None:
        pairs = list(points)
        if len(pairs) > 1 and pairs[0] == pairs[-1]:
            pairs.pop()
        self.lats = array("d", (lat for lat, _ in pairs))
        self.lons = array("d", (lon for _, lon in pairs))
        self.box = Box(min(self.lats), min(self.lons), max(self.lats), max(self.lons))

    def __len__(self) -> int:
        return len(self.lats)

    def points(self) -> list[Point]:
        return list(zip(self.lats, self.lons, strict=True))

    def sides(self) -> Iterator[tuple[Point, Point]]:
        before = (self.lats[-1], self.lons[-1])
        for point in zip(self.lats, self.lons, strict=True):
            yield before, point
            before = point

    def holds(self, point: Point) -> bool:
        """Inside by the even-odd rule. A point on the edge counts to one side or the other."""
        if not self.box.holds(point):
            return False
        lat, lon = point
        inside = False
        for (lat1, lon1), (lat2, lon2) in self.sides():
            crosses = (lat1 > lat) != (lat2 > lat)
            if crosses and lon < lon1 + (lat - lat1) * (lon2 - lon1) / (lat2 - lat1):
                inside = not inside
        return inside

    def metres_from(self, point: Point) -> float:
        """The way to the nearest point of the line."""
        shrink = math.cos(math.radians(point[0]))
        flat = [
            ((lat - point[0]) * DEGREE, (lon - point[1]) * shrink * DEGREE)
            for lat, lon in self.points()
        ]
        return min(_from_side(a, b) for a, b in zip([flat[-1], *flat], flat, strict=False))

    def middle(self) -> tuple[float, Point]:
        """(area without unit, centre of it)."""
        origin = (self.lats[0], self.lons[0])
        area = lat = lon = 0.0
        for (lat1, lon1), (lat2, lon2) in self.sides():
            a, b, c, d = lat1 - origin[0], lon1 - origin[1], lat2 - origin[0], lon2 - origin[1]
            cross = a * d - c * b
            area, lat, lon = area + cross, lat + (a + c) * cross, lon + (b + d) * cross
        if abs(area) < 1e-15:
            return 0.0, self.box.middle
        return abs(area) / 2, (origin[0] + lat / area / 3, origin[1] + lon / area / 3)


def _from_side(a: tuple[float, float], b: tuple[float, float]) -> float:
    """From the origin to the side from a to b."""
    along = (b[0] - a[0], b[1] - a[1])
    square = along[0] ** 2 + along[1] ** 2
    share = 0.0 if square == 0 else -(a[0] * along[0] + a[1] * along[1]) / square
    share = min(1.0, max(0.0, share))
    return math.hypot(a[0] + share * along[0], a[1] + share * along[1])


@dataclass(frozen=True)
class Shape:
    """One or several polygons; each is an outline and the holes in it."""

    polygons: tuple[tuple[Ring, ...], ...]
    box: Box

    @classmethod
    def of(cls, polygons: Iterable[Sequence[Ring]]) -> Shape:
        kept = tuple(tuple(rings) for rings in polygons)
        box = kept[0][0].box
        for rings in kept[1:]:
            box = box.joined(rings[0].box)
        return cls(kept, box)

    def holds(self, point: Point) -> bool:
        if not self.box.holds(point):
            return False
        return any(
            outline.holds(point) and not any(hole.holds(point) for hole in holes)
            for outline, *holes in self.polygons
        )

    def metres_from_edge(self, point: Point) -> float:
        """The way to the nearest edge, that of a hole too."""
        return min(ring.metres_from(point) for rings in self.polygons for ring in rings)

    def middle(self) -> Point:
        """The centre of the largest polygon: where its name is written."""
        return max((rings[0].middle() for rings in self.polygons), key=lambda one: one[0])[1]


def simpler(points: Sequence[Point], metres: float) -> list[Point]:
    """The line with fewer points, nowhere farther than so many metres from it (Douglas-Peucker)."""
    if len(points) < 4:
        return list(points)
    shrink = math.cos(math.radians(points[0][0]))
    flat = [(lat * DEGREE, lon * shrink * DEGREE) for lat, lon in points]
    # A closed line is cut at its first point and at the one farthest from it.
    far = max(range(len(flat)), key=lambda n: math.dist(flat[0], flat[n]))
    keep = {0, far, len(flat) - 1}
    spans = [(0, far), (far, len(flat) - 1)]
    while spans:
        first, last = spans.pop()
        worst, where = metres, 0
        a, b = flat[first], flat[last]
        for n in range(first + 1, last):
            p = flat[n]
            off = _from_side((a[0] - p[0], a[1] - p[1]), (b[0] - p[0], b[1] - p[1]))
            if off > worst:
                worst, where = off, n
        if where:
            keep.add(where)
            spans += [(first, where), (where, last)]
    return [points[n] for n in sorted(keep)]
