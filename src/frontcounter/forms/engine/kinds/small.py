"""time, phone, email and number: one box each, with its own check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Self

from ..cleaning import is_email, parse_time
from ..conditions import Seen
from ..reading import Reader, Text, pick
from ..texts import clock
from ..views import Field
from .base import Asking, Checking, Identifier, Question, Raw, Value
from .person import check_email, check_phone, reach_identifiers, read_phone


@dataclass(frozen=True, kw_only=True)
class TimeQuestion(Question):
    """A time of day as told. Canonical: 'HH:MM'."""

    KIND = "time"

    def read(self, stored: object) -> Value | None:
        found = parse_time(stored) if isinstance(stored, str) and len(stored) == 5 else None
        return stored if found and _hh_mm(found) == stored else None

    def fill(self, value: Value) -> Raw:
        return {self.id: [value]}

    def check(self, c: Checking) -> Value | None:
        if not c.get():
            if self.required:
                self.missing(c, "", "enter")
            return None
        found = parse_time(c.get())
        if found is None:
            c.error("", "not_a_time")
            return None
        return _hh_mm(found)

    def ask(self, a: Asking) -> Field:
        return self.single(a, "text", width=10, spellcheck=False)

    def show(self, value: Value, lang: str) -> list[str]:
        at = time.fromisoformat(value)
        return [clock(at.hour, at.minute, lang)]


def _hh_mm(found: tuple[int, int]) -> str:
    return f"{found[0]:02}:{found[1]:02}"


@dataclass(frozen=True, kw_only=True)
class PhoneQuestion(Question):
    """A telephone number. Canonical: {"typed", "e164"}."""

    KIND = "phone"

    def read(self, stored: object) -> Value | None:
        return read_phone(stored) or None

    def fill(self, value: Value) -> Raw:
        return {self.id: [value["typed"]]}

    def check(self, c: Checking) -> Value | None:
        if not c.get() and self.required:
            self.missing(c, "", "enter")
        return check_phone(c, "") or None

    def ask(self, a: Asking) -> Field:
        return self.single(a, "text", type="tel", inputmode="tel", width=20, spellcheck=False)

    def show(self, value: Value, lang: str) -> list[str]:  # noqa: ARG002
        return [value["typed"]]

    def identifiers(self, value: Value) -> list[Identifier]:
        return reach_identifiers(self, {"phone": value}, self.role)


@dataclass(frozen=True, kw_only=True)
class EmailQuestion(Question):
    """An e-mail address. Canonical: the address as typed."""

    KIND = "email"

    def read(self, stored: object) -> Value | None:
        return stored if isinstance(stored, str) and is_email(stored) else None

    def fill(self, value: Value) -> Raw:
        return {self.id: [value]}

    def check(self, c: Checking) -> Value | None:
        if not c.get() and self.required:
            self.missing(c, "", "enter")
        return check_email(c, "") or None

    def ask(self, a: Asking) -> Field:
        return self.single(a, "text", type="email", inputmode="email", spellcheck=False)

    def show(self, value: Value, lang: str) -> list[str]:  # noqa: ARG002
        return [value]

    def identifiers(self, value: Value) -> list[Identifier]:
        return reach_identifiers(self, {"email": value}, self.role)


@dataclass(frozen=True, kw_only=True)
class NumberQuestion(Question):
    """A whole number from `min` to `max`. Canonical: int. `unit` follows it where it is shown."""

    KIND = "number"
    min: int = 0
    max: int = 1_000_000
    unit: Text | None = None

    @classmethod
    def parse(cls, r: Reader) -> Self:
        low = r.integer("min", 0)
        return cls(
            **cls.common(r),
            min=low,
            max=r.integer("max", 1_000_000, low),
            unit=r.optional_text("unit"),
        )

    def read(self, stored: object) -> Value | None:
        if isinstance(stored, bool) or not isinstance(stored, int):
            return None
        return stored if self.min <= stored <= self.max else None

    def fill(self, value: Value) -> Raw:
        return {self.id: [str(value)]}

    def check(self, c: Checking) -> Value | None:
        typed = c.get()
        if not typed:
            if self.required:
                self.missing(c, "", "enter")
            return None
        whole = typed.isascii() and typed.isdigit() and len(typed) < 10
        if not whole or not self.min <= int(typed) <= self.max:
            c.error("", "number", least=self.min, most=self.max)
            return None
        return int(typed)

    def ask(self, a: Asking) -> Field:
        return self.single(a, "text", inputmode="numeric", width=5, spellcheck=False)

    def show(self, value: Value, lang: str) -> list[str]:
        return [f"{value} {pick(self.unit, lang)}".strip()]

    def seen(self, value: Value) -> Seen:
        return Seen(frozenset(), value)
