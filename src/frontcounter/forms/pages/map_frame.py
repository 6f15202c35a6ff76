"""The frame of a drawn map: a plane of whole units, 340 wide, and the piece of the earth on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from frontcounter.forces.geometry import DEGREE, Box, Point

WIDTH = 340
TALLEST = 400
LOWEST = 240


@dataclass(frozen=True)
class Frame:
    """West and north edges in degrees, and degrees for each unit across and down."""

    west: float
    north: float
    across: float
    down: float
    height: int

    @classmethod
    def around(cls, box: Box) -> Frame:
        """A frame that shows a box with a margin."""
        shrink = math.cos(math.radians(box.middle[0]))
        wide = max((box.east - box.west) * shrink, 1e-4)
        high = max(box.north - box.south, 1e-4)
        unit = max(wide / (WIDTH - 24), high / (TALLEST - 24))
        height = min(TALLEST, max(LOWEST, math.ceil(high / unit) + 24))
        lat, lon = box.middle
        across = unit / shrink
        return cls(lon - across * WIDTH / 2, lat + unit * height / 2, across, unit, height)

    def place(self, point: Point) -> tuple[int, int]:
        return (
            round((point[1] - self.west) / self.across),
            round((self.north - point[0]) / self.down),
        )

    def shows(self, point: Point) -> bool:
        x, y = self.place(point)
        return 0 <= x <= WIDTH and 0 <= y <= self.height

    @property
    def metres(self) -> float:
        """The length of one unit."""
        return self.down * DEGREE

    @property
    def box(self) -> Box:
        return Box(
            self.north - self.down * self.height,
            self.west,
            self.north,
            self.west + self.across * WIDTH,
        )
