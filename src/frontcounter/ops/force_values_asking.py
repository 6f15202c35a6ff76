"""The values of `ask`, `suppress`, `templates` and `guarded_marks` in `force.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from frontcounter.forces.asking import DAYS, PLACES
from frontcounter.forms import catalogue
from frontcounter.forms.engine import FormDocument
from frontcounter.messages.render import EVENTS, SECRET
from frontcounter.ops.force_values_units import may_be_mark
from frontcounter.web.texts import placeholders

Found = Iterator[tuple[str, str]]
LONGEST = 90


def asking(settings: Mapping[str, Any], forms: list[FormDocument]) -> Found:
    """Days that make sense; types, messages and marks that exist; templates in each language."""
    yield from _ask(settings.get("ask"))
    yield from _marks(settings.get("guarded_marks", ()), forms)
    yield from _suppress(settings)
    yield from _templates(settings)


def _ask(told: Any) -> Found:
    if told is None:
        return
    if not isinstance(told, Mapping):
        yield "ask", "should be keys"
        return
    for key in sorted(set(told) - {"days", "remind_after"}):
        yield f"ask.{key}", "is not a key of ask"
    days = told.get("days", DAYS)
    if not isinstance(days, int) or not 1 <= days <= LONGEST:
        yield "ask.days", f"is a number of days from 1 to {LONGEST}"
        return
    for day in told.get("remind_after") or ():
        if not isinstance(day, int) or not 0 < day < days:
            yield "ask.remind_after", f"{day} is not a day before the last one, {days}"


def _suppress(settings: Mapping[str, Any]) -> Found:
    told = settings.get("suppress")
    if told is None:
        return
    if not isinstance(told, Mapping) or set(told) - {"types", "events"}:
        yield "suppress", "has the keys types and events and no other"
        return
    for name in told.get("types") or ():
        if name not in settings["types"] and name not in catalogue.types():
            yield f"suppress.types.{name}", "is no report type"
    for event in told.get("events") or ():
        if event not in EVENTS or event in SECRET:
            yield f"suppress.events.{event}", "is no message about a report"


def _marks(told: Any, forms: list[FormDocument]) -> Found:
    if isinstance(told, str) or not isinstance(told, Sequence):
        yield "guarded_marks", "should be a list of marks"
        return
    known = {mark.code for form in forms for mark in form.marks}
    for code in told:
        if code not in known and not may_be_mark(str(code)):
            yield f"guarded_marks.{code}", "is no mark of a report type"


def _templates(settings: Mapping[str, Any]) -> Found:
    seen: set[str] = set()
    for one in settings.get("templates") or ():
        code = str(one.get("code", ""))
        where = f"templates.{code}"
        if not code or code in seen:
            yield where, "needs a code of its own"
        seen.add(code)
        for part in ("title", "text"):
            for lang in settings["languages"]:
                words = (one.get(part) or {}).get(lang)
                if not words:
                    yield f"{where}.{part}.{lang}", "is missing"
                elif unknown := placeholders(str(words)) - set(PLACES):
                    yield f"{where}.{part}.{lang}", f"names {', '.join(sorted(unknown))}"
