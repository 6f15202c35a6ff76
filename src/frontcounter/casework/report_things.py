"""Lists of things in a report, thing by thing: what was stolen is read as a list, not as lines."""

from __future__ import annotations

from collections.abc import Iterable

from frontcounter.forms.engine import FormDocument
from frontcounter.forms.engine.kinds.property_list import PropertyListQuestion
from frontcounter.forms.engine.texts import say

Things = dict[str, list[list[str]]]
"""Question → its things, each as lines; the first says what it is."""


def things_of(form: FormDocument, said: Iterable[tuple[str, list[str]]], lang: str) -> Things:
    """The answers, given as (question, lines), that list several things."""
    found = {}
    for question, lines in said:
        if isinstance(form.question(question), PropertyListQuestion):
            things = _apart(lines, lang)
            if len(things) > 1:
                found[question] = things
    return found


def _apart(lines: list[str], lang: str) -> list[list[str]]:
    """Cut at "Item 1", "Item 2", which the summary puts before each where there are several."""
    things: list[list[str]] = []
    for line in lines:
        if line == say("property.item", lang, number=len(things) + 1):
            things.append([])
        elif things:
            things[-1].append(line)
    return [thing for thing in things if thing]
