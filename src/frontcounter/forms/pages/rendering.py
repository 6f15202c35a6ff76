"""Draws the questions of a page from the engine's view-models, for both sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template import engines
from markupsafe import Markup

from frontcounter.forms.engine import Field, FieldError, Input, anchor
from frontcounter.web.page import ErrorLink


@dataclass(frozen=True)
class Block:
    """Inputs that stand together: always, or only while the option with `shown_by` is chosen."""

    inputs: tuple[Input, ...]
    shown_by: str = ""
    shown: bool = True
    kind: str = "radios"


@dataclass(frozen=True)
class Drawn:
    """A field ready for the template."""

    field: Field
    blocks: tuple[Block, ...]
    heading: bool
    shown_by: str
    shown: bool
    controls: frozenset[str]


@dataclass(frozen=True)
class _Revealer:
    option_id: str
    checked: bool


def render_fields(fields: Sequence[Field], *, title: str = "") -> Markup:
    """HTML of all questions of a page.

    A single question whose label is the page's `title` carries the page's heading itself; ask
    `carries_heading` whether it does. Call inside `speaking`.
    """
    revealers = _revealers(fields)
    alone = carries_heading(fields, title)
    controls = frozenset(one.option_id for one in revealers.values())
    drawn = [_draw(field, revealers, alone, controls) for field in fields]
    macros = _macros()
    return Markup("").join(macros.field(one) for one in drawn)


def carries_heading(fields: Sequence[Field], title: str) -> bool:
    """Whether the only question's label is the page's heading."""
    return len(fields) == 1 and fields[0].label == title and not fields[0].lines


def error_links(errors: Iterable[FieldError]) -> list[ErrorLink]:
    """The error summary's lines."""
    return [ErrorLink(error.message, f"#{anchor(error.field_name)}") for error in errors]


def option_id(one: Input, place: int) -> str:
    """The HTML id of the option at `place` (from 0): the first is the input's own."""
    return one.id if place == 0 else f"{one.id}-{place + 1}"


def _revealers(fields: Sequence[Field]) -> dict[str, _Revealer]:
    """Names of inputs and questions → the one option that shows them; two options show always."""
    found: dict[str, _Revealer | None] = {}
    for one in _inputs(fields):
        for place, option in enumerate(one.options):
            for name in option.reveals:
                revealer = _Revealer(option_id(one, place), option.checked)
                found[name] = None if name in found else revealer
    return {name: revealer for name, revealer in found.items() if revealer is not None}


def _inputs(fields: Sequence[Field]) -> Iterator[Input]:
    for field in fields:
        yield from field.inputs


def _draw(
    field: Field, revealers: dict[str, _Revealer], heading: bool, controls: frozenset[str]
) -> Drawn:
    by = revealers.get(field.question_id)
    return Drawn(
        field=field,
        blocks=tuple(_blocks(field.inputs, revealers)),
        heading=heading,
        shown_by=by.option_id if by else "",
        shown=by.checked if by else True,
        controls=controls,
    )


def _blocks(inputs: Sequence[Input], revealers: dict[str, _Revealer]) -> Iterator[Block]:
    """Neighbours that the same option shows stand in one block."""
    group: list[Input] = []
    last: _Revealer | None = None
    for one in inputs:
        by = revealers.get(one.name)
        if group and by != last:
            yield _block(group, last)
            group = []
        group.append(one)
        last = by
    if group:
        yield _block(group, last)


def _block(group: list[Input], by: _Revealer | None) -> Block:
    if by is None:
        return Block(tuple(group))
    return Block(tuple(group), shown_by=by.option_id, shown=by.checked)


@lru_cache(maxsize=1)
def _macros() -> Any:
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    return env.get_template("forms_pages/fields.html").module
