"""person (names, date of birth, phone, e-mail) and person_seen (a description)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from ..cleaning import is_email, phone_e164, phone_example
from ..reading import Reader
from ..texts import long_date, say
from ..views import Field, Input
from .base import Asking, Checking, Identifier, Question, Raw, Value, compact, texts_of
from .dates import check_date, date_boxes, fill_date, read_date
from .place import parts_of

NAMES = ("given", "family")
AUTOCOMPLETE = {"given": "given-name", "family": "family-name", "phone": "tel", "email": "email"}


def check_phone(c: Checking, part: str) -> dict[str, str]:
    """{"typed", "e164"} for any possible number, else {}."""
    typed = c.short(part, 60)
    if not typed:
        return {}
    e164 = phone_e164(typed, c.region)
    if e164 is None:
        c.error(part, "phone", example=phone_example(c.region))
        return {}
    return {"typed": typed, "e164": e164}


def check_email(c: Checking, part: str) -> str:
    text = c.get(part)
    if text and not is_email(text):
        c.error(part, "email")
    return text


def check_reach(c: Checking, parts: Container[str]) -> dict[str, Any]:
    """The phone number and the e-mail address, as far as the question asks for them."""
    found: dict[str, Any] = {}
    if "phone" in parts:
        found["phone"] = check_phone(c, "phone")
    if "email" in parts:
        found["email"] = check_email(c, "email")
    return found


def read_phone(stored: object) -> dict[str, str]:
    found = texts_of(stored, ("typed", "e164"))
    return found if len(found) == 2 else {}


def reach_input(q: Question, a: Asking, part: str, words: str = "", *, own: bool = False) -> Input:
    """The box for a phone number or an e-mail address; `words` names its label."""
    return q.part(
        a,
        part,
        label=q.words(words or part, a.lang),
        hint=q.part_hint(words or part, a.lang),
        type="tel" if part == "phone" else "email",
        inputmode="tel" if part == "phone" else "email",
        autocomplete=AUTOCOMPLETE[part] if own else "",
        width=20 if part == "phone" else 0,
        spellcheck=False,
    )


def reach_identifiers(q: Question, value: Mapping[str, Any], role: str) -> list[Identifier]:
    """The phone number and e-mail address of an answer."""
    found = []
    if "phone" in value:
        phone = value["phone"]
        found.append(Identifier("phone", phone["typed"], phone["e164"], q.id, role))
    if "email" in value:
        email = value["email"]
        found.append(Identifier("email", email, email.lower(), q.id, role))
    return found


@dataclass(frozen=True, kw_only=True)
class PersonQuestion(Question):
    """Canonical: {"given"?, "family"?, "born"?: day, "phone"?: {"typed", "e164"}, "email"?}.

    Required means: both names.
    """

    KIND = "person"
    OTHERS = True
    PARTS = (*NAMES, "born", "phone", "email")
    parts: tuple[str, ...] = NAMES

    @classmethod
    def parse(cls, r: Reader) -> Self:
        return cls(**cls.common(r), parts=parts_of(r, cls.PARTS, NAMES))

    def read(self, stored: object) -> Value | None:
        if not isinstance(stored, Mapping):
            return None
        found: dict[str, Any] = dict(texts_of(stored, (*NAMES, "born", "email")))
        if not read_date(found.get("born")):
            found.pop("born", None)
        if self.required and not set(NAMES) <= set(found):
            return None
        phone = read_phone(stored.get("phone"))
        return compact(**found, phone=phone) or None

    def fill(self, value: Value) -> Raw:
        raw = {f"{self.id}.{k}": [value[k]] for k in (*NAMES, "email") if k in value}
        if "born" in value:
            raw |= fill_date(self.id, "born", date.fromisoformat(value["born"]))
        if "phone" in value:
            raw[f"{self.id}.phone"] = [value["phone"]["typed"]]
        return raw

    def check(self, c: Checking) -> Value | None:
        found: dict[str, Any] = {part: c.short(part) for part in NAMES if part in self.parts}
        if self.required:
            for part in NAMES:
                if not found.get(part):
                    c.error(part, f"{part}_name")
        if "born" in self.parts:
            born = check_date(c, "born", c.now.date())
            found["born"] = born.isoformat() if born else ""
        return compact(**found, **check_reach(c, self.parts)) or None

    def ask(self, a: Asking) -> Field:
        return self.field(a, inputs=tuple(self._input(a, p) for p in self.parts), composite=True)

    def _input(self, a: Asking, part: str) -> Input:
        if part == "born":
            hint = self.part_hint("born", a.lang) or say("date.birth_hint", a.lang)
            own = self.role == "reporter"
            return date_boxes(a, "born", self.words("born", a.lang), hint, birthday=own)
        if part in ("phone", "email"):
            return reach_input(self, a, part, own=self.role == "reporter")
        return self.part(
            a,
            part,
            optional=not self.required,
            autocomplete=AUTOCOMPLETE[part] if self.role == "reporter" else "",
            spellcheck=False,
            max_length=200,
        )

    def show(self, value: Value, lang: str) -> list[str]:
        lines = [" ".join(value[k] for k in NAMES if k in value)]
        if "born" in value:
            lines.append(say("person.born", lang, day=long_date(_day(value), lang)))
        lines += [value["phone"]["typed"]] if "phone" in value else []
        lines += [value["email"]] if "email" in value else []
        return [line for line in lines if line]

    def export(self, value: Value) -> Iterable[tuple[str, dict[str, Any]]]:
        return [("persons", {"role": self.role or "other", **value})]

    def identifiers(self, value: Value) -> list[Identifier]:
        return reach_identifiers(self, value, self.role or "other")


def _day(value: Mapping[str, Any]) -> date:
    return date.fromisoformat(value["born"])


@dataclass(frozen=True, kw_only=True)
class PersonSeenQuestion(Question):
    """Somebody seen, not known. Canonical: {"looks"?, "left"?}."""

    KIND = "person_seen"
    OTHERS = True
    PARTS = ("looks", "left")

    def read(self, stored: object) -> Value | None:
        return texts_of(stored, self.PARTS) or None

    def fill(self, value: Value) -> Raw:
        return {f"{self.id}.{part}": [text] for part, text in value.items()}

    def check(self, c: Checking) -> Value | None:
        looks = c.prose("looks")
        if len(looks) > 2000:
            c.error("looks", "too_long", most=2000)
        if self.required and not looks:
            self.missing(c, "looks", "enter")
        return compact(looks=looks, left=c.short("left", 500)) or None

    def ask(self, a: Asking) -> Field:
        looks = self.part(
            a, "looks", "textarea", rows=4, max_length=2000, optional=not self.required
        )
        return self.field(a, inputs=(looks, self.part(a, "left", max_length=500)), composite=True)

    def show(self, value: Value, lang: str) -> list[str]:
        lines: list[str] = value.get("looks", "").split("\n")
        if "left" in value:
            lines.append(say("person.left", lang, how=value["left"]))
        return [line for line in lines if line]

    def export(self, value: Value) -> Iterable[tuple[str, dict[str, Any]]]:
        entry = compact(
            role=self.role or "suspect", description=value.get("looks"), left=value.get("left")
        )
        return [("persons", entry)]
