"""place: an address, a landmark or a description, and the kind of place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from ..cleaning import postcode
from ..conditions import Seen
from ..reading import DocumentError, Option, Reader
from ..views import Field, Input
from .base import Asking, Checking, Question, Raw, Value, choices, compact, texts_of
from .choice import colour_words, select_blank

ADDRESS = ("line1", "line2", "town", "postcode")
AUTOCOMPLETE = {
    "line1": "address-line1",
    "line2": "address-line2",
    "town": "address-level2",
    "postcode": "postal-code",
}
ALL_PARTS = (*ADDRESS, "landmark", "describe", "kind")
ENOUGH = {"line1", "landmark", "describe"}
WIDTHS = {"postcode": 10, "town": 20}


def parts_of(r: Reader, known: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    """The parts that a question asks for, in the kind's own order."""
    asked = r.strings("parts", default)
    for part in asked:
        if part not in known:
            raise DocumentError(r.at("parts"), f"'{part}' is not one of {', '.join(known)}")
    return tuple(part for part in known if part in asked)


def parts_and_kinds(
    r: Reader, known: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[Option, ...]]:
    """The parts of a place that are asked for, and the kinds of place to choose from."""
    kinds = r.options("kinds")
    parts = parts_of(r, known, tuple(part for part in known if part != "kind" or kinds))
    if "kind" in parts and not kinds:
        raise DocumentError(r.at("kinds"), "a place with a kind needs the list of kinds")
    return parts, kinds


def check_address(c: Checking, parts: Iterable[str]) -> dict[str, Any]:
    """The parts of an address that were typed; any postcode, put in its usual form."""
    found = {part: c.short(part) for part in parts if part in ADDRESS}
    if found.get("postcode"):
        found["postcode"] = postcode(found["postcode"])
    return compact(**found)


def address_lines(value: Mapping[str, Any]) -> list[str]:
    """Street lines, then town and postcode on one line."""
    town = " ".join(value[k] for k in ("town", "postcode") if value.get(k))
    return [line for line in (value.get("line1"), value.get("line2"), town) if line]


def address_inputs(
    q: Question, a: Asking, parts: Iterable[str], *, own: bool = False
) -> list[Input]:
    """The boxes of an address; `own`: the reader's own, so that browsers may fill it in."""
    return [
        q.part(
            a,
            part,
            autocomplete=AUTOCOMPLETE[part] if own else "",
            width=WIDTHS.get(part, 0),
            max_length=200,
            spellcheck=False,
        )
        for part in parts
        if part in ADDRESS
    ]


@dataclass(frozen=True, kw_only=True)
class PlaceQuestion(Question):
    """Canonical: {"line1"?, "line2"?, "town"?, "postcode"?, "landmark"?, "describe"?, "kind"?}.

    Required means: a street, a landmark or a description.
    """

    KIND = "place"
    PARTS: ClassVar[tuple[str, ...]] = ALL_PARTS
    parts: tuple[str, ...] = ()
    kinds: tuple[Option, ...] = ()

    @classmethod
    def parse(cls, r: Reader) -> Self:
        parts, kinds = parts_and_kinds(r, ALL_PARTS)
        return cls(**cls.common(r), parts=parts, kinds=kinds)

    def read(self, stored: object) -> Value | None:
        found = texts_of(stored, self.parts)
        if found.get("kind") not in {o.code for o in self.kinds}:
            found.pop("kind", None)
        if self.required and not ENOUGH & set(found):
            return None
        return found or None

    def fill(self, value: Value) -> Raw:
        return {f"{self.id}.{part}": [text] for part, text in value.items()}

    def check(self, c: Checking) -> Value | None:
        found = check_address(c, self.parts)
        if "landmark" in self.parts:
            found |= compact(landmark=c.short("landmark"))
        if "describe" in self.parts:
            found |= compact(describe=self._described(c))
        if self.required and not ENOUGH & set(found):
            self.missing(c, self.parts[0] if self.parts else "", "place")
        kind = c.get("kind") if "kind" in self.parts else ""
        if kind and kind not in {o.code for o in self.kinds}:
            c.error("kind", "select")
        return compact(**found, kind=kind) or None

    def _described(self, c: Checking) -> str:
        text = c.prose("describe")
        if len(text) > 1000:
            c.error("describe", "too_long", most=1000)
        return text

    def ask(self, a: Asking) -> Field:
        inputs = address_inputs(self, a, self.parts, own=self.role == "reporter")
        if "landmark" in self.parts:
            inputs.append(self.part(a, "landmark", max_length=200))
        if "describe" in self.parts:
            inputs.append(self.part(a, "describe", "textarea", rows=2, max_length=1000))
        if "kind" in self.parts:
            options = (select_blank(a.lang), *choices(self.kinds, [a.get("kind")], a.lang))
            inputs.append(self.part(a, "kind", "select", options=options))
        return self.field(a, inputs=tuple(inputs), composite=True)

    def show(self, value: Value, lang: str) -> list[str]:
        lines = address_lines(value)
        lines += [value[k] for k in ("landmark",) if k in value]
        lines += value.get("describe", "").split("\n") if "describe" in value else []
        if "kind" in value:
            lines.append(colour_words(self.kinds, value["kind"], lang))
        return lines

    def seen(self, value: Value) -> Seen:
        return Seen(frozenset([value["kind"]] if "kind" in value else []))

    def export(self, value: Value) -> Iterable[tuple[str, dict[str, Any]]]:
        codes = next((dict(o.codes) for o in self.kinds if o.code == value.get("kind")), {})
        return [("locations", compact(role=self.role or "incident", **value, codes=codes))]
