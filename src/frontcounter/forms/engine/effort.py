"""What a form asks of a person: pages, questions, reading grade, and modelled minutes.

A model, not a measurement: reading 238 words a minute (Brysbaert 2019), typing 36 (a telephone,
Palin 2019), and for choices the keystroke-level model (Card, Moran and Newell 1980).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .document import FormDocument, Page
from .fields import fields
from .journey import Journey, walk
from .reading import pick
from .summary import summary
from .usual import usual_answers
from .views import Field, Input

READING = 238 / 60  # words a second
TYPING = 36 * 5 / 60  # characters a second; a word is five
CHOICE = 1.35 + 1.1  # seconds: make up one's mind, point
BOX = 1.35 + 1.1  # seconds: come to a box
TURN = 1.35 + 1.1 + 1.0  # seconds: find Continue, press it, see the next page
LEAST_WORDS = 5
_TYPED = frozenset({"text", "textarea"})


@dataclass(frozen=True)
class Effort:
    """One report type in one language. Minutes: the usual way, and with every question answered."""

    type: str
    lang: str
    pages: int
    required: int
    optional: int
    grade: float | None  # English only
    minutes: float
    minutes_all: float


def effort(form: FormDocument, lang: str, *, now: datetime) -> Effort:
    """Model one form in one language, from the first page to the button that sends it."""
    usual = walk(form, usual_answers(form, now=now))
    full = walk(form, usual_answers(form, now=now, everything=True))
    asked = [q for page in usual.steps for q in usual.asked[page.id]]
    return Effort(
        type=form.type,
        lang=lang,
        pages=len(usual.steps),
        required=sum(q.required for q in asked),
        optional=sum(not q.required for q in asked),
        grade=grade(prose(form, lang)) if lang == "en" else None,
        minutes=_minutes(form, usual, lang),
        minutes_all=_minutes(form, full, lang),
    )


def _minutes(form: FormDocument, journey: Journey, lang: str) -> float:
    seconds = sum(_page(form, page, journey, lang) for page in journey.steps)
    return (seconds + _check_page(form, journey, lang)) / 60


def _page(form: FormDocument, page: Page, journey: Journey, lang: str) -> float:
    asked = {question.id for question in journey.asked[page.id]}
    drawn = [f for f in fields(form, page.id, journey.values, lang=lang) if f.question_id in asked]
    words = _words([page.heading(lang), page.intro(lang)])
    words += sum(_words(_told(field)) for field in drawn)
    doing = sum(_doing(one) for field in drawn for one in _inputs(field))
    return words / READING + doing + TURN


def _check_page(form: FormDocument, journey: Journey, lang: str) -> float:
    rows = [row for part in summary(form, journey.values, lang) for row in part.rows]
    answered = [row for row in rows if row.answered]
    return _words(text for row in answered for text in (row.label, *row.lines)) / READING + TURN


def _told(field: Field) -> Iterator[str]:
    single = len(field.inputs) == 1 and field.inputs[0].name == field.question_id
    if not single:
        yield from (field.label, field.hint)
    for one in _inputs(field):
        yield from (one.label, one.hint)
        chosen = [o for o in one.options if o.checked] if one.widget == "select" else one.options
        for option in chosen:
            yield from (option.label, option.hint)


def _inputs(field: Field) -> Iterator[Input]:
    """The inputs that stand open: not those under an option that was not chosen."""
    yield from _open(field.inputs)
    for line in field.lines:
        yield from _open(line.inputs)


def _open(inputs: tuple[Input, ...]) -> Iterator[Input]:
    options = [option for one in inputs for option in one.options]
    chosen = {name for option in options if option.checked for name in option.reveals}
    hidden = {name for option in options for name in option.reveals} - chosen
    ticked = {
        (one.name, option.value) for one in inputs for option in one.options if option.checked
    }
    for one in inputs:
        if one.name not in hidden and (one.revealed_by is None or one.revealed_by in ticked):
            yield one


def _doing(one: Input) -> float:
    """Seconds of doing: choices made and characters typed; what is left blank costs nothing."""
    if one.widget in _TYPED:
        return BOX + len(one.value) / TYPING if one.value else 0
    if one.widget == "date":
        return sum(BOX / 2 + len(box.value) / TYPING for box in one.inputs if box.value)
    chosen = sum(option.checked and bool(option.value) for option in one.options)
    return CHOICE * chosen * (2 if one.widget == "select" else 1)


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts if text)


def prose(form: FormDocument, lang: str) -> list[str]:
    """Every text of a form that is a sentence: headings, help, stops, advice; not the choices."""
    found = [form.intro(lang), *form.to_have_ready(lang)]
    for page in form.all_pages:
        found += [page.heading(lang), page.intro(lang)]
        found += [pick(text, lang) for stop in page.stops for text in (stop.title, stop.text)]
        for question in page.questions:
            found += [pick(question.label, lang), pick(question.hint, lang)]
    found += [pick(line.text, lang) for line in form.advice]
    found += [pick(line.text, lang) for line in form.hints]
    return [text for text in found if text]


def grade(texts: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of English texts, without labels of a few words."""
    parts = [s for text in texts for s in re.split(r"[.!?:]+(?:\s|$)", text)]
    sentences = [s for s in parts if len(s.split()) >= LEAST_WORDS]
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z’']+", sentence)]
    if not words:
        return 0.0
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    plain: Any = word.lower().strip("’'")
    groups = len(re.findall(r"[aeiouy]+", plain))
    silent = plain.endswith(("e", "es", "ed")) and not plain.endswith(("le", "ted", "ded", "ses"))
    return max(1, groups - (1 if silent and groups > 1 else 0))
