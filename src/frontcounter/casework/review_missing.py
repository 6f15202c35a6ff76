"""What a file about this type of report should hold and does not: something to ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from frontcounter.casework.review_tables import said, table
from frontcounter.forms.engine import FormDocument, Journey, Question
from frontcounter.forms.engine.reading import pick


@dataclass(frozen=True)
class Missing:
    """One element that is not there: the question that asks for it, and why it matters."""

    code: str
    question: str
    label: str
    why: str


def missing(form: FormDocument, journey: Journey, lang: str) -> list[Missing]:
    """The elements of this type that the answers lack, as far as the form asks for them."""
    elements = table("elements")
    return [
        Missing(code, question.id, pick(question.label, lang), said(need["why"], lang))
        for code in elements["types"].get(form.type, ())
        for need in (elements["needs"][code],)
        for question in _asked(need, journey)
        if not _told(question, journey.values.get(question.id), need.get("part", ""))
    ]


def _asked(need: Mapping[str, Any], journey: Journey) -> Iterator[Question]:
    """The first of its questions that was asked on the way."""
    asked = {q.id: q for page in journey.asked.values() for q in page}
    found = next((asked[name] for name in need["in"] if name in asked), None)
    parts = getattr(found, "parts", ()) if found else ()
    part = need.get("part", "")
    if found is not None and (not part or not parts or part in parts):
        yield found


def _told(question: Question, value: Any, part: str) -> bool:
    if value is None:
        # A list of things that is empty has no line that lacks a part.
        return bool(part) and question.REPEATS
    if not part:
        return True
    if part == "clock":
        return "T" in str(value.get("from", ""))
    if isinstance(value, list):
        return all(part in line or (part == "serial" and line.get("no_serial")) for line in value)
    return part in value
