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
DESKS = ("review", "intelligence", "standards")


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
    doors: tuple[str, ...]  # whom to turn to, shown on the page itself (codes of force data)
    is_gate: bool
    shared: bool  # of several offences told in one go, it is asked once for all

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
class Handling:
    """How reports of a type are treated, whatever their answers.

    `desk`: who may see them at all. `urgent`: they go to the top. `call_first`: what is sent is a
    wish to be called. `deliver`: they may reach the records system, matching and analysis.
    `safe_exit`: neutral titles, and a way to leave quickly. `on_device`: a draft may be kept on the
    phone. `blur`: pictures are shown blurred first. `confidential`: nobody needs to give a name.
    `many`: a business may tell of several offences in one go, with a spreadsheet (rows.py).
    """

    desk: str
    urgent: bool
    call_first: bool
    deliver: bool
    safe_exit: bool
    on_device: bool
    blur: bool
    confidential: bool
    many: bool


@dataclass(frozen=True)
class Mark:
    """When this holds, a report is seen sooner (`priority` 1 or 2) or called about (`call`)."""

    code: str
    when: Condition
    label: Text
    priority: int
    call: bool


@dataclass(frozen=True)
class Hint:
    """When this holds, something on `page` is worth another look before sending."""

    code: str
    page: str
    when: Condition
    text: Text
    staff: Text | None


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
    group: str
    search_words: Text | None
    handling: Handling
    marks: tuple[Mark, ...]
    hints: tuple[Hint, ...]
    gate: tuple[Page, ...]
    pages: tuple[Page, ...]
    by_page: Mapping[str, Page]
    by_question: Mapping[str, Question]
    together: bool = False  # only what several reports share (rows.shared_form)

    def title(self, lang: str) -> str:
        return pick(self.titles, lang)

    def intro(self, lang: str) -> str:
        """What this report is for, one or two sentences; may be empty."""
        return pick(self.intros, lang)

    def keywords(self, lang: str) -> str:
        """Other words by which people look for this type, separated by commas; may be empty."""
        return pick(self.search_words, lang)

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
        """The door codes that its stops and pages lead to; the force must have each."""
        stops = {stop.door for page in self.all_pages for stop in page.stops}
        return frozenset(stops.union(*(page.doors for page in self.all_pages)))

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
        group=r.string("group", ""),
        search_words=r.optional_text("keywords"),
        handling=_handling(r),
        marks=tuple(_mark(item) for item in r.items("marks")),
        hints=tuple(_hint(item) for item in r.items("hints")),
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
        doors=r.strings("doors"),
        is_gate=is_gate,
        shared=r.flag("shared"),
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
    return StopRule(
        code=r.string("code"),
        when=_needed_condition(r),
        title=r.text("title"),
        text=r.text("text"),
        door=r.string("door"),
        offer_call=r.flag("offer_call"),
    )


def _handling(r: Reader) -> Handling:
    data = Reader(r.data.get("handling", {}), r.at("handling"), r.languages)
    known = set(Handling.__dataclass_fields__)
    for key in data.data:
        if key not in known:
            raise data.fail(str(key), "is not a way of handling")
    desk = data.string("desk", "review")
    if desk not in DESKS:
        raise data.fail("desk", f"expected one of {', '.join(DESKS)}")
    flags = {name: data.flag(name, name == "deliver") for name in known - {"desk"}}
    if flags["on_device"] and flags["safe_exit"]:
        raise data.fail("on_device", "nothing stays on the phone where there is a safe exit")
    if flags["many"] and (flags["call_first"] or flags["safe_exit"] or flags["confidential"]):
        raise data.fail("many", "a spreadsheet is for businesses, and for what is sent as a report")
    return Handling(desk=desk, **flags)


def _needed_condition(r: Reader) -> Condition:
    when = r.condition()
    if when is None:
        raise r.fail("when", "needs a condition")
    return when


def _mark(r: Reader) -> Mark:
    return Mark(
        code=r.string("code"),
        when=_needed_condition(r),
        label=r.text("label"),
        priority=r.integer("priority", 0, 0, 2),
        call=r.flag("call"),
    )


def _hint(r: Reader) -> Hint:
    return Hint(
        code=r.string("code"),
        page=r.string("page"),
        when=_needed_condition(r),
        text=r.text("text"),
        staff=r.optional_text("staff"),
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
