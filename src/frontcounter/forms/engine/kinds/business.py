"""business: a shop, a station, a firm or another organisation, and whom to ask for there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from ..reading import Reader
from ..views import Field, Input
from .base import Asking, Checking, Identifier, Question, Raw, Value, compact, texts_of
from .person import check_reach, reach_identifiers, reach_input, read_phone
from .place import parts_of

TEXTS = ("name", "number", "contact_name")
WIDTHS = {"number": 20}


@dataclass(frozen=True, kw_only=True)
class BusinessQuestion(Question):
    """Canonical: {"name"?, "number"?, "contact_name"?, "phone"?: {"typed", "e164"}, "email"?}.

    `number`: the registration number or the shop's own number. Required means: the name.
    """

    KIND = "business"
    PARTS = (*TEXTS, "phone", "email")
    parts: tuple[str, ...] = PARTS

    @classmethod
    def parse(cls, r: Reader) -> Self:
        return cls(**cls.common(r), parts=parts_of(r, cls.PARTS, cls.PARTS))

    def read(self, stored: object) -> Value | None:
        if not isinstance(stored, Mapping):
            return None
        texts = [part for part in (*TEXTS, "email") if part in self.parts]
        found: dict[str, Any] = dict(texts_of(stored, texts))
        if self.required and "name" not in found:
            return None
        if "phone" in self.parts:
            found["phone"] = read_phone(stored.get("phone"))
        return compact(**found) or None

    def fill(self, value: Value) -> Raw:
        raw = {f"{self.id}.{k}": [value[k]] for k in (*TEXTS, "email") if k in value}
        if "phone" in value:
            raw[f"{self.id}.phone"] = [value["phone"]["typed"]]
        return raw

    def check(self, c: Checking) -> Value | None:
        found: dict[str, Any] = {part: c.short(part) for part in TEXTS if part in self.parts}
        if self.required and not found.get("name"):
            self.missing(c, "name", "business_name")
        return compact(**found, **check_reach(c, self.parts)) or None

    def ask(self, a: Asking) -> Field:
        return self.field(a, inputs=tuple(self._input(a, p) for p in self.parts), composite=True)

    def _input(self, a: Asking, part: str) -> Input:
        if part in ("phone", "email"):
            return reach_input(self, a, part)
        return self.part(
            a,
            part,
            optional=not (self.required and part == "name"),
            autocomplete="organization" if part == "name" else "",
            width=WIDTHS.get(part, 0),
            spellcheck=False,
            max_length=200,
        )

    def show(self, value: Value, lang: str) -> list[str]:
        lines = [value[part] for part in ("name", "contact_name") if part in value]
        if "number" in value:
            lines.insert(
                1 if "name" in value else 0, f"{self.words('number', lang)}: {value['number']}"
            )
        if "phone" in value:
            lines.append(value["phone"]["typed"])
        return [*lines, value["email"]] if "email" in value else lines

    def export(self, value: Value) -> Iterable[tuple[str, dict[str, Any]]]:
        return [("organisations", {"role": self.role or "business", **value})]

    def identifiers(self, value: Value) -> list[Identifier]:
        return reach_identifiers(self, value, self.role or "business")
