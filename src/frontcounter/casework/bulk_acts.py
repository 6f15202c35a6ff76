"""One decision about several reports: each is taken by itself, by the rules for one report.

What one report refuses stops none of the others; each act stands in its own timeline and in the
audit record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from frontcounter.accounts.actor import Actor
from frontcounter.messages.thread import way_for
from frontcounter.reports import occurrences, queries
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.services import Refused, perform
from frontcounter.reports.states import State
from frontcounter.reports.workflow import ARROWS

MOST = 50
DECISIONS = ("record", "not_take", "redirect", "join", "follow_up")
"""What may be decided about several: record them in one file, … join them into the first."""
_CLAIMED = frozenset({"record", "not_take", "redirect"})
WITH_REASON = frozenset({"not_take", "redirect"})


@dataclass(frozen=True)
class Plan:
    """What was decided about all of them."""

    decision: str
    reason: str = ""
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Prospect:
    """What would happen to one report: who is told and how, or the code of why not at all."""

    record: ReportRecord
    first: bool
    refused: str
    channel: str
    untold: str


@dataclass(frozen=True)
class Outcome:
    """What became of one report; `refused` is a code, "" where it was done."""

    record: ReportRecord
    refused: str = ""


def chosen(numbers: Sequence[str]) -> list[ReportRecord]:
    """The reports with these tracking numbers that this person sees, in the order of choosing."""
    found = [queries.report_by_number(one) for one in dict.fromkeys(numbers[:MOST])]
    return [record for record in found if record is not None]


def prospects(records: Sequence[ReportRecord], plan: Plan, actor: Actor) -> list[Prospect]:
    """What would happen to each; nothing is changed."""
    tells = ARROWS[plan.decision].tells
    found = []
    for place, record in enumerate(records):
        first = place == 0 and plan.decision == "join"
        way = way_for(record)
        found.append(
            Prospect(
                record=record,
                first=first,
                refused="" if first else _refusal(record, plan, actor),
                channel=way.channel if tells and way.address else "",
                untold=way.reason if tells and not way.address else "" if tells else "nothing",
            )
        )
    return found


def _refusal(record: ReportRecord, plan: Plan, actor: Actor) -> str:
    """Why the decision would not be taken about this report, as far as is known now."""
    if plan.decision in _CLAIMED and record.state == State.SUBMITTED:
        if refused := _why_not(record, "claim", actor):
            return refused
        record = replace(record, state=State.IN_REVIEW, holder_id=UUID(actor.id))
    return _why_not(record, plan.decision, actor)


def _why_not(record: ReportRecord, code: str, actor: Actor) -> str:
    for move in queries.moves(record, actor):
        if move.arrow.code == code:
            return move.refused or ""
    return "wrong_state"


def carry_out(
    records: Sequence[ReportRecord], plan: Plan, actor: Actor, *, at: datetime
) -> list[Outcome]:
    """Take the decision about each report in turn; what is refused leaves that one as it was."""
    found, first = [], records[0].id if plan.decision == "join" and records else None
    one_file: UUID | None = None
    for record in records:
        if record.id == first:
            found.append(Outcome(record))
            continue
        details = _details(plan, first, one_file)
        try:
            with transaction.atomic():
                _take(record, plan, details, actor, at)
        except Refused as refused:
            found.append(Outcome(record, refused.code))
            continue
        if plan.decision == "record" and one_file is None:
            one_file = occurrences.of_report(record.id)
        found.append(Outcome(record))
    return found


def _details(plan: Plan, first: UUID | None, one_file: UUID | None) -> dict[str, Any]:
    if plan.decision == "join":
        return {"into": str(first)}
    if plan.decision == "follow_up":
        return {"unit": plan.unit, "asked": ["other"]}  # what it is stands in the note
    return {"occurrence": str(one_file)} if plan.decision == "record" and one_file else {}


def _take(
    record: ReportRecord, plan: Plan, details: dict[str, Any], actor: Actor, at: datetime
) -> None:
    if plan.decision in _CLAIMED and record.state == State.SUBMITTED:
        perform("claim", record.id, actor, at=at)
    reason = plan.reason if plan.decision in WITH_REASON else ""
    perform(plan.decision, record.id, actor, at=at, reason=reason, note=plan.note, details=details)
