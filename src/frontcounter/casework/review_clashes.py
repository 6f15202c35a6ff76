"""What does not fit together in a report: pure functions over its answers. Only hints, each with
both answers; nothing is refused and nothing is corrected because of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from frontcounter.forms.engine import FormDocument, Journey, Question, identifiers, window_utc
from frontcounter.forms.engine.cleaning import squash
from frontcounter.forms.engine.conditions import Over
from frontcounter.forms.engine.danger import topics_in
from frontcounter.forms.engine.reading import pick

LONG_AGO = timedelta(days=365)
_SEEN = re.compile(
    r"\b(?:saw|witness\w*|camera|cctv|video|vid[ée]o|cam[ée]ra|t[ée]moins?|a vu|ont vu)\b", re.I
)
_HURT = frozenset({"injury", "violence"})
SUSPECT, OWN = frozenset({"suspect"}), frozenset({"reporter", "stolen_from", "damaged", "victim"})


@dataclass(frozen=True)
class Told:
    """One of the answers: its question, its words, and how they are shown."""

    question: str
    label: str
    words: str


@dataclass(frozen=True)
class Clash:
    """What does not fit (`casework.review.clash.<code>`), and the answers that say so."""

    code: str
    answers: tuple[Told, ...]


@dataclass(frozen=True)
class Looked:
    """What the checks look at."""

    form: FormDocument
    journey: Journey
    submitted_at: datetime
    lang: str

    def of(self, question_id: str) -> Any:
        return self.journey.values.get(question_id)

    def clash(self, code: str, *questions: str) -> Clash:
        return Clash(code, tuple(self._told(self.form.by_question[one]) for one in questions))

    def _told(self, question: Question) -> Told:
        value = self.of(question.id)
        lines = question.show(value, self.lang) if value is not None else []
        return Told(question.id, pick(question.label, self.lang), "; ".join(lines)[:160])

    def kinds(self, kind: str) -> Iterator[tuple[Question, Any]]:
        """The answered questions of a kind."""
        for question in self.form.questions:
            if kind == question.KIND and self.of(question.id) is not None:
                yield question, self.of(question.id)


def clashes(form: FormDocument, journey: Journey, submitted_at: datetime, lang: str) -> list[Clash]:
    """Everything that does not fit together, each once."""
    looked = Looked(form, journey, submitted_at, lang)
    return [found for check in CHECKS for found in check(looked)]


def _times(looked: Looked) -> Iterator[Clash]:
    for question, value in looked.kinds("time_window"):
        first, last = window_utc(value)
        if first > looked.submitted_at:
            yield looked.clash("after_sending", question.id)
        elif looked.submitted_at - last > LONG_AGO:
            yield looked.clash("long_ago", question.id)
        if last < first:
            yield looked.clash("reversed", question.id)


def _value(looked: Looked) -> Iterator[Clash]:
    """More than the limit, where the person said that it is less (or the other way round)."""
    told = looked.of("value_over")
    limits = [
        (code.when.question, code.when.minor)
        for codes in looked.form.codes.values()
        for code in codes
        if isinstance(code.when, Over)
    ]
    for name, limit in limits[:1]:
        seen = looked.journey.seen.get(name)
        worth = seen.total if seen else None
        if told is None or worth is None:
            continue
        if (told == "no" and worth > limit) or (told == "yes" and worth < limit):
            yield looked.clash("value_limit", "value_over", name)


def _same_identifier(looked: Looked) -> Iterator[Clash]:
    """A plate or number that is the reporter's and the suspect's; a serial that stands twice."""
    found = identifiers(looked.form, looked.journey)
    for one in found:
        for other in found:
            if one.normal != other.normal or one.kind != other.kind or one is other:
                continue
            if one.role in OWN and other.role in SUSPECT:
                yield looked.clash(f"same_{one.kind}", one.question_id, other.question_id)
    for question, lines in looked.kinds("property_list"):
        serials = [squash(line["serial"]) for line in lines if "serial" in line]
        if len(set(serials)) < len(serials):
            yield looked.clash("serial_twice", question.id)


def _same_name(looked: Looked) -> Iterator[Clash]:
    """The reporter named as witness or victim of their own report."""
    people = [(q, _name(value)) for q, value in looked.kinds("person")]
    own = [(q, name) for q, name in people if q.role == "reporter" and name]
    for mine, name in own:
        for other, theirs in people:
            if other.role in ("witness", "suspect", "missing") and theirs == name:
                yield looked.clash("same_name", mine.id, other.id)


def _name(value: Mapping[str, Any]) -> str:
    return squash(f"{value.get('given', '')}{value.get('family', '')}") if "family" in value else ""


def _born(looked: Looked) -> Iterator[Clash]:
    """Somebody older than anybody, or a reporter who is a small child."""
    for question, value in looked.kinds("person"):
        born = str(value.get("born", ""))[:4]
        if not born.isdigit():
            continue
        age = looked.submitted_at.year - int(born)
        if age > 110 or (question.role == "reporter" and age < 10):
            yield looked.clash("odd_age", question.id)


def _nobody_saw(looked: Looked) -> Iterator[Clash]:
    """Nobody saw it, but the story speaks of a witness or a camera."""
    if looked.of("saw") != ["none"]:
        return
    for question in looked.form.questions:
        told = looked.of(question.id)
        if question.role == "narrative" and isinstance(told, str) and _SEEN.search(told):
            yield looked.clash("nobody_saw", "saw", question.id)


def _unhurt(looked: Looked) -> Iterator[Clash]:
    """Nobody hurt, but the words speak of injury; where the form has no hint of its own."""
    if looked.of("hurt") != "no" or any(h.code.endswith("_hurt") for h in looked.form.hints):
        return
    for question in looked.form.questions:
        told = looked.of(question.id)
        if question.role == "narrative" and isinstance(told, str) and topics_in(told) & _HURT:
            yield looked.clash("unhurt", "hurt", question.id)


def _outside(looked: Looked) -> Iterator[Clash]:
    """A place outside the area, in a report that was taken all the same."""
    for question, value in looked.kinds("place"):
        if question.role == "incident" and value.get("area") == "outside":
            yield looked.clash("outside", question.id)


CHECKS: tuple[Callable[[Looked], Iterator[Clash]], ...] = (
    _times,
    _value,
    _same_identifier,
    _same_name,
    _born,
    _nobody_saw,
    _unhurt,
    _outside,
)
