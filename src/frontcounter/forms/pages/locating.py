"""Where a place is that somebody told: by the force's areas, gazetteer and address list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from frontcounter.forces.addresses import addresses_like
from frontcounter.forces.geography import Territory, territory_of
from frontcounter.forces.geometry import Point, metres_between
from frontcounter.forces.grid import grid_reference
from frontcounter.forces.land import legal_description, rural_roads
from frontcounter.forces.places import Place
from frontcounter.forces.published import ForceSettings
from frontcounter.forces.streets import address_of, key_of
from frontcounter.forms.engine import Locate, Spot, Told
from frontcounter.forms.engine.kinds.place_spot import INSIDE, NONE, OUTSIDE, UNSURE

NEAR = 4000  # a pin is "near" something that is at most so far away
SAME_PLACE = 400  # two finds so close together are one place
MOST_OFFERED = 6  # suggestions at once


@dataclass(frozen=True)
class Hit:
    """One place that the words may mean. `sure`: nothing was guessed."""

    label: str
    point: Point
    metres: int
    how: str
    sure: bool = True


def locator(settings: ForceSettings, lang: str) -> Locate:
    """What `check_page` asks, for the force in scope."""

    def locate(told: Told) -> Spot:
        territory = territory_of(settings)
        if not territory.hash:
            return Spot()
        return _Search(territory, settings.country, lang, told).run()

    return locate


@dataclass
class _Search:
    territory: Territory
    country: str
    lang: str
    told: Told

    def run(self) -> Spot:
        if self.told.pin:
            return self._pinned(self.told.pin)
        hits = self._hits()
        if len(hits) > 1 or any(not hit.sure for hit in hits):
            chosen = [hit for hit in hits if hit.label == self.told.chosen]
            if not chosen and self.told.chosen != NONE and len(hits) <= MOST_OFFERED:
                return Spot(options=tuple((hit.label, hit.label) for hit in hits))
            hits = chosen
        if hits:
            return self._spot(hits[0])
        return self._by_words()

    def _spot(self, hit: Hit) -> Spot:
        area = self.territory.areas.decide(hit.point, hit.metres)
        return Spot(area, self._district(area, hit.point), _point(hit))

    def _pinned(self, pin: Any) -> Spot:
        """A pin counts where the words do not speak against it."""
        point = (pin["lat"], pin["lon"])
        area: str = self.territory.areas.decide(point, pin.get("metres", 1))
        sure = [hit for hit in self._hits() if hit.sure]
        words = self._spot(sure[0]) if len(sure) == 1 else self._by_town()
        if {area, words.area} == {INSIDE, OUTSIDE}:
            area = UNSURE
        near = self.territory.places.nearest(point, NEAR)
        kept = {**pin, **({"near": near.label} if near else {})}
        return Spot(area, self._district(area, point), kept)

    def _district(self, area: str, point: Point) -> str:
        found = self.territory.areas.at(point) if area != OUTSIDE else None
        return found.code if found else ""

    # what the words may mean, the surest reading first
    def _hits(self) -> list[Hit]:
        for read in (self._land, self._address, self._named):
            if hits := self._distinct(read()):
                return hits
        return []

    def _distinct(self, hits: Sequence[Hit]) -> list[Hit]:
        """Each place once; two places of one name are told apart by the area that they are in."""
        kept: list[Hit] = []
        for hit in hits:
            same = [one for one in kept if one.label == hit.label]
            if not any(metres_between(one.point, hit.point) <= SAME_PLACE for one in same):
                kept.append(hit)
        labels = [hit.label for hit in kept]
        return [self._with_area(hit) if labels.count(hit.label) > 1 else hit for hit in kept]

    def _with_area(self, hit: Hit) -> Hit:
        area = self.territory.areas.at(hit.point)
        return replace(hit, label=f"{hit.label} ({area.name(self.lang)})") if area else hit

    def _land(self) -> list[Hit]:
        """A land description, rural roads or a grid reference, wherever it was typed."""
        for part in ("land", "line1", "landmark", "sign", "describe"):
            text = self.told.words.get(part, "")
            if part == "land" and self.told.words.get("sign"):
                text = f"{self.told.words['sign']} {text}" if _is_road(text) else text
            if not text:
                continue
            if self.country == "GB":
                square = grid_reference(text)
                if square:
                    return [Hit(text, square.point, square.metres, "grid")]
            elif found := self._survey(text):
                return [Hit(text, *found, "land")]
        return []

    def _survey(self, text: str) -> tuple[Point, int] | None:
        legal = legal_description(text)
        if legal:
            return legal.point, legal.metres
        # Road signs name no meridian: the one nearest to the force is meant.
        roads = rural_roads(text)
        if not roads or not self.territory.areas:
            return None
        middle = self.territory.areas.box.middle
        nearest = min(roads, key=lambda one: metres_between(one.point, middle))
        return nearest.point, nearest.metres

    def _address(self) -> list[Hit]:
        if not self.territory.batch:
            return []
        typed = address_of(self.told.words.get("line1", ""))
        if typed is None:
            return []
        found = addresses_like(self.territory.batch, typed, self._town_typed())
        sure = [one for one in found if one.exact]
        return [Hit(f.label, f.point, f.metres, "address", f.exact) for f in sure or found]

    def _town_typed(self) -> str:
        return self.told.words.get("town", "")

    def _named(self) -> list[Hit]:
        """Names of the gazetteer: in the box for a landmark, else in that for an address."""
        places = self.territory.places
        for part in ("landmark", "line1"):
            text = self.told.words.get(part, "")
            typed = address_of(text)
            if typed is not None and typed.number:
                # A house in a street: of the names only a street will do.
                streets = self._in_town(places.named(text.partition(" ")[2]))
                return [_hit(place) for place in streets if place.kind == "street"]
            named = self._in_town(places.named(text))
            if named:
                return [_hit(place) for place in named]
            like = self._in_town(places.like(text))
            if 0 < len(like) <= MOST_OFFERED:
                return [_hit(place, sure=False) for place in like]
        return []

    def _in_town(self, found: Sequence[Place]) -> list[Place]:
        town = key_of(self._town_typed())
        return [p for p in found if not town or key_of(p.town or p.name) == town]

    # where nothing was found by name
    def _by_words(self) -> Spot:
        """The town, a place that the description names, the part of the area that was chosen."""
        spot = self._by_town()
        if spot.area != OUTSIDE and (described := self._by_description()).area == INSIDE:
            spot = described
        if self.told.picked:
            # Who picks one of our districts and writes another town is asked by a person.
            area = UNSURE if spot.area == OUTSIDE else INSIDE
            spot = Spot(area, self.told.picked, spot.point)
        return spot

    def _by_town(self) -> Spot:
        towns = self.territory.places.towns(self._town_typed())
        if not towns and (typed := address_of(self.told.words.get("line1", ""))):
            towns = [town for part in typed.rest for town in self.territory.places.towns(part)]
        spots = [self._spot(_hit(town)) for town in towns]
        same = {spot.area for spot in spots}
        if len(same) != 1:
            return Spot()
        # A town is too wide to be a point, and to tell a district.
        return Spot(area=same.pop())

    def _by_description(self) -> Spot:
        """Free words name many things, also where somebody came from: never "outside" by them."""
        named = self.territory.places.named(self.told.words.get("describe", ""))
        spots = [self._spot(_hit(place)) for place in self._in_town(named)]
        if len(spots) == 1 and spots[0].area == INSIDE:
            return spots[0]
        return Spot()


def _is_road(text: str) -> bool:
    lowered = text.lower()
    return any(word in lowered for word in ("rd", "road", "rr", "twp"))


def _hit(place: Place, *, sure: bool = True) -> Hit:
    how = "gazetteer" if place.is_town else "landmark"
    return Hit(place.label, place.point, place.metres, how, sure)


def _point(hit: Hit) -> dict[str, Any]:
    return {
        "lat": round(hit.point[0], 5),
        "lon": round(hit.point[1], 5),
        "how": hit.how,
        "metres": max(1, hit.metres),
        "near": hit.label,
    }
