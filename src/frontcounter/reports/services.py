"""Moves reports along the arrows of the table; with making.py, the only writer of reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from frontcounter.accounts.actor import SYSTEM, Actor
from frontcounter.forces.published import ForceSettings, published_settings
from frontcounter.forms.pages.published import published_form
from frontcounter.reports import facts
from frontcounter.reports.guards import refusal
from frontcounter.reports.models import Event, Promise, Report
from frontcounter.reports.numbering import next_file_number
from frontcounter.reports.promising import call_promises, owed
from frontcounter.reports.registry import run_effects
from frontcounter.reports.workflow import (
    ARROWS,
    Arrow,
    CallBackState,
    State,
)
from frontcounter.reports.writing import change_of, note_audit, promise, tell


class Refused(Exception):
    """The arrow may not be taken now; `code` says why (words: casework texts)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnknownReport(LookupError):
    """No such report for the force in scope."""


def perform(
    code: str,
    report_id: UUID,
    actor: Actor,
    *,
    at: datetime,
    reason: str = "",
    note: str = "",
    details: Mapping[str, Any] | None = None,
    silent: bool = False,
) -> None:
    """Take one arrow, or raise Refused. The report is locked until the transaction ends."""
    report = Report.objects.select_for_update().filter(id=report_id).first()
    if report is None:
        raise UnknownReport(report_id)
    arrow = ARROWS[code]
    settings = published_settings(report.publication_hash)
    why_not = refusal(arrow, report, actor, settings)
    if why_not is None and arrow.needs_reason and reason not in settings.not_taken_reasons:
        why_not = "reason_missing"
    if why_not is not None:
        raise Refused(why_not)
    extra = dict(details or {})
    _move(arrow, report, actor, settings, at, reason, extra)
    report.save()
    _settle_promises(arrow, report, settings, at)
    event = tell(report, arrow, actor, at, note=note, reason=reason, details=extra)
    note_audit(arrow, report, at)
    run_effects(
        arrow.effects,
        change_of(
            arrow,
            report,
            settings,
            actor,
            event,
            at=at,
            reason=reason,
            note=note,
            silent=silent,
            details=extra,
        ),
    )
    if code == "record" and settings.number_given_by == "us":
        give_number(report.id, next_file_number(settings, at), at=at, silent=silent)


def give_number(report_id: UUID, number: str, *, at: datetime, silent: bool = False) -> None:
    """The permanent number: ours at once, or what the records system answered."""
    perform("number", report_id, SYSTEM, at=at, details={"file_number": number}, silent=silent)


def note_delivery(report_id: UUID, destination: str, record_number: str, *, at: datetime) -> None:
    """A line of the timeline: the report has reached a destination, under its number there."""
    state = Report.objects.values_list("state", flat=True).get(id=report_id)
    Event(
        report_id=report_id,
        at=at,
        code="delivered",
        actor_kind=SYSTEM.kind,
        state=state,
        details={"destination": destination, "record_number": record_number},
    ).add()


def note_file(
    report_id: UUID,
    code: str,
    actor: Actor,
    *,
    at: datetime,
    note: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """A line of the timeline about one of the report's files (locked away, opened again)."""
    state = Report.objects.values_list("state", flat=True).get(id=report_id)
    Event(
        report_id=report_id,
        at=at,
        code=code,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        state=state,
        note=note,
        details=dict(details or {}),
    ).add()


def _move(
    arrow: Arrow,
    report: Report,
    actor: Actor,
    settings: ForceSettings,
    at: datetime,
    reason: str,
    details: Mapping[str, Any],
) -> None:
    """What the arrow changes on the report's own row."""
    if arrow.target is not None and arrow.target != report.state:
        report.state, report.state_since = arrow.target, at
    if arrow.code == "claim":
        report.holder_id = UUID(actor.id)
    elif report.state != State.IN_REVIEW:
        report.holder_id = None
    if arrow.needs_reason or arrow.code == "ask_to_withdraw":
        report.reason = reason or arrow.code
    if "open_call_back" in arrow.effects:
        report.call_back_state = CallBackState.OPEN
    elif "close_call_back" in arrow.effects:
        report.call_back_state = CallBackState.CONCLUDED
    if arrow.code == "number":
        report.file_number = str(details["file_number"])
    if arrow.code == "record":
        report.recorded_at = at
        report.frozen = facts.frozen_inputs(report, settings)


def _settle_promises(arrow: Arrow, report: Report, settings: ForceSettings, at: datetime) -> None:
    open_promises = Promise.objects.filter(
        report_id=report.id, kept_at__isnull=True, lifted_at__isnull=True
    )
    if arrow.keeps:
        open_promises.filter(kind__in=arrow.keeps).update(kept_at=at)
    if arrow.lifts:
        open_promises.filter(kind__in=arrow.lifts).update(lifted_at=at)
    if arrow.code in {"call_back", "ask_to_withdraw"}:
        promise(settings, report.id, call_promises(settings, report.priority), at)
    if arrow.code == "reopen":
        wanted = owed(settings, published_form(report.form_hash), report.contact)
        promise(settings, report.id, wanted, at)
