"""The way of one person through a form: derived from the answers at each request, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from .conditions import Seen, holds
from .document import FormDocument, Page, StopRule
from .kinds import Question
from .reading import pick

Answers = Mapping[str, Any]

PASSED = "_passed"
"""Beside the answers: codes of stops that staff passed for a person whom they write for."""
_NO: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stop:
    """Where and why the person cannot go on here, and which door (force data) to show instead."""

    page_id: str
    code: str
    door: str
    offer_call: bool
    rule: StopRule

    def title(self, lang: str) -> str:
        return pick(self.rule.title, lang)

    def text(self, lang: str) -> str:
        return pick(self.rule.text, lang)


@dataclass(frozen=True)
class Journey:
    """One walk. Page ids that are not on the way give None, False or (0, total)."""

    form: FormDocument
    steps: tuple[Page, ...]
    stop: Stop | None
    values: Mapping[str, Any]  # well-formed answers of questions on the way
    seen: Mapping[str, Seen]  # the same, as conditions see them
    asked: Mapping[str, tuple[Question, ...]]  # the questions of each page on the way
    open_pages: frozenset[str]  # on the way, and a required question is unanswered
    unseen_pages: frozenset[str]  # on the way, and a question was neither answered nor left blank
    passed: frozenset[str]  # codes of the stops that no longer stop this report

    def _index(self, page_id: str) -> int | None:
        return next((n for n, page in enumerate(self.steps) if page.id == page_id), None)

    def next(self, page_id: str) -> str | None:
        """The page after this one; None after the last (then comes the check page)."""
        n = self._index(page_id)
        return self.steps[n + 1].id if n is not None and n + 1 < len(self.steps) else None

    def back(self, page_id: str) -> str | None:
        n = self._index(page_id)
        return self.steps[n - 1].id if n else None

    def may_visit(self, page_id: str) -> bool:
        """On the way, and nothing required is missing before it."""
        n = self._index(page_id)
        if n is None:
            return False
        return not any(page.id in self.open_pages for page in self.steps[:n])

    @property
    def first_unanswered(self) -> str | None:
        """The first page with a question that the person has not been through."""
        return next((page.id for page in self.steps if page.id in self.unseen_pages), None)

    @property
    def complete(self) -> bool:
        """Every required question on the way is answered, and no stop was reached."""
        return self.stop is None and not self.open_pages

    def progress(self, page_id: str) -> tuple[int, int]:
        """(which page, of how many), counted from one; past a stop, as if there were none."""
        n = self._index(page_id)
        every = self.form.all_pages
        after = every[every.index(self.steps[-1]) + 1 :] if self.stop else ()
        total = len(self.steps) + sum(holds(page.when, self.seen) for page in after)
        return (0 if n is None else n + 1, total)


Told: TypeAlias = Answers | Journey
"""Answers, or the walk that somebody has already made with them: it is not made again."""


def walk(form: FormDocument, answers: Told) -> Journey:
    """Go through the pages once, in order, with the answers at hand. Never raises for answers."""
    if isinstance(answers, Journey):
        assert answers.form is form
        return answers
    answers = answers if isinstance(answers, Mapping) else {}
    values: dict[str, Any] = {}
    seen: dict[str, Seen] = {}
    steps: list[Page] = []
    questions: dict[str, tuple[Question, ...]] = {}
    unfinished: set[str] = set()
    unseen: set[str] = set()
    stop, passed = None, passed_stops(answers)
    for page in form.all_pages:
        if page.when is not None and not holds(page.when, seen):
            continue
        steps.append(page)
        asked = questions[page.id] = _take(page, answers, values, seen)
        for question in asked:
            if question.id in values:
                continue
            if question.required:
                unfinished.add(page.id)
            if question.required or question.id not in answers:
                unseen.add(page.id)
        if page.stops and (stop := _stop(page, asked, seen, passed)):
            break
    return Journey(
        form=form,
        steps=tuple(steps),
        stop=stop,
        values=values,
        seen=seen,
        asked=questions,
        open_pages=frozenset(unfinished),
        unseen_pages=frozenset(unseen),
        passed=passed,
    )


def _take(
    page: Page, answers: Answers, values: dict[str, Any], seen: dict[str, Seen]
) -> tuple[Question, ...]:
    """Add the page's answers to what is known; give the questions that are asked on it."""
    asked = []
    for question in page.questions:
        if question.when is not None and not holds(question.when, seen):
            continue
        asked.append(question)
        stored = answers.get(question.id)
        value = None if stored is None else question.read(stored)
        if value is not None:
            values[question.id] = value
            seen[question.id] = question.seen(value)
    return tuple(asked)


def passed_stops(answers: Answers) -> frozenset[str]:
    """The codes of the stops that no longer stop this report."""
    told = answers.get(PASSED)
    return frozenset(one for one in told if isinstance(one, str)) if isinstance(told, list) else _NO


def _stop(
    page: Page,
    asked: tuple[Question, ...],
    seen: Mapping[str, Seen],
    passed: frozenset[str],
) -> Stop | None:
    unanswered = {question.id for question in asked if question.id not in seen}
    for rule in page.stops:
        if rule.code in passed:
            continue
        # A stop speaks only of what has been said: an emergency stops before the page is full,
        # but a question that is still blank stops nobody.
        if rule.references & unanswered:
            continue
        if holds(rule.when, seen):
            return Stop(page.id, rule.code, rule.door, rule.offer_call, rule)
    return None


def answers_to_send(form: FormDocument, answers: Told) -> dict[str, Any]:
    """The well-formed answers of the pages that the person passes, in order; nothing else."""
    journey = walk(form, answers)
    return {**journey.values, **({PASSED: sorted(journey.passed)} if journey.passed else {})}


def advice(form: FormDocument, answers: Told, lang: str) -> list[str]:
    """The lines of help that apply, for after sending."""
    seen = walk(form, answers).seen
    return [pick(item.text, lang) for item in form.advice if holds(item.when, seen)]
