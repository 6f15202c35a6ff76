"""What a force says about asking reporters and writing to them: data of `force.yaml`.

`ask: {days: 14, remind_after: [3, 10]}`: how long a question stays open, and after how many days
the person is reminded. `suppress: {types: [...], events: [...]}`: messages of these events are
not sent about these types. `templates:` a list of {code, title, text}, each text per language.
`guarded_marks: [...]`: with one of these marks only what the person ticked as safe is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from frontcounter.forces.published import ForceSettings

DAYS, REMIND_AFTER = 14, (3, 10)
GUARDED_MARKS = (
    "vulnerable", "child", "partner", "fear", "sexual", "images",
    "danger_partner", "danger_fear", "danger_child", "danger_sexual",
)  # fmt: skip
"""Where a force names none: who shares a home, or a telephone, may read along."""
PLACES = ("name", "number", "type", "force")
"""What stands in the text of a template as {name} and so on."""


@dataclass(frozen=True)
class Asking:
    """How long a question waits for its answer, and when the person is reminded."""

    wait: timedelta
    remind_after: tuple[timedelta, ...]


@dataclass(frozen=True)
class Template:
    """Words that staff may begin a message with."""

    code: str
    title: Mapping[str, str]
    text: Mapping[str, str]


def asking_of(settings: ForceSettings) -> Asking:
    """What the force published under `ask`; reminders after the end are left out."""
    told: Mapping[str, Any] = settings.document.get("ask") or {}
    wait = timedelta(days=int(told.get("days") or DAYS))
    reminders = sorted(timedelta(days=int(day)) for day in told.get("remind_after", REMIND_AFTER))
    return Asking(wait, tuple(one for one in reminders if one < wait))


def is_suppressed(settings: ForceSettings, report_type: str, event: str) -> bool:
    """Whether the force sends no message of this event about reports of this type."""
    told: Mapping[str, Any] = settings.document.get("suppress") or {}
    return report_type in told.get("types", ()) and event in told.get("events", ())


def guarded_marks(settings: ForceSettings) -> frozenset[str]:
    """Marks of reports about which only ways that the person ticked as safe are used."""
    return frozenset(settings.document.get("guarded_marks", GUARDED_MARKS))


def templates_of(settings: ForceSettings) -> dict[str, Template]:
    """The force's templates by code, in its order."""
    return {
        str(one["code"]): Template(str(one["code"]), one["title"], one["text"])
        for one in settings.document.get("templates") or ()
    }
