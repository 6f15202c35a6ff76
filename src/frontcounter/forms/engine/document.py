"""The published form document: closed JSON, frozen, named by the hash of its canonical bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .conditions import Condition, references
from .kinds import Question
from .reading import Text, pick


@dataclass(frozen=True)
class StopRule:
    """When this holds on its page, the person cannot go on here, and is shown another door."""

    code: str
    when: Condition
    title: Text
    text: Text
    door: str
    offer_call: bool

    @cached_property
    def references(self) -> frozenset[str]:
        """The ids of the questions that it looks at."""
        return references(self.when)


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

    @cached_property
    def stands_alone(self) -> bool:
        """Which of its questions are asked is decided on the page itself."""
        own = {question.id for question in self.questions}
        return all(references(question.when) <= own for question in self.questions)

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
