"""Where a place is, as far as a site can tell: asked by the place question, answered outside.

The engine knows no map. A site that has one hands `check_page` a `locate`; without it every place
is "unsure", which goes to a person and stops nobody.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

INSIDE, OUTSIDE, UNSURE = "inside", "outside", "unsure"
AREAS = (INSIDE, OUTSIDE, UNSURE)
PINS = ("pin", "device")
HOW = ("gazetteer", "address", "landmark", "land", "grid", *PINS)
NONE = "none"  # none of the places that were suggested
MOST_METRES = 100_000


@dataclass(frozen=True)
class Told:
    """What somebody said about a place: words, a pin, a part of the area, a suggestion taken."""

    words: Mapping[str, str]
    pin: Mapping[str, Any] | None = None
    picked: str = ""
    chosen: str = ""


@dataclass(frozen=True)
class Spot:
    """What it comes to. `options`: (reference, words) where the words fit several places.

    `point`: {"lat", "lon", "how", "metres", "near"?}; `district` is the force's code.
    """

    area: str = UNSURE
    district: str = ""
    point: Mapping[str, Any] | None = None
    options: tuple[tuple[str, str], ...] = ()


Locate: TypeAlias = Callable[[Told], Spot]


def read_point(stored: object) -> dict[str, Any] | None:
    """A stored point if it is well formed."""
    if not isinstance(stored, Mapping) or stored.get("how") not in HOW:
        return None
    lat, lon = stored.get("lat"), stored.get("lon")
    if not (_within(lat, 90) and _within(lon, 180)):
        return None
    point: dict[str, Any] = {"lat": lat, "lon": lon, "how": stored["how"]}
    metres, near = stored.get("metres"), stored.get("near")
    if isinstance(metres, int) and not isinstance(metres, bool) and 0 < metres <= MOST_METRES:
        point["metres"] = metres
    if isinstance(near, str) and near:
        point["near"] = near
    return point


def typed_point(lat: str, lon: str, how: str, metres: str) -> dict[str, Any] | None:
    """A pin as the browser sent it; None when there is none, or it is no place on earth."""
    try:
        point = {"lat": round(float(lat), 6), "lon": round(float(lon), 6), "how": how}
        around = math.ceil(float(metres or 0))
    except (ValueError, OverflowError):
        return None
    if how not in PINS:
        return None
    return read_point({**point, "metres": min(max(around, 1), MOST_METRES)})


def _within(value: object, most: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and abs(value) <= most
