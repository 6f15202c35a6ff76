"""How soon a new report must be seen, and by whom: what its answers and its words say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontcounter.forms.engine import DANGER, FormDocument, danger, marks
from frontcounter.forms.engine.danger import alarm
from frontcounter.reports.models import Report

URGENT = 2
UNPROVEN = "unproven"
"""The mark of a report whose sender did no proof of work: by itself it says nothing against it."""


@dataclass(frozen=True)
class Noticed:
    """`marks`: codes, the most pressing first. A machine may raise a priority, never lower one."""

    marks: tuple[str, ...]
    priority: int
    call: bool


def hear(words: str) -> Noticed:
    """What words say that came after the report: danger only."""
    told = alarm([words])
    return Noticed(tuple(DANGER + topic for topic in told.topics), told.level, call=False)


def raise_to(report: Report, noticed: Noticed) -> None:
    """Mark the report with what was noticed since; its priority rises, and never falls."""
    report.priority = max(report.priority, noticed.priority)
    report.marks = [*dict.fromkeys([*noticed.marks, *report.marks])]
    report.save(update_fields=["priority", "marks"])


def notice(form: FormDocument, answers: Mapping[str, Any]) -> Noticed:
    """The marks of a report that is being made, its priority (0 to 2), and whether to call."""
    found = sorted(marks(form, answers, form.languages[0]), key=lambda mark: -mark.priority)
    told = danger(form, answers)
    spoken = [DANGER + topic for topic in told.topics]
    priorities = [mark.priority for mark in found]
    return Noticed(
        marks=tuple(dict.fromkeys([*spoken, *(mark.code for mark in found)])),
        priority=max([URGENT * form.handling.urgent, told.level, *priorities]),
        call=any(mark.call for mark in found),
    )
