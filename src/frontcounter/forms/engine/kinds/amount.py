"""amount: money in minor units with its currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from ..cleaning import MAX_MINOR, parse_amount
from ..conditions import Seen
from ..reading import Reader
from ..texts import SYMBOLS, money
from ..views import Field
from .base import Asking, Checking, Question, Raw, Value


def read_money(stored: object) -> dict[str, Any] | None:
    """{"minor", "currency"} if well formed, else None."""
    if not isinstance(stored, Mapping):
        return None
    minor, currency = stored.get("minor"), stored.get("currency")
    if isinstance(minor, bool) or not isinstance(minor, int) or not 0 <= minor <= MAX_MINOR:
        return None
    if not isinstance(currency, str) or not currency:
        return None
    return {"minor": minor, "currency": currency}


def plain_amount(minor: int) -> str:
    """'1200.50' or '1200': what goes back into the box."""
    return f"{minor // 100}.{minor % 100:02}" if minor % 100 else str(minor // 100)


@dataclass(frozen=True, kw_only=True)
class AmountQuestion(Question):
    """Canonical: {"minor": 120050, "currency": "CAD"}."""

    KIND = "amount"
    currency: str = "CAD"

    @classmethod
    def parse(cls, r: Reader) -> Self:
        return cls(**cls.common(r), currency=r.string("currency"))

    def read(self, stored: object) -> Value | None:
        return read_money(stored)

    def fill(self, value: Value) -> Raw:
        return {self.id: [plain_amount(value["minor"])]}

    def check(self, c: Checking) -> Value | None:
        if not c.get():
            if self.required:
                self.missing(c, "", "enter")
            return None
        minor = parse_amount(c.get())
        if minor is None:
            c.error("", "amount")
            return None
        return {"minor": minor, "currency": self.currency}

    def ask(self, a: Asking) -> Field:
        prefix = SYMBOLS.get(self.currency, self.currency)
        return self.single(
            a, "text", prefix=prefix, inputmode="decimal", width=10, spellcheck=False
        )

    def show(self, value: Value, lang: str) -> list[str]:
        return [money(value["minor"], value["currency"], lang)]

    def seen(self, value: Value) -> Seen:
        return Seen(frozenset(), value["minor"])
