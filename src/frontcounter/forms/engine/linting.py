"""Checks of a whole document that its parts cannot make: references, order, words for errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .conditions import All, AnyOf, Condition, In, Mentions, Not, Over, references
from .danger import TOPICS
from .document import FormDocument, Page
from .kinds import Question
from .kinds.amount import AmountQuestion
from .kinds.choice import ChoiceQuestion
from .kinds.lines import LinesQuestion
from .kinds.place_located import LocatedPlaceQuestion
from .kinds.property_list import NO_SERIAL, PropertyListQuestion
from .kinds.small import NumberQuestion

# Kinds whose blank answer can only be named by the form itself.
COUNTED = (AmountQuestion, NumberQuestion, LinesQuestion, PropertyListQuestion)
OWN_ERROR = {"text", "long_text", "choice", "choices", "yes_no", "yes_no_unsure", "amount",
             "time", "phone", "email", "number", "lines"}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a form from being published, and the file and key it is in."""

    file: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.message}"


def lint_document(form: FormDocument, file: str) -> list[Problem]:
    """Problems of a document that loads."""
    return [Problem(file, where, message) for where, message in _all(form)]


def _all(form: FormDocument) -> Iterator[tuple[str, str]]:
    before: dict[str, Question] = {}
    if not form.pages:
        yield "pages", "there is no page of questions"
    for page in form.all_pages:
        yield from _condition(page.when, before, f"{page.id}.when")
        yield from _page(page, before)
    everything = {question.id: question for question in form.questions}
    for n, line in enumerate(form.advice):
        yield from _condition(line.when, everything, f"advice[{n}]")
    yield from _noticing(form, everything)
    for table, codes in form.codes.items():
        for code in codes:
            yield from _condition(code.when, everything, f"codes.{table}.{code.code}")


def _noticing(form: FormDocument, asked: dict[str, Question]) -> Iterator[tuple[str, str]]:
    for mark in form.marks:
        yield from _condition(mark.when, asked, f"marks.{mark.code}", spoken=True)
    for hint in form.hints:
        yield from _condition(hint.when, asked, f"hints.{hint.code}", spoken=True)
        if hint.page not in form.by_page:
            yield f"hints.{hint.code}.page", f"there is no page '{hint.page}'"


def _page(page: Page, before: dict[str, Question]) -> Iterator[tuple[str, str]]:
    if not page.questions:
        yield page.id, "has no questions"
    for question in page.questions:
        where = f"{page.id}.{question.id}"
        yield from _condition(question.when, before, f"{where}.when")
        if question.required and question.KIND in OWN_ERROR and not question.error:
            yield f"{where}.error", "a required question needs its own error text"
        zone = getattr(question, "zone", None)
        if zone is not None and not _is_zone(zone):
            yield f"{where}.zone", f"'{zone}' is no time zone"
        before[question.id] = question
    for stop in page.stops:
        yield from _condition(stop.when, before, f"{page.id}.stops.{stop.code}")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _condition(
    condition: Condition | None, before: dict[str, Question], where: str, *, spoken: bool = False
) -> Iterator[tuple[str, str]]:
    for name in sorted(references(condition) - set(before)):
        yield where, f"looks at '{name}', which is not asked before"
    yield from _codes(condition, before, where, spoken)


def _codes(
    condition: Condition | None, before: dict[str, Question], where: str, spoken: bool
) -> Iterator[tuple[str, str]]:
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _codes(part, before, where, spoken)
        case Not(part):
            yield from _codes(part, before, where, spoken)
        case Mentions(_, topic):
            # Word lists grow; the way through a published form must never change with them.
            if not spoken:
                yield where, "only marks and hints may look at what a text mentions"
            if topic not in TOPICS:
                yield where, f"there is no topic '{topic}'"
        case In(name, codes) if name in before:
            possible = possible_codes(before[name])
            for code in sorted(codes - possible):
                yield where, f"'{name}' never has the answer '{code}'"
        case Over(name, _) if name in before:
            if not isinstance(before[name], COUNTED):
                yield where, f"'{name}' is no amount"


def possible_codes(question: Question) -> set[str]:
    """Every code that conditions may find in an answer."""
    if isinstance(question, ChoiceQuestion):
        return set(question.all_codes())
    if isinstance(question, PropertyListQuestion):
        return {NO_SERIAL, *(o.code for o in (*question.categories, *question.types))}
    if isinstance(question, LinesQuestion):
        return question.codes()
    kinds = {option.code for option in getattr(question, "kinds", ())}
    return kinds | (question.area_codes() if isinstance(question, LocatedPlaceQuestion) else set())
