"""A form without a person: every page and question of it, numbered, and when each is asked.

For what shows a whole form: previews on the staff site, the form to print, and the screens for
entering what stands on paper. The numbers are the same in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from frontcounter.forms.engine import Field, FieldError, FormDocument, Input, Page
from frontcounter.forms.engine.conditions import (
    All,
    Answered,
    AnyOf,
    Condition,
    In,
    Mentions,
    Not,
    Over,
)
from frontcounter.forms.engine.document import StopRule
from frontcounter.forms.engine.kinds import Question
from frontcounter.forms.engine.kinds.base import Asking, Checking
from frontcounter.forms.engine.texts import money
from frontcounter.web.texts import Translator


@dataclass(frozen=True)
class EveryQuestion:
    """A question with its number; `when` says in words when it is asked ("" always)."""

    number: str
    field: Field
    when: str


@dataclass(frozen=True)
class EveryStop:
    """A stop of a page, and in words what leads to it."""

    rule: StopRule
    when: str


@dataclass(frozen=True)
class EveryPage:
    """A page with its number, all its questions and stops, and when it is shown."""

    number: int
    page: Page
    questions: tuple[EveryQuestion, ...]
    stops: tuple[EveryStop, ...]
    when: str


def page_numbers(form: FormDocument) -> dict[str, int]:
    """Page id → its number, from one, the gate's first."""
    return {page.id: number for number, page in enumerate(form.all_pages, start=1)}


def question_numbers(form: FormDocument) -> dict[str, str]:
    """Question id → "2.1": the number of its page, and its place there."""
    return {
        question.id: f"{number}.{place}"
        for number, page in enumerate(form.all_pages, start=1)
        for place, question in enumerate(page.questions, start=1)
    }


def numbered(field: Field, number: str) -> Field:
    """The field with its number before its label."""
    inputs = field.inputs
    if len(inputs) == 1 and inputs[0].name == field.question_id and inputs[0].label:
        inputs = (replace(inputs[0], label=_with(number, inputs[0].label)),)
    label = _with(number, field.label) if field.label else number
    return replace(field, label=label, inputs=inputs)


def _with(number: str, label: str) -> str:
    return f"{number}\u00a0 {label}"


def every_page(
    form: FormDocument, lang: str, errors: Mapping[str, str] | None = None
) -> list[EveryPage]:
    """All pages; `errors` are messages by the name of the input that they belong to."""
    numbers, say = question_numbers(form), _Words(form, lang)
    return [
        EveryPage(
            number,
            page,
            tuple(
                EveryQuestion(
                    numbers[question.id],
                    _blank(question, lang, errors or {}),
                    say(question.when),
                )
                for question in page.questions
            ),
            tuple(EveryStop(stop, say(stop.when)) for stop in page.stops),
            say(page.when),
        )
        for number, page in enumerate(form.all_pages, start=1)
    ]


def sent_empty(page: Page, *, lang: str, now: datetime, region: str) -> list[FieldError]:
    """What the page answers when all of its questions are asked and none is answered."""
    errors: list[FieldError] = []
    for question in page.questions:
        c = Checking({}, question.id, lang, now, region, {})
        question.check(c)
        errors += c.errors
    return errors


def _blank(question: Question, lang: str, errors: Mapping[str, str]) -> Field:
    return question.ask(Asking({}, errors, question.id, lang, {}))


def everything_shown(field: Field) -> Field:
    """The field with all its parts in sight, also those that a choice would reveal."""
    return replace(field, inputs=tuple(_open(one) for one in field.inputs), reveal=None)


def _open(one: Input) -> Input:
    return replace(one, options=tuple(replace(option, reveals=()) for option in one.options))


def inputs_of(field: Field) -> Iterator[Input]:
    """Every input of a field, those of its first line too."""
    yield from field.inputs
    for line in field.lines[:1]:
        yield from line.inputs


class _Words:
    """Says a condition in words: “2.1 is “No””."""

    def __init__(self, form: FormDocument, lang: str) -> None:
        self.form, self.lang = form, lang
        self.numbers = question_numbers(form)

    def __call__(self, condition: Condition | None) -> str:
        return "" if condition is None else self._say(condition)

    def _say(self, condition: Condition) -> str:
        match condition:
            case All(parts):
                return self._t("and").join(self._say(part) for part in parts)
            case AnyOf(parts):
                return self._t("or").join(self._say(part) for part in parts)
            case Not(part):
                return self._t("not", what=self._say(part))
            case In(question, codes):
                return self._one_of(question, codes)
            case Over(question, minor):
                currency = str(getattr(self.form.question(question), "currency", ""))
                amount = money(minor, currency, self.lang)
                return self._t("over", number=self._number(question), amount=amount)
            case Answered(question):
                return self._t("answered", number=self._number(question))
            case Mentions(question, topic):
                return self._t("mentions", number=self._number(question), topic=topic)

    def _one_of(self, question_id: str, codes: frozenset[str]) -> str:
        question = self.form.question(question_id)
        if question is None:
            return ""
        drawn = _blank(question, self.lang, {})
        labels = {option.value: option.label for one in inputs_of(drawn) for option in one.options}
        named = [label for code, label in labels.items() if code in codes]
        if len(named) < len(codes):
            return self._t("depends", number=self._number(question_id))
        quoted = self._t("or").join(self._t("quoted", answer=label) for label in named)
        return self._t("is", number=self._number(question_id), answers=quoted)

    def _number(self, question_id: str) -> str:
        return self.numbers.get(question_id, question_id)

    def _t(self, key: str, **values: object) -> str:
        return Translator(self.lang)(f"forms.pages.when.{key}", **values)
