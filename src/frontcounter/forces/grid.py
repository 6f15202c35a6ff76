"""Grid references of Great Britain ("SK 123 456") as latitude and longitude.

The formulas are those of the Ordnance Survey's guide to coordinate systems in Great Britain:
from the National Grid back to latitude and longitude on Airy's ellipsoid, then a Helmert shift to
WGS84, right to about five metres.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from frontcounter.forces.geometry import Point

_REFERENCE = re.compile(r"\b([HNOST][A-HJ-Z])\s*((?:\d\s*){4,10})(?!\w)", re.IGNORECASE)
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # no I
AIRY = (6_377_563.396, 6_356_256.909)
WGS84 = (6_378_137.0, 6_356_752.314245)
_F0, _LAT0, _LON0 = 0.9996012717, math.radians(49), math.radians(-2)
_E0, _N0 = 400_000.0, -100_000.0


@dataclass(frozen=True)
class GridSquare:
    """The middle of the square that a reference names, and how far its corners are."""

    point: Point
    metres: int


def grid_reference(text: str) -> GridSquare | None:
    """'SK 123 456', 'sk1245', 'SK 12345 67890' → the middle of the square it names."""
    found = _REFERENCE.search(text)
    if not found:
        return None
    digits = re.sub(r"\D", "", found[2])
    if len(digits) % 2:
        return None
    corner = _corner(found[1].upper())
    if corner is None:
        return None
    half = len(digits) // 2
    side = 10 ** (5 - half)
    east = corner[0] + int(digits[:half]) * side + side / 2
    north = corner[1] + int(digits[half:]) * side + side / 2
    return GridSquare(to_wgs84(east, north), math.ceil(side * math.sqrt(0.5)) + 5)


def _corner(letters: str) -> tuple[int, int] | None:
    """South-west corner of a square of a hundred kilometres, in metres from the false origin."""
    first, second = (_LETTERS.index(letter) for letter in letters)
    east = ((first - 2) % 5) * 5 + second % 5
    north = 19 - first // 5 * 5 - second // 5
    if not (0 <= east <= 6 and 0 <= north <= 12):
        return None
    return east * 100_000, north * 100_000


def to_wgs84(east: float, north: float) -> Point:
    """(latitude, longitude) in WGS84 of an easting and a northing of the National Grid."""
    lat, lon = to_airy(east, north)
    x, y, z = _to_cartesian(math.radians(lat), math.radians(lon), AIRY)
    return _to_degrees(*_helmert(x, y, z), WGS84)


def to_airy(east: float, north: float) -> Point:
    """(latitude, longitude) on Airy's ellipsoid (OSGB36)."""
    a, b = (axis * _F0 for axis in AIRY)
    e2 = 1 - (b / a) ** 2
    lat = (north - _N0) / a + _LAT0
    while abs(rest := north - _N0 - _arc(lat, b)) >= 1e-5:
        lat += rest / a
    sin, tan, sec = math.sin(lat), math.tan(lat), 1 / math.cos(lat)
    nu = a / math.sqrt(1 - e2 * sin**2)
    rho = nu * (1 - e2) / (1 - e2 * sin**2)
    eta2 = nu / rho - 1
    t2, d = tan**2, east - _E0
    lat -= d**2 * tan / (2 * rho * nu)
    lat += d**4 * tan / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2)
    lat -= d**6 * tan / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t2**2)
    lon = _LON0 + d * sec / nu
    lon -= d**3 * sec / (6 * nu**3) * (nu / rho + 2 * t2)
    lon += d**5 * sec / (120 * nu**5) * (5 + 28 * t2 + 24 * t2**2)
    lon -= d**7 * sec / (5040 * nu**7) * (61 + 662 * t2 + 1320 * t2**2 + 720 * t2**3)
    return math.degrees(lat), math.degrees(lon)


def _arc(lat: float, b: float) -> float:
    n = (AIRY[0] - AIRY[1]) / (AIRY[0] + AIRY[1])
    minus, plus = lat - _LAT0, lat + _LAT0
    return b * (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * minus
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * math.sin(minus) * math.cos(plus)
        + (15 / 8 * (n**2 + n**3)) * math.sin(2 * minus) * math.cos(2 * plus)
        - 35 / 24 * n**3 * math.sin(3 * minus) * math.cos(3 * plus)
    )


def _to_cartesian(lat: float, lon: float, axes: tuple[float, float]) -> tuple[float, float, float]:
    e2 = 1 - (axes[1] / axes[0]) ** 2
    nu = axes[0] / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    flat = nu * math.cos(lat)
    return flat * math.cos(lon), flat * math.sin(lon), nu * (1 - e2) * math.sin(lat)


def _helmert(x: float, y: float, z: float) -> tuple[float, float, float]:
    """OSGB36 to WGS84."""
    scale = 1 - 20.4894e-6
    rx, ry, rz = (math.radians(s / 3600) for s in (0.1502, 0.2470, 0.8421))
    return (
        446.448 + scale * x - rz * y + ry * z,
        -125.157 + rz * x + scale * y - rx * z,
        542.060 - ry * x + rx * y + scale * z,
    )


def _to_degrees(x: float, y: float, z: float, axes: tuple[float, float]) -> Point:
    e2 = 1 - (axes[1] / axes[0]) ** 2
    flat = math.hypot(x, y)
    lat = math.atan2(z, flat * (1 - e2))
    for _ in range(8):
        nu = axes[0] / math.sqrt(1 - e2 * math.sin(lat) ** 2)
        lat = math.atan2(z + e2 * nu * math.sin(lat), flat)
    return math.degrees(lat), math.degrees(math.atan2(y, x))
