"""Draws the questions of a page from the engine's view-models, for both sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.template import engines
from markupsafe import Markup

from frontcounter.forms.engine import (
    Field,
    FieldError,
    FormDocument,
    Input,
    Page,
    Submitted,
    anchor,
    fields,
)
from frontcounter.forms.engine.fields import asked_on
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import speaking

NO_NOTES: Mapping[str, Sequence[str]] = {}


@dataclass(frozen=True)
class Shown:
    """The choices under which something is shown: radios or checkboxes; whether one is made."""

    kind: str
    options: tuple[str, ...]
    now: bool


@dataclass(frozen=True)
class Block:
    """Inputs that stand together: always, or only under certain choices."""

    inputs: tuple[Input, ...]
    shown: Shown | None

    @property
    def id(self) -> str:
        return f"shown-{self.inputs[0].id}"


@dataclass(frozen=True)
class Drawn:
    """A field ready for the template; `controls`: option id → ids of the parts that it shows."""

    field: Field
    blocks: tuple[Block, ...]
    heading: bool
    shown: Shown | None
    controls: Mapping[str, str]
    notes: Sequence[str] = ()  # what is told before a file is chosen


def render_fields(
    drawn_fields: Sequence[Field],
    *,
    title: str = "",
    notes: Mapping[str, Sequence[str]] = NO_NOTES,
    pins: bool = False,
) -> Markup:
    """HTML of all questions of a page.

    A single question whose label is the page's `title` carries the page's heading itself; ask
    `carries_heading` whether it does. `pins`: the site has a map page and takes positions. Call
    inside `speaking`.
    """
    if not pins:
        drawn_fields = [_without_pin_buttons(one) for one in drawn_fields]
    shown = _shown(drawn_fields)
    alone = carries_heading(drawn_fields, title)
    controls: dict[str, str] = {}
    drawn = [
        Drawn(
            field,
            tuple(_blocks(field.inputs, shown)),
            alone,
            shown.get(field.question_id),
            controls,
            notes.get(field.question_id, ()),
        )
        for field in drawn_fields
    ]
    for one in drawn:
        _note(controls, one.shown, f"shown-{one.field.id}")
        for block in one.blocks:
            _note(controls, block.shown, block.id)
    macros = _macros()
    return Markup("").join(macros.field(one) for one in drawn)


@dataclass(frozen=True)
class Questions:
    """The drawn questions of a page; `heading`: they hold the page's heading."""

    html: Markup
    heading: bool


_blank: dict[tuple[str, str, str, str, tuple[str, ...]], Questions] = {}
MOST_BLANK = 5000


def draw_page(
    form: FormDocument,
    page: Page,
    answers: Mapping[str, Any],
    raw: Submitted | None,
    errors: Sequence[FieldError],
    *,
    lang: str,
    words: Mapping[str, str],
    words_hash: str,
    files: Mapping[str, Mapping[str, Any]],
    notes: Mapping[str, Sequence[str]] = NO_NOTES,
) -> Questions:
    """Draw a page; a page on which nothing was typed yet is drawn once and kept.

    `notes` are lines to stand before the file boxes of a question, the same for every visitor of
    this publication. `words_hash` names the force's own words (its publication). Of what a person
    answered before, what is kept shows only which questions are asked here.
    """
    blank = raw is None and not errors and _untouched(page, answers)
    asked = tuple(q.id for q in asked_on(form, page, answers)) if blank else ()
    key = (words_hash, form.hash, page.id, lang, asked)
    if blank and key in _blank:
        return _blank[key]
    if blank:
        raw, files = {}, {}
    drawn = fields(form, page.id, answers, raw, errors, lang, files=files)
    title = page.heading(lang)
    with speaking(lang, words):
        made = Questions(
            render_fields(drawn, title=title, notes=notes, pins=True), carries_heading(drawn, title)
        )
    if blank:
        if len(_blank) >= MOST_BLANK:
            _blank.clear()
        _blank[key] = made
    return made


def _untouched(page: Page, answers: Mapping[str, Any]) -> bool:
    """No answer to any of its questions."""
    return all(answers.get(question.id) is None for question in page.questions)


def _without_pin_buttons(drawn: Field) -> Field:
    """A pin that somebody set is shown, and can only be taken away."""
    if not any(one.widget == "pin" for one in drawn.inputs):
        return drawn
    inputs = (
        replace(one, buttons=one.buttons[:1]) if one.widget == "pin" else one
        for one in drawn.inputs
    )
    return replace(drawn, inputs=tuple(inputs))


def carries_heading(drawn: Sequence[Field], title: str) -> bool:
    """Whether the only question's label is the page's heading."""
    return len(drawn) == 1 and drawn[0].label == title and not drawn[0].lines


def error_links(errors: Iterable[FieldError]) -> list[ErrorLink]:
    """The error summary's lines."""
    return [ErrorLink(error.message, f"#{anchor(error.field_name)}") for error in errors]


def option_id(one: Input, place: int) -> str:
    """The HTML id of the option at `place` (from 0): the first is the input's own."""
    return one.id if place == 0 else f"{one.id}-{place + 1}"


def _shown(drawn: Sequence[Field]) -> dict[str, Shown]:
    """Names of inputs and questions → the choices under which they are shown."""
    found: dict[str, Shown] = {}
    for field in drawn:
        for one in field.inputs:
            for place, option in enumerate(one.options):
                for name in option.reveals:
                    known = found.get(name, Shown(one.widget, (), False))
                    options = (*known.options, option_id(one, place))
                    found[name] = Shown(one.widget, options, known.now or option.checked)
    return found


def _blocks(inputs: Sequence[Input], shown: Mapping[str, Shown]) -> Iterator[Block]:
    """Neighbours that are shown under the same choices stand in one block."""
    for under, group in groupby(inputs, key=lambda one: shown.get(one.name)):
        yield Block(tuple(group), under)


def _note(controls: dict[str, str], shown: Shown | None, part: str) -> None:
    for option in shown.options if shown else ():
        controls[option] = f"{controls[option]} {part}" if option in controls else part


@lru_cache(maxsize=1)
def _macros() -> Any:
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    return env.get_template("forms_pages/fields.html").module
