"""text and long_text: a string."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from ..conditions import Seen
from ..reading import Reader
from ..views import Field
from .base import Asking, Checking, Question, Raw, Value


@dataclass(frozen=True, kw_only=True)
class TextQuestion(Question):
    """One line. Canonical: a string."""

    KIND = "text"
    max_length: int = 200
    autocomplete: str = ""

    @classmethod
    def parse(cls, r: Reader) -> Self:
        return cls(
            **cls.common(r),
            max_length=r.integer("max_length", cls.max_length, 1, 20_000),
            autocomplete=r.string("autocomplete", ""),
        )

    def read(self, stored: object) -> Value | None:
        return stored if isinstance(stored, str) and stored else None

    def fill(self, value: Value) -> Raw:
        return {self.id: [value]}

    def clean(self, c: Checking) -> str:
        return c.get()

    def check(self, c: Checking) -> Value | None:
        text = self.clean(c)
        if len(text) > self.max_length:
            c.error("", "too_long", most=self.max_length)
        if not text and self.required:
            self.missing(c, "", "enter")
        return text or None

    def ask(self, a: Asking) -> Field:
        return self.single(
            a, "text", max_length=self.max_length, autocomplete=self.autocomplete, type="text"
        )

    def show(self, value: Value, lang: str) -> list[str]:  # noqa: ARG002
        return str(value).split("\n")

    def seen(self, value: Value) -> Seen:
        return Seen(frozenset(), words=str(value))


@dataclass(frozen=True, kw_only=True)
class LongTextQuestion(TextQuestion):
    """Several lines. Canonical: a string with \\n. Role 'narrative' makes it the narrative."""

    KIND = "long_text"
    max_length: int = 10_000
    rows: int = 6

    @classmethod
    def parse(cls, r: Reader) -> Self:
        return cls(
            **cls.common(r),
            max_length=r.integer("max_length", cls.max_length, 1, 20_000),
            rows=r.integer("rows", cls.rows, 1, 30),
        )

    def clean(self, c: Checking) -> str:
        return c.prose()

    def ask(self, a: Asking) -> Field:
        return self.single(a, "textarea", max_length=self.max_length, rows=self.rows)

    def export(self, value: Value) -> Iterable[tuple[str, dict[str, Any]]]:
        if self.role == "narrative":
            return [("narrative", {"code": self.code or self.id, "text": value})]
        return super().export(value)
