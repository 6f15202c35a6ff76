"""Whether the person agreed that another service gets their report.

They said so when they sent it (a question of the form with the role `hand_on`), or answered the
one question that staff ask about one service. An answer about one service says nothing of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from frontcounter.forces.deciding import asks_before_handing_over
from frontcounter.forces.published import ForceSettings
from frontcounter.forms.pages.published import published_form
from frontcounter.reports.models import AskedRound

HANDING_ON = "hand_on"
YES, NO, ASKED, UNKNOWN = "yes", "no", "asked", ""


class Answered(Protocol):
    """A report, as the core or as others have it."""

    @property
    def id(self) -> UUID: ...
    @property
    def answers(self) -> dict[str, Any]: ...
    @property
    def form_hash(self) -> str: ...


@dataclass(frozen=True)
class Agreement:
    """`answer`: yes, no, asked (no answer yet) or ""; `when_sent`: the report itself says so."""

    answer: str = UNKNOWN
    at: datetime | None = None
    when_sent: bool = False


def question_id(slug: str) -> str:
    """The id of the question about one service."""
    return f"{HANDING_ON}_{slug.replace('-', '_')}"


def question(slug: str, label: Mapping[str, str], hint: Mapping[str, str]) -> dict[str, Any]:
    """The closed question: it cannot be skipped, or it would be asked for nothing."""
    return {
        "id": question_id(slug),
        "kind": "yes_no",
        "label": dict(label),
        "hint": dict(hint),
        "required": True,
    }


def agreement(report: Answered, slug: str) -> Agreement:
    """What is known of the person's agreement to this service; the newest answer counts."""
    wanted = question_id(slug)
    rows = AskedRound.objects.filter(report_id=report.id).order_by("-number")
    for row in rows:
        if not any(one["id"] == wanted for one in row.document["pages"][0]["questions"]):
            continue
        answer = row.answers.get(wanted)
        if answer in (YES, NO):
            return Agreement(answer, row.answered_at)
        if row.answered_at is None:
            return Agreement(ASKED, row.asked_at)
    return Agreement(YES, when_sent=True) if _said_when_sent(report) else Agreement()


def _said_when_sent(report: Answered) -> bool:
    form = published_form(report.form_hash)
    asked = [one for one in form.questions if one.role == HANDING_ON]
    return any(report.answers.get(one.id) == YES for one in asked)


def not_agreed(report: Answered, settings: ForceSettings, details: Mapping[str, Any]) -> str | None:
    """Why it may not be handed over yet, where the force asks first."""
    if not asks_before_handing_over(settings):
        return None
    answer = agreement(report, str(details.get("force", ""))).answer
    return None if answer == YES else "not_agreed"
