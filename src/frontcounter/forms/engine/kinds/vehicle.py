"""vehicle: plate, region, make, model, colour, year, VIN."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from ..cleaning import one_line, squash
from ..reading import Option, Reader
from ..texts import say
from ..views import Field, Input
from .base import Asking, Checking, Identifier, Question, Raw, Value, choices, compact, texts_of
from .choice import colour_words, select_blank
from .place import parts_of

PARTS = ("plate", "plate_region", "make", "model", "colour", "year", "vin")
WIDTHS = {"plate": 10, "plate_region": 20, "make": 20, "model": 20, "year": 4, "vin": 20}


@dataclass(frozen=True, kw_only=True)
class VehicleQuestion(Question):
    """Canonical: strings by part; `colour` is a code, `plate` and `vin` are upper-case.

    Required means: the plate, or the make.
    """

    KIND = "vehicle"
    PARTS = PARTS
    parts: tuple[str, ...] = PARTS
    colours: tuple[Option, ...] = ()

    @classmethod
    def parse(cls, r: Reader) -> Self:
        colours = r.options("colours")
        default = PARTS if colours else tuple(p for p in PARTS if p != "colour")
        return cls(**cls.common(r), parts=parts_of(r, PARTS, default), colours=colours)

    def read(self, stored: object) -> Value | None:
        found = texts_of(stored, self.parts)
        if found.get("colour") not in {o.code for o in self.colours}:
            found.pop("colour", None)
        if self.required and not {"plate", "make"} & set(found):
            return None
        return found or None

    def fill(self, value: Value) -> Raw:
        return {f"{self.id}.{part}": [text] for part, text in value.items()}

    def check(self, c: Checking) -> Value | None:
        found = {part: c.short(part, 60) for part in self.parts}
        for part in ("plate", "vin"):
            if part in found:
                found[part] = one_line(found[part].upper())
        if found.get("vin") and not 5 <= len(squash(found["vin"])) <= 17:
            c.error("vin", "vin")
        if found.get("year") and not self._is_year(found["year"], c.now.year):
            c.error("year", "vehicle_year")
        if found.get("colour") and found["colour"] not in {o.code for o in self.colours}:
            c.error("colour", "select")
        if self.required and not (found.get("plate") or found.get("make")):
            self.missing(c, self.parts[0], "vehicle")
        return compact(**found) or None

    def _is_year(self, text: str, this_year: int) -> bool:
        return text.isascii() and text.isdigit() and 1885 <= int(text[:9]) <= this_year + 1

    def ask(self, a: Asking) -> Field:
        inputs = tuple(self._input(a, part) for part in self.parts)
        return self.field(a, inputs=inputs, composite=True)

    def _input(self, a: Asking, part: str) -> Input:
        if part == "colour":
            options = (select_blank(a.lang), *choices(self.colours, [a.get("colour")], a.lang))
            return self.part(a, part, "select", options=options)
        return self.part(
            a,
            part,
            width=WIDTHS[part],
            spellcheck=False,
            inputmode="numeric" if part == "year" else "",
            max_length=60,
        )

    def show(self, value: Value, lang: str) -> list[str]:
        colour = colour_words(self.colours, value.get("colour", ""), lang)
        car = [value.get("year"), value.get("make"), value.get("model"), colour]
        plate = [value.get("plate"), value.get("plate_region")]
        lines = [", ".join(w for w in plate if w), " ".join(w for w in car if w)]
        if "vin" in value:
            lines.append(say("vehicle.vin", lang, vin=value["vin"]))
        return [line for line in lines if line]

    def export(self, value: Value) -> Iterable[tuple[str, dict[str, Any]]]:
        return [("vehicles", {"role": self.role or "involved", **value})]

    def identifiers(self, value: Value) -> list[Identifier]:
        return [
            Identifier(kind, value[kind], squash(value[kind]), self.id, self.role or "involved")
            for kind in ("plate", "vin")
            if value.get(kind) and squash(value[kind])
        ]
