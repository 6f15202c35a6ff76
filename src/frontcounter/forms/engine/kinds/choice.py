"""choice (radios), choices (checkboxes), yes_no and yes_no_unsure: codes, never words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from ..conditions import Seen
from ..reading import DocumentError, Option, Reader, pick
from ..texts import say
from ..views import Choice, Field
from .base import Asking, Checking, Question, Raw, Value, choices


@dataclass(frozen=True, kw_only=True)
class ChoiceQuestion(Question):
    """One of a list. Canonical: the code. `widget: select` draws a drop-down."""

    KIND = "choice"
    options: tuple[Option, ...] = ()
    widget: str = "radios"

    @classmethod
    def parse(cls, r: Reader) -> Self:
        options = r.options()
        if not options:
            raise DocumentError(r.at("options"), "a choice needs options")
        widget = r.string("widget", "radios")
        if widget not in ("radios", "select"):
            raise DocumentError(r.at("widget"), "expected radios or select")
        return cls(**cls.common(r), options=options, widget=widget)

    def all_codes(self) -> list[str]:
        """Every code it can be answered with."""
        return [option.code for option in self.options]

    def read(self, stored: object) -> Value | None:
        return stored if isinstance(stored, str) and stored in self.all_codes() else None

    def fill(self, value: Value) -> Raw:
        return {self.id: [value]}

    def check(self, c: Checking) -> Value | None:
        code = c.get()
        if code in self.all_codes():
            return code
        if code or self.required:
            self.missing(c, "", "select")
        return None

    def drawn(self, a: Asking) -> tuple[Choice, ...]:
        return choices(self.options, a.all(), a.lang)

    def ask(self, a: Asking) -> Field:
        drawn = self.drawn(a)
        if self.widget == "select":  # else a browser would answer with the first of the list
            drawn = (select_blank(a.lang), *drawn)
        return self.single(a, self.widget, options=drawn)

    def show(self, value: Value, lang: str) -> list[str]:
        return [pick(o.label, lang) for o in self.options if o.code == value]

    def seen(self, value: Value) -> Seen:
        return Seen(frozenset([value]))


@dataclass(frozen=True, kw_only=True)
class ChoicesQuestion(ChoiceQuestion):
    """Any of a list. Canonical: the codes in list order. A code flagged 'none' stands alone."""

    KIND = "choices"

    def read(self, stored: object) -> Value | None:
        if not isinstance(stored, list):
            return None
        codes = [code for code in self.all_codes() if code in stored]
        return codes if codes and len(codes) == len(stored) else None

    def fill(self, value: Value) -> Raw:
        return {self.id: list(value)}

    def check(self, c: Checking) -> Value | None:
        ticked = [value for value in c.all() if value]
        codes = [code for code in self.all_codes() if code in ticked]
        alone = [o.code for o in self.options if "none" in o.flags]
        if any(code in codes for code in alone) and len(codes) > 1:
            c.error("", "none_and_others")
        elif not codes and (self.required or ticked):
            self.missing(c, "", "select")
        return codes or None

    def ask(self, a: Asking) -> Field:
        return self.single(a, "checkboxes", options=self.drawn(a))

    def show(self, value: Value, lang: str) -> list[str]:
        return [pick(o.label, lang) for o in self.options if o.code in value]

    def seen(self, value: Value) -> Seen:
        return Seen(frozenset(value))


@dataclass(frozen=True, kw_only=True)
class YesNoQuestion(ChoiceQuestion):
    """Yes or no. Canonical: 'yes' or 'no'. The words are the engine's unless `labels` has some."""

    KIND = "yes_no"
    ANSWERS: ClassVar[tuple[str, ...]] = ("yes", "no")
    PARTS: ClassVar[tuple[str, ...]] = ("yes", "no")

    @classmethod
    def parse(cls, r: Reader) -> Self:
        return cls(**cls.common(r))

    def all_codes(self) -> list[str]:
        return list(self.ANSWERS)

    def drawn(self, a: Asking) -> tuple[Choice, ...]:
        return tuple(
            Choice(
                value=code,
                label=self.words(code, a.lang),
                hint=self.part_hint(code, a.lang),
                checked=code == a.get(),
            )
            for code in self.ANSWERS
        )

    def show(self, value: Value, lang: str) -> list[str]:
        return [self.words(value, lang)]

    def _key(self, group: str, part: str) -> str:
        return f"{group}.yes_no.{part}"


@dataclass(frozen=True, kw_only=True)
class YesNoUnsureQuestion(YesNoQuestion):
    """Canonical: 'yes', 'no' or 'not_sure'."""

    KIND = "yes_no_unsure"
    ANSWERS = ("yes", "no", "not_sure")
    PARTS = ("yes", "no", "not_sure")


def colour_words(options: tuple[Option, ...], code: str, lang: str) -> str:
    """The label of a code, or the code when the list does not have it."""
    return next((pick(o.label, lang) for o in options if o.code == code), code)


def select_blank(lang: str) -> Choice:
    """The empty first entry of a drop-down."""
    return Choice(value="", label=say("select.blank", lang))
