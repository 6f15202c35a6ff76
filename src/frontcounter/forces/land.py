"""Legal land descriptions of the Canadian prairies, and the rural roads that are named by them.

The Dominion Land Survey put townships of six by six miles on a grid: townships count north from
the 49th parallel, ranges west from a meridian. This computes where the surveyors meant each
corner to be. What stands in the ground differs by some hundred metres (they measured with chains,
from 1871 on), so a description is known to `ERROR_METRES` at best; it is enough to tell a district
and to find the place on a map, not to draw a boundary.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from frontcounter.forces.geometry import Point

CHAIN = 20.1168
MILE = 80 * CHAIN
TOWNSHIP = 483 * CHAIN  # six miles, and a road every second mile
RANGE = 486 * CHAIN  # six miles, and a road every mile, along a base line
ERROR_METRES = 400
MERIDIANS = {1: -97.457889, 2: -102.0, 3: -106.0, 4: -110.0, 5: -114.0, 6: -118.0}

_QUARTERS = {"ne": (0.25, 0.75), "nw": (0.75, 0.75), "se": (0.25, 0.25), "sw": (0.75, 0.25)}
_HALVES = {"n": (0.5, 0.75), "s": (0.5, 0.25), "e": (0.25, 0.5), "w": (0.75, 0.5)}
_GAP = r"[\s,./-]*"
_LEGAL = re.compile(
    rf"\b(?:(?P<quarter>n\.?e|n\.?w|s\.?e|s\.?w|[nsew])\.?{_GAP}(?:1/4|¼|1/2|½)?{_GAP}(?:of{_GAP})?"
    rf"|(?:lsd?{_GAP})?(?P<lsd>1[0-6]|0?[1-9])[\s,./-]+)?"
    rf"(?:sec(?:tion)?\.?{_GAP})?(?P<section>3[0-6]|[12]\d|0?[1-9])[\s,./-]+"
    rf"(?:(?:twp|tp|township)\.?{_GAP})?(?P<township>1[0-2]\d|0?\d{{1,2}})[\s,./-]+"
    rf"(?:(?:rge|rg|r|range)\.?{_GAP})?(?P<range>3[0-4]|[12]\d|0?[1-9]){_GAP}"
    rf"w(?:est)?{_GAP}(?:of{_GAP})?(?:the{_GAP})?(?P<meridian>[1-6])(?:st|nd|rd|th)?{_GAP}m?\b",
    re.IGNORECASE,
)
_RANGE_ROAD = re.compile(
    r"\b(?:r(?:an)?ge?\.?\s*r(?:oa)?d\.?|rr)\s*#?\s*(\d{2,3})(?!\d)", re.IGNORECASE
)
_TOWNSHIP_ROAD = re.compile(
    r"\b(?:township|twp|tp|tr)\.?(?:\s*r(?:oa)?d\.?)?\s*#?\s*(\d{2,4})(?!\d)", re.IGNORECASE
)
_RURAL_NUMBER = re.compile(r"^\s*(?:\d{1,4}\s*[,-]\s*)?(\d{4,6})\b")


@dataclass(frozen=True)
class LandPoint:
    """Where a description lies, and within how many metres."""

    point: Point
    metres: int


def legal_description(text: str) -> LandPoint | None:
    """'NE-12-60-26-W4', 'LSD 4 12-60-26 W4M', '12-60-26-W4' (a section) → its middle."""
    found = _LEGAL.search(text)
    if not found:
        return None
    part = {name: found[name] for name in ("quarter", "lsd")}
    section, township, range_ = (int(found[n]) for n in ("section", "township", "range"))
    if not 1 <= township <= 126:
        return None
    west, north = 0.5, 0.5
    reach = MILE * math.sqrt(0.5)
    if part["quarter"]:
        code = part["quarter"].replace(".", "").lower()
        west, north = (_QUARTERS | _HALVES)[code]
        reach /= 2
    elif part["lsd"]:
        west, north = _lsd(int(part["lsd"]))
        reach /= 4
    column, row = _section(section)
    point = _place(int(found["meridian"]), range_, township, column + west, row + north)
    return LandPoint(point, round(reach + ERROR_METRES))


def rural_roads(text: str) -> list[LandPoint]:
    """'Rge Rd 263 & Twp Rd 604', '60418 Rge Rd 263' → one point for each meridian that has it.

    Signs do not name the meridian; whoever asks knows in which part of the country it is.
    """
    range_road, township_road = _RANGE_ROAD.search(text), _TOWNSHIP_ROAD.search(text)
    number = _RURAL_NUMBER.match(text)
    across = along = None
    reach = 300
    if range_road and township_road:
        across, along = _tenths(range_road[1]), _tenths(township_road[1])
    elif range_road and number and len(number[1]) in (4, 5, 6):
        across, along = _tenths(range_road[1]), _tenths(number[1][:-2], number[1][-2:])
    elif township_road and number and len(number[1]) in (4, 5):
        across, along = _tenths(number[1][:-2], number[1][-2:]), _tenths(township_road[1])
    if across is None or along is None or not (1 <= across[0] <= 34 and 1 <= along[0] <= 126):
        return []
    return [
        LandPoint(_place(m, across[0], along[0], across[1], along[1]), reach + ERROR_METRES)
        for m in MERIDIANS
    ]


def _tenths(road: str, house: str = "") -> tuple[int, float] | None:
    """'263' → (26, 3.0): range 26, three miles in. A house number adds eightieths of a mile."""
    if len(road) < 2 or int(road[-1]) > 5:
        return None
    return int(road[:-1]), int(road[-1]) + (min(int(house), 80) / 80 if house else 0.0)


def _section(number: int) -> tuple[int, int]:
    """(miles west, miles north) of a section's south-east corner: they run to and fro."""
    row, step = divmod(number - 1, 6)
    return (step if row % 2 == 0 else 5 - step), row


def _lsd(number: int) -> tuple[float, float]:
    """Legal subdivisions run to and fro like sections, four by four."""
    row, step = divmod(number - 1, 4)
    column = step if row % 2 == 0 else 3 - step
    return (column + 0.5) / 4, (row + 0.5) / 4


def _place(meridian: int, range_: int, township: int, west: float, north: float) -> Point:
    """`west`, `north`: miles from the south-east corner of the township."""
    lat = _north_of_49((township - 1) * TOWNSHIP + north * TOWNSHIP / 6)
    # Ranges were measured along base lines, four townships apart, and run north and south from
    # there to the correction lines halfway.
    base = _north_of_49(4 * ((township + 1) // 4) * TOWNSHIP)
    metres = (range_ - 1) * RANGE + west * RANGE / 6
    return lat, MERIDIANS[meridian] - metres / _lon_degree(base)


def _north_of_49(metres: float) -> float:
    lat = 49.0
    for _ in range(4):  # a degree grows slowly to the north
        middle = math.radians((49.0 + lat) / 2)
        degree = 111_132.92 - 559.82 * math.cos(2 * middle) + 1.175 * math.cos(4 * middle)
        lat = 49.0 + metres / degree
    return lat


def _lon_degree(lat: float) -> float:
    turn = math.radians(lat)
    return 111_412.84 * math.cos(turn) - 93.5 * math.cos(3 * turn) + 0.118 * math.cos(5 * turn)
