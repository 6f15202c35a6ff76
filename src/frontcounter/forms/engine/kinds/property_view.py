"""Draws a property list: its lines, "remove" on each, and "add another"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..texts import SYMBOLS, say
from ..views import Button, Choice, Field, Input, Line
from .base import Asking, choices
from .choice import select_blank
from .files import ACCEPT, files_input

if TYPE_CHECKING:
    from .property_list import PropertyListQuestion

WIDTHS = {"make": 20, "model": 20, "serial": 20, "value": 10}


def draw(q: PropertyListQuestion, a: Asking, count: int) -> Field:
    """The view-model with `count` lines."""
    lines = tuple(_line(q, a, number, count) for number in range(count))
    hidden = Input(widget="hidden", name=a.name("lines"), value=str(count))
    add = Button(name=a.name("add"), value="1", label=q.words("add", a.lang))
    room = count < q.most
    return q.field(a, lines=lines, count=hidden, add=add if room else None, composite=True)


def _line(q: PropertyListQuestion, a: Asking, number: int, count: int) -> Line:
    b = a.line(number)
    title = f"{q.words('item', a.lang)} {number + 1}"
    remove = Button(
        name=b.name("remove"),
        value="1",
        label=say("property.remove", a.lang),
        hidden_label=title,
    )
    inputs = [drawn for part in q.parts for drawn in _inputs(q, b, part)]
    return Line(
        number=number,
        title=title,
        inputs=tuple(inputs),
        error=b.error(),
        remove=remove if count > 1 else None,
    )


def _inputs(q: PropertyListQuestion, b: Asking, part: str) -> list[Input]:
    if part in ("category", "type", "colour"):
        return _coded(q, b, part)
    if part == "photos":
        label, hint = q.words("photos", b.lang), q.part_hint("photos", b.lang)
        return [files_input(b, "photos", label, hint, ACCEPT)]
    prefix = SYMBOLS.get(q.currency, q.currency) if part == "value" else ""
    box = q.part(
        b,
        part,
        width=WIDTHS.get(part, 0),
        prefix=prefix,
        inputmode="decimal" if part == "value" else "",
        spellcheck=part in ("description", "marks"),
        max_length=100 if part == "serial" else 200,
    )
    return [box, _no_serial(q, b)] if part == "serial" else [box]


def _no_serial(q: PropertyListQuestion, b: Asking) -> Input:
    label = q.words("no_serial", b.lang)
    tick = Choice(value="yes", label=label, checked=bool(b.get("no_serial")))
    return q.part(b, "no_serial", "checkboxes", label="", options=(tick,))


def _coded(q: PropertyListQuestion, b: Asking, part: str) -> list[Input]:
    options = q.list_of(part)
    if part == "category" and len(options) == 1:
        return []
    drawn = (select_blank(b.lang), *choices(options, [b.get(part)], b.lang))
    return [q.part(b, part, "select", options=drawn, optional=part != "category")]
