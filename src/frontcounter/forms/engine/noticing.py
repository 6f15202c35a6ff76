"""What a report's answers tell beyond themselves: marks, hints, and words of danger.

A mark changes who looks at a report and how soon; it never turns one away. A hint points out what
is missing or does not fit: to the person before sending, and to the reviewer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .conditions import holds
from .danger import Alarm, alarm
from .document import FormDocument
from .journey import Told, walk
from .reading import pick

DANGER = "danger_"
"""Before a topic, this makes the mark of a report that speaks of danger: danger_weapon."""

_WRITTEN = frozenset({"text", "long_text", "lines", "place", "person_seen", "property_list"})


@dataclass(frozen=True)
class FoundMark:
    """A mark that applies. `priority` 0, 1 (sooner) or 2 (urgent); `call`: it asks for a call."""

    code: str
    label: str
    priority: int
    call: bool


@dataclass(frozen=True)
class FoundHint:
    """Something to look at again, on the page where it can be changed."""

    code: str
    page_id: str
    text: str


def marks(form: FormDocument, answers: Told, lang: str) -> list[FoundMark]:
    """The form's marks that apply to these answers, in the form's order."""
    seen = walk(form, answers).seen
    return [
        FoundMark(mark.code, pick(mark.label, lang), mark.priority, mark.call)
        for mark in form.marks
        if holds(mark.when, seen)
    ]


def hints(
    form: FormDocument,
    answers: Told,
    lang: str,
    audience: Literal["reporter", "staff"] = "reporter",
) -> list[FoundHint]:
    """What is missing or contradicts itself, on the pages that the person passes."""
    journey = walk(form, answers)
    passed = {page.id for page in journey.steps}
    return [
        FoundHint(
            hint.code,
            hint.page,
            pick((hint.staff if audience == "staff" else None) or hint.text, lang),
        )
        for hint in form.hints
        if hint.page in passed and holds(hint.when, journey.seen)
    ]


def danger(form: FormDocument, answers: Told) -> Alarm:
    """How loudly the person's own words ask for help, over everything that they wrote."""
    return alarm(written(form, answers))


def written(form: FormDocument, answers: Told) -> list[str]:
    """Every text that the person typed in their own words, on the pages that they pass."""
    values = walk(form, answers).values
    return [
        text
        for question in form.questions
        if question.id in values and question.KIND in _WRITTEN
        for text in _strings(values[question.id])
    ]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


__all__ = ["DANGER", "Alarm", "FoundHint", "FoundMark", "danger", "hints", "marks", "written"]
