"""The names on a drawn map: as many as there is room for, none over another."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from frontcounter.forces.areas import Area
from frontcounter.forces.places import Place
from frontcounter.forms.pages.map_frame import WIDTH, Frame

BOLD = 7.8  # mean width of a letter of an area's name
LETTER = 7.0  # and of a place's
LINE = 14
MOST_NAMES = 24


@dataclass(frozen=True)
class Label:
    """A name on the map; with `dot`, beside the dot of a place, else in the middle of an area."""

    x: int
    y: int
    text: str
    dot: bool
    anchor: str = "middle"


class Labels:
    """Names on the map, none over another: first come, first served."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.taken: list[tuple[float, float, float, float]] = []
        self.found: list[Label] = []

    def keep_free(self, at: tuple[int, int]) -> None:
        """No name over a pin that stands here."""
        self.taken.append((at[0] - 12, at[1] - 22, at[0] + 12, at[1] + 6))

    def middle(self, area: Area, lang: str) -> None:
        """The name of an area in its middle, if there is room."""
        x, y = self.frame.place(area.shape.middle())
        name = area.name(lang)
        if 0 <= x <= WIDTH:
            half = math.ceil(len(name) * BOLD / 2) + 2
            x = min(max(x, half), WIDTH - half)  # all of the name in sight, if there is room
        self._put(Label(x, y, name, dot=False))

    def dots(self, places: Iterable[Place]) -> None:
        """Dots with the names of these places, as long as there is room."""
        names = 0
        for place in places:
            if names >= MOST_NAMES or not self.frame.shows(place.point):
                continue
            x, y = self.frame.place(place.point)
            text = place.name
            left = x + 8 + len(text) * LETTER > WIDTH
            names += self._put(Label(x, y, text, True, "end" if left else "start"))

    def _put(self, label: Label) -> bool:
        wide = len(label.text) * (LETTER if label.dot else BOLD)
        x = label.x
        start = {"middle": x - wide / 2, "start": x - 4, "end": x - 8 - wide}[label.anchor]
        end = start + wide + (12 if label.dot else 0)
        box = (start, label.y - LINE / 2, end, label.y + LINE / 2)
        outside = start < 0 or end > WIDTH or box[1] < 0 or box[3] > self.frame.height
        if outside or any(_overlap(box, other) for other in self.taken):
            return False
        self.taken.append(box)
        self.found.append(label)
        return True

    def done(self) -> tuple[Label, ...]:
        """The names that found room."""
        return tuple(self.found)


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
