"""The published form document: closed JSON, frozen, named by the hash of its canonical bytes."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .conditions import Condition
from .kinds import KINDS, Question
from .reading import DocumentError, Reader, Text, pick

ENGINE = 1


@dataclass(frozen=True)
class StopRule:
    """When this holds on its page, the person cannot go on here, and is shown another door."""

    code: str
    when: Condition
    title: Text
    text: Text
    door: str
    offer_call: bool


@dataclass(frozen=True)
class Page:
    """One page of questions. A page of the gate usually has stops."""

    id: str
    title: Text
    text: Text | None
    when: Condition | None
    questions: tuple[Question, ...]
    stops: tuple[StopRule, ...]
    is_gate: bool

    def heading(self, lang: str) -> str:
        return pick(self.title, lang)

    def intro(self, lang: str) -> str:
        """The text under the heading, or an empty string."""
        return pick(self.text, lang)


@dataclass(frozen=True)
class Code:
    """A code of a jurisdiction's table, and when it applies."""

    code: str
    when: Condition | None


@dataclass(frozen=True)
class Advice:
    """A line of help for after sending, and when it applies."""

    text: Text
    when: Condition | None


@dataclass(frozen=True)
class FormDocument:
    """One report type as a force published it. Made by `load_document` only."""

    hash: str
    type: str
    languages: tuple[str, ...]
    titles: Text
    intros: Text | None
    minutes: int
    ready: tuple[Text, ...]
    advice: tuple[Advice, ...]
    codes: Mapping[str, tuple[Code, ...]]
    gate: tuple[Page, ...]
    pages: tuple[Page, ...]
    by_page: Mapping[str, Page]
    by_question: Mapping[str, Question]

    def title(self, lang: str) -> str:
        return pick(self.titles, lang)

    def intro(self, lang: str) -> str:
        """What this report is for, one or two sentences; may be empty."""
        return pick(self.intros, lang)

    def to_have_ready(self, lang: str) -> list[str]:
        """Things worth having at hand, for the start page."""
        return [pick(text, lang) for text in self.ready]

    @property
    def all_pages(self) -> tuple[Page, ...]:
        """Gate first."""
        return self.gate + self.pages

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(self.by_question.values())

    @property
    def doors(self) -> frozenset[str]:
        """The door codes that its stops lead to; the force must have each."""
        return frozenset(stop.door for page in self.all_pages for stop in page.stops)

    def page(self, page_id: str) -> Page | None:
        return self.by_page.get(page_id)

    def question(self, question_id: str) -> Question | None:
        return self.by_question.get(question_id)


def canonical_json(data: object) -> bytes:
    """Sorted keys, NFC, no spaces, UTF-8. Raises ValueError for what JSON cannot say exactly."""
    try:
        text = json.dumps(
            _nfc(data), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        )
        return text.encode("utf-8")
    except (TypeError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from None


def _nfc(data: object) -> object:
    if isinstance(data, str):
        return unicodedata.normalize("NFC", data)
    if isinstance(data, Mapping):
        if not all(isinstance(key, str) for key in data):
            raise ValueError("a key of a JSON object must be a string")
        return {unicodedata.normalize("NFC", key): _nfc(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_nfc(value) for value in data]
    return data


def document_hash(data: object) -> str:
    """SHA-256, in hex, of the canonical JSON."""
    return hashlib.sha256(canonical_json(data)).hexdigest()


def load_document(data: Mapping[str, Any]) -> FormDocument:
    """Read a published document. Raises DocumentError, naming the place, for anything else."""
    top = Reader(data, "", ())
    if data.get("engine") != ENGINE or isinstance(data.get("engine"), bool):
        raise DocumentError("engine", f"this program reads documents of engine {ENGINE}")
    languages = top.strings("languages")
    if not languages or len(set(languages)) != len(languages) or not all(languages):
        raise DocumentError("languages", "expected a list of different languages")
    r = Reader(data, "", languages)
    try:
        digest = document_hash(data)
    except ValueError as error:
        raise DocumentError("", str(error)) from None
    return _build(r, digest)


def _build(r: Reader, digest: str) -> FormDocument:
    gate = tuple(_page(item, True) for item in r.items("gate"))
    pages = tuple(_page(item, False) for item in r.items("pages"))
    questions = [question for page in gate + pages for question in page.questions]
    _no_twins("gate", [page.id for page in gate + pages])
    _no_twins("pages", [question.id for question in questions])
    return FormDocument(
        hash=digest,
        type=r.string("type"),
        languages=r.languages,
        titles=r.text("title"),
        intros=r.optional_text("intro"),
        minutes=r.integer("minutes", 10),
        ready=tuple(item.text("text") for item in r.items("ready")),
        advice=tuple(Advice(i.text("text"), i.condition()) for i in r.items("advice")),
        codes=_codes(r),
        gate=gate,
        pages=pages,
        by_page=MappingProxyType({page.id: page for page in gate + pages}),
        by_question=MappingProxyType({question.id: question for question in questions}),
    )


def _no_twins(where: str, ids: list[str]) -> None:
    twins = {one for one in ids if ids.count(one) > 1}
    if twins:
        raise DocumentError(where, f"the same id twice: {', '.join(sorted(twins))}")


def _page(r: Reader, is_gate: bool) -> Page:
    return Page(
        id=_plain_id(r),
        title=r.text("title"),
        text=r.optional_text("text"),
        when=r.condition(),
        questions=tuple(_question(item) for item in r.items("questions")),
        stops=tuple(_stop(item) for item in r.items("stops")),
        is_gate=is_gate,
    )


def _plain_id(r: Reader) -> str:
    name = r.string("id")
    if not (name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()):
        raise r.fail("id", "an id is made of a-z, 0-9 and _")
    return name


def _question(r: Reader) -> Question:
    _plain_id(r)
    kind, version = r.string("kind"), r.integer("version", 1)
    cls = KINDS.get((kind, version))
    if cls is None:
        raise r.fail("kind", f"there is no kind '{kind}' version {version}")
    return cls.parse(r)


def _stop(r: Reader) -> StopRule:
    when = r.condition()
    if when is None:
        raise r.fail("when", "a stop needs a condition")
    return StopRule(
        code=r.string("code"),
        when=when,
        title=r.text("title"),
        text=r.text("text"),
        door=r.string("door"),
        offer_call=r.flag("offer_call"),
    )


def _codes(r: Reader) -> Mapping[str, tuple[Code, ...]]:
    data = r.data.get("codes", {})
    if not isinstance(data, Mapping):
        raise r.fail("codes", "expected a mapping")
    tables = Reader(data, "codes", r.languages)
    return MappingProxyType(
        {
            str(table): tuple(
                Code(item.string("code"), item.condition()) for item in tables.items(str(table))
            )
            for table in data
        }
    )
