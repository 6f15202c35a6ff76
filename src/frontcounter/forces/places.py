"""Finding a place by its name: the force's gazetteer. Single houses are in addresses.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from frontcounter.forces.geometry import Box, Point, metres_between
from frontcounter.forces.streets import key_of, words_of

TOWNS = frozenset({"city", "town", "village", "hamlet"})
USUAL_REACH = 150  # metres


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


def best_known_first(places: Iterable[Place]) -> list[Place]:
    """Towns first, then what is wide: the names that people know."""
    return sorted(places, key=lambda place: (not place.is_town, -place.metres, place.name))
