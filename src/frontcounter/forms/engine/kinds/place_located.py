"""place, version 2: words about a place, perhaps a pin, and whether it lies in the force's area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from ..conditions import Seen
from ..reading import DocumentError, Option, Reader, pick
from ..texts import say
from ..views import Button, Choice, Field, Input
from .base import Asking, Checking, FieldError, Question, Raw, Value, choices, compact, texts_of
from .choice import colour_words, select_blank
from .place import (
    ADDRESS,
    PlaceQuestion,
    address_inputs,
    address_lines,
    check_address,
    parts_and_kinds,
)
from .place_spot import AREAS, NONE, PINS, UNSURE, Spot, Told, read_point, typed_point

WORDS = (*ADDRESS, "landmark", "land", "sign", "describe")
ALL_PARTS = (*WORDS, "kind")
ENOUGH = {"line1", "landmark", "land", "sign", "describe"}
PIN = ("lat", "lon", "how", "metres", "near", "picked")
MARK = "\t"  # between a suggestion's reference and its words


@dataclass(frozen=True, kw_only=True)
class LocatedPlaceQuestion(PlaceQuestion):
    """Canonical: version 1's parts, "land"?, "sign"?, "point"?, "area", "district"?, "picked"?.

    "point": {"lat", "lon", "how", "metres"?, "near"?}; "area": inside, outside or unsure;
    "picked": the part of the area that the person chose. Required means: words; a pin alone never
    says enough, for whoever reads it has to find the place again.
    """

    VERSION = 2
    PARTS = ALL_PARTS
    districts: tuple[Option, ...] = ()
    map: bool = False

    @classmethod
    def parse(cls, r: Reader) -> Self:
        parts, kinds = parts_and_kinds(r, ALL_PARTS)
        if not ENOUGH & set(parts):
            raise DocumentError(r.at("parts"), "a place needs a part for words")
        return cls(
            **cls.common(r),
            parts=parts,
            kinds=kinds,
            districts=r.options("districts"),
            map=r.flag("map"),
        )

    def area_codes(self) -> set[str]:
        """What conditions may find besides the kind of place."""
        return set(AREAS)

    # stored answers
    def read(self, stored: object) -> Value | None:
        found: dict[str, Any] = texts_of(stored, self.parts)
        if found.get("kind") not in {o.code for o in self.kinds}:
            found.pop("kind", None)
        if not ENOUGH & set(found) and (self.required or not found):
            return None
        assert isinstance(stored, Mapping)
        area = stored.get("area")
        known = {o.code for o in self.districts}
        return compact(
            **found,
            **texts_of(stored, ("chosen",)),
            **{k: v for k, v in texts_of(stored, ("district", "picked")).items() if v in known},
            point=read_point(stored.get("point")),
            area=area if area in AREAS else UNSURE,
        )

    def fill(self, value: Value) -> Raw:
        raw = {k: value[k] for k in (*ALL_PARTS, "chosen", "picked") if k in value}
        point = value.get("point")
        if point and point["how"] in PINS:
            raw |= {k: str(point[k]) for k in PIN if k in point}
        return {f"{self.id}.{part}": [text] for part, text in raw.items()}

    # what was typed
    def check(self, c: Checking) -> Value | None:
        c.keep("found", [])
        words = self._words(c)
        kind = c.get("kind") if "kind" in self.parts else ""
        if kind and kind not in {o.code for o in self.kinds}:
            c.error("kind", "select")
        told = self._told(c, words)
        if not ENOUGH & set(words):
            if told.pin or told.picked:
                c.error(self.parts[0], "place_pin")
            elif self.required:
                self.missing(c, self.parts[0], "place")
            return compact(**words, kind=kind, area=UNSURE) if words or kind else None
        spot = c.locate(told) if c.locate and not c.errors else Spot()
        if spot.options:
            c.keep("found", [f"{ref}{MARK}{label}" for ref, label in spot.options])
            # A hidden input, which is always sent, until the question is asked; then radios.
            asks = c.name("chosen") in c.submitted
            message = say("errors.which_place", c.lang)
            c.errors.append(FieldError(c.name("chosen"), message, asks))
        return compact(
            **words,
            kind=kind,
            chosen=told.chosen,
            picked=told.picked,
            point=dict(spot.point) if spot.point else told.pin,
            area=spot.area,
            district=spot.district,
        )

    def _words(self, c: Checking) -> dict[str, Any]:
        found = check_address(c, self.parts)
        short = (p for p in ("landmark", "land", "sign") if p in self.parts)
        found |= compact(**{part: c.short(part) for part in short})
        if "describe" in self.parts:
            found |= compact(describe=self._described(c))
        return found

    def _told(self, c: Checking, words: Mapping[str, str]) -> Told:
        picked = c.get("picked")
        return Told(
            words=words,
            pin=typed_point(*(c.get(part) for part in ("lat", "lon", "how", "metres"))),
            picked=picked if picked in {o.code for o in self.districts} else "",
            chosen=c.short("chosen", most=300),
        )

    # drawing
    def ask(self, a: Asking) -> Field:
        inputs = [self._which(a)]
        inputs += address_inputs(self, a, self.parts, own=self.role == "reporter")
        for part in ("landmark", "land", "sign"):
            if part in self.parts:
                inputs.append(self.part(a, part, max_length=200, spellcheck=part == "landmark"))
        if "describe" in self.parts:
            inputs.append(self.part(a, "describe", "textarea", rows=2, max_length=1000))
        inputs.append(self._pin(a))
        if "kind" in self.parts:
            options = (select_blank(a.lang), *choices(self.kinds, [a.get("kind")], a.lang))
            inputs.append(self.part(a, "kind", "select", options=options))
        return self.field(a, inputs=tuple(inputs), composite=True)

    def _which(self, a: Asking) -> Input:
        """The places that the words fit, to choose one; a choice made before stays as it is."""
        pairs = [line.partition(MARK)[::2] for line in a.all("found")]
        if not pairs:
            return Input(widget="hidden", name=a.name("chosen"), value=a.get("chosen"))
        options = [*pairs, (NONE, say("place.none", a.lang))]
        now = a.get("chosen")
        return Input(
            widget="radios",
            name=a.name("chosen"),
            label=say("place.which", a.lang),
            error=a.error("chosen"),
            options=tuple(Choice(value=v, label=w, checked=v == now) for v, w in options),
        )

    def _pin(self, a: Asking) -> Input:
        """The pin or the chosen part of the area, kept in hidden inputs, and the ways to one.

        The first button takes it away again; a site shows it where there is something to take.
        """
        hidden = tuple(Input(widget="hidden", name=a.name(part), value=a.get(part)) for part in PIN)
        said = self._pin_words(a.get("how"), a.get("near"), a.get("picked"), a.lang)
        key = "place.map_again" if said else "place.map"
        buttons = [Button(name=a.name("unpin"), value="yes", label=say("place.unpin", a.lang))]
        if self.map:
            buttons.append(Button(name=a.name("map"), value="yes", label=say(key, a.lang)))
        return Input(
            widget="pin",
            name=a.name("pin"),
            label=say("place.device", a.lang),
            value=said,
            inputs=hidden,
            buttons=tuple(buttons),
        )

    def _pin_words(self, how: str, near: str, picked: str, lang: str) -> str:
        if how in PINS:
            return say(f"place.{how}_near" if near else f"place.{how}", lang, near=near)
        part = next((o for o in self.districts if o.code == picked), None)
        return say("place.picked", lang, part=pick(part.label, lang)) if part else ""

    # for people and programs that read it
    def show(self, value: Value, lang: str) -> list[str]:
        lines = address_lines(value)
        lines += [value[k] for k in ("landmark",) if k in value]
        lines += [say(f"place.{k}", lang, text=value[k]) for k in ("land", "sign") if k in value]
        lines += value["describe"].split("\n") if "describe" in value else []
        point = value.get("point") or {}
        how, near = point.get("how", ""), point.get("near", "")
        if how in PINS or value.get("picked"):
            lines.append(self._pin_words(how, near, value.get("picked", ""), lang))
        elif near and value.get("chosen"):
            lines.append(say("place.chosen", lang, near=near))
        if "kind" in value:
            lines.append(colour_words(self.kinds, value["kind"], lang))
        return lines

    def seen(self, value: Value) -> Seen:
        return Seen(frozenset([value["area"], *([value["kind"]] if "kind" in value else [])]))

    def export(self, value: Value) -> Iterable[tuple[str, dict[str, Any]]]:
        codes = next((dict(o.codes) for o in self.kinds if o.code == value.get("kind")), {})
        point = value.get("point") or {}
        entry = {k: v for k, v in value.items() if k not in ("point", "chosen")}
        entry |= {k: point[k] for k in ("lat", "lon") if k in point}
        entry |= compact(located_by=point.get("how"), within_metres=point.get("metres"))
        return [("locations", compact(role=self.role or "incident", **entry, codes=codes))]


def unpinned(question: Question, raw: Raw) -> Raw:
    """What was typed, without the pin and the chosen part of the area."""
    gone = {f"{question.id}.{part}" for part in PIN}
    return {name: values for name, values in raw.items() if name not in gone}
