"""What a person judges of a report: the six prompts of THRIVE, and how pressing it is.

The machine's priority is the floor: a person may raise it, and take back a raise of their own with
a reason. Nothing here lowers what the machine found, closes a report or decides about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.together import Rows
from frontcounter.forms.pages.published import published_form
from frontcounter.reports.asking import rounds_of
from frontcounter.reports.marking import URGENT, hear, notice
from frontcounter.reports.models import Assessment, Report, ReporterAct
from frontcounter.reports.services import Refused, UnknownReport, note_event
from frontcounter.reports.states import ENDS

PROMPTS = ("threat", "harm", "risk", "investigation", "vulnerability", "engagement")
LEVELS = ("none", "some", "high")
WORDS_LENGTH = 1000


@dataclass(frozen=True)
class Judged:
    """One assessment. `prompts`: prompt → {"level", "words"}."""

    prompts: dict[str, dict[str, str]]
    priority: int
    floor: int
    note: str
    by_id: str
    by_name: str
    at: datetime


_LINE = tuple(Judged.__dataclass_fields__)


def assessments_of(report_id: UUID) -> list[Judged]:
    """Every assessment, the newest first."""
    return assessment_rows(report_id).read()


def assessment_rows(report_id: UUID) -> Rows[Judged]:
    """`assessments_of`, to be read with others."""
    return Rows(
        Assessment.objects.filter(report_id=report_id).order_by("-at", "-id"), _LINE, _judged
    )


def _judged(**row: Any) -> Judged:
    """The prompts as they are asked; the database keeps an order of its own."""
    judged = Judged(**row)
    told = judged.prompts
    return replace(judged, prompts={one: told[one] for one in PROMPTS if one in told})


def is_assessed(report_id: UUID) -> bool:
    """Whether somebody has answered every prompt."""
    return any(set(PROMPTS) <= set(one.prompts) for one in assessments_of(report_id))


class Pressing(Protocol):
    """A report, as the core or as others have it."""

    @property
    def id(self) -> UUID: ...
    @property
    def form_hash(self) -> str: ...
    @property
    def answers(self) -> dict[str, Any]: ...
    @property
    def priority(self) -> int: ...


def least_for(report: Pressing, actor: Actor, last: Judged | None) -> int:
    """The lowest priority that this person may choose: only a raise of their own is taken back.

    What the machine found stays the floor, also where a person had raised it as far before.
    """
    own = last is not None and last.by_id == actor.id and last.priority == report.priority
    return max(last.floor, _noticed(report)) if own and last else report.priority


def _noticed(report: Pressing) -> int:
    """What the machine finds in the answers, and in what was answered and written since."""
    rounds = [(one.form, one.answers) for one in rounds_of(report.id) if one.answered_at]
    told = [(published_form(report.form_hash), report.answers), *rounds]
    written = ReporterAct.objects.filter(report_id=report.id).values_list("text", flat=True)
    found = [notice(form, answers).priority for form, answers in told]
    return min(max([*found, *(hear(words).priority for words in written)]), report.priority)


def assess(
    report_id: UUID,
    prompts: Mapping[str, Mapping[str, str]],
    *,
    priority: int,
    note: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Keep what a person judged. Raises Refused: prompts_missing, never_lower, reason_missing."""
    report = Report.objects.select_for_update().filter(id=report_id).first()
    if report is None:
        raise UnknownReport(report_id)
    if report.state in ENDS:
        raise Refused("wrong_state")
    kept = _kept(prompts)
    last = next(iter(assessments_of(report_id)), None)
    floor = least_for(report, actor, last)
    if not floor <= priority <= URGENT:
        raise Refused("never_lower")
    if priority < report.priority and not note.strip():
        raise Refused("reason_missing")
    Assessment(
        report_id=report.id,
        prompts=kept,
        priority=priority,
        floor=floor,
        note=note.strip()[:WORDS_LENGTH],
        by_id=actor.id,
        by_name=actor.name,
        at=at,
    ).add()
    code = _code(report.priority, priority)
    if priority != report.priority:
        report.priority = priority
        report.save(update_fields=["priority"])
    note_event(report.id, code, actor, at=at, details={"priority": priority})
    audit(Verb.ALTER, f"report.{code}", subject=f"report:{report.id}", at=at)


def _kept(prompts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """The prompts as they are stored: each answered, in words of a fair length."""
    kept: dict[str, dict[str, Any]] = {}
    for prompt in PROMPTS:
        told = prompts.get(prompt) or {}
        if told.get("level") not in LEVELS:
            raise Refused("prompts_missing")
        words = str(told.get("words", "")).strip()[:WORDS_LENGTH]
        kept[prompt] = {"level": told["level"], **({"words": words} if words else {})}
    return kept


def _code(before: int, after: int) -> str:
    if after == before:
        return "assess"
    return "raise" if after > before else "take_back_raise"
