"""Moves reports along the arrows of the table; with making.py, the only writer of reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from frontcounter.accounts.actor import SYSTEM, Actor
from frontcounter.forces.published import ForceSettings, published_settings
from frontcounter.reports import facts, joining, levels, occurrences
from frontcounter.reports.guards import missing_detail, refusal
from frontcounter.reports.models import Event, Report
from frontcounter.reports.numbering import next_file_number
from frontcounter.reports.refusing import Refused as Refused
from frontcounter.reports.registry import run_effects
from frontcounter.reports.settling import settle
from frontcounter.reports.states import Arrow, CallBackState, FollowUpState, State
from frontcounter.reports.workflow import ARROWS
from frontcounter.reports.writing import change_of, note_audit, tell


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
    report = _locked(report_id, code)
    arrow, extra = ARROWS[code], dict(details or {})
    settings = published_settings(report.publication_hash)
    why_not = _why_not(arrow, report, actor, settings, reason, note, extra)
    if why_not is not None:
        raise Refused(why_not)
    beside = _OTHERS.get(code)
    if beside is not None:
        extra = beside(report, actor, settings, extra, at)
    _move(arrow, report, actor, settings, at, reason, note, extra)
    if arrow.code == "record":
        report.frozen = facts.frozen_inputs(report, settings)
    report.save()
    settle(arrow, report, settings, at, extra)
    event = tell(report, arrow, actor, at, note=note, reason=reason, details=extra)
    note_audit(arrow, report, at)
    change = change_of(
        arrow, report, settings, actor, event,
        at=at, reason=reason, note=note, silent=silent, details=extra,
    )  # fmt: skip
    run_effects(arrow.effects, change)
    if code == "record":
        _open_file(report, settings, extra, at, silent)
    if code == "number":
        _number_others(report, extra["file_number"], at, silent)


def _locked(report_id: UUID, code: str) -> Report:
    """The report, which nobody else moves until this transaction ends."""
    if code == "join":
        joining.one_join_at_a_time()
    report: Report | None = Report.objects.select_for_update().filter(id=report_id).first()
    if report is None:
        raise UnknownReport(report_id)
    return report


def _number_others(report: Report, number: str, at: datetime, silent: bool) -> None:
    """The other reports of the same file get its number, those that were joined hear of it."""
    for other in occurrences.set_number(report, number, at=at):
        give_number(other, number, at=at, silent=silent)
    for joined in joining.joined_to(report.id):
        told = {"file_number": number}
        perform("number_joined", joined, SYSTEM, at=at, details=told, silent=silent)


def _open_file(
    report: Report, settings: ForceSettings, details: Mapping[str, Any], at: datetime, silent: bool
) -> None:
    """A file of its own or one that is there, with a number as soon as there is one."""
    existing = occurrences.file_wanted(details)
    occurrence = occurrences.open_file(report, existing, at=at)
    if report.file_number:
        return  # it was recorded before, and opened again since
    number = occurrence.file_number
    if number is None and existing is None and settings.number_given_by == "us":
        number = next_file_number(settings, at)
    if number is not None:
        give_number(report.id, number, at=at, silent=silent)


def _join(
    report: Report, actor: Actor, _settings: ForceSettings, details: dict[str, Any], at: datetime
) -> dict[str, Any]:
    """Where it is joined to in the end; that report's timeline says so too."""
    target = joining.target_of(report, details)
    note_event(
        target.id, "joined_here", actor, at=at, details={"tracking_number": report.tracking_number}
    )
    found = {**details, "into": str(target.id), "tracking_number": target.number}
    return {**found, "file_number": target.file_number} if target.file_number else found


def _separate(
    report: Report, actor: Actor, _settings: ForceSettings, details: dict[str, Any], at: datetime
) -> dict[str, Any]:
    """The report that went on hears of it."""
    number = joining.number_of(report.joined_to)
    if report.joined_to is None or not number:
        return details
    here = {"tracking_number": report.tracking_number}
    note_event(report.joined_to, "separated_here", actor, at=at, details=here)
    return {**details, "tracking_number": number}


def _split(
    report: Report, _actor: Actor, settings: ForceSettings, details: dict[str, Any], at: datetime
) -> dict[str, Any]:
    return {**details, **occurrences.split(report, settings, details, at=at)}


def _agree(
    report: Report, _actor: Actor, settings: ForceSettings, details: dict[str, Any], _at: datetime
) -> dict[str, Any]:
    """The line of the timeline says to what, and at which level of review."""
    found = levels.waiting(report, settings)
    return {**details, "decision": found.decision, "level": found.level} if found else details


_OTHERS = {"join": _join, "separate": _separate, "split": _split, "agree": _agree}
"""Arrows that concern more than the report's own row → what they do beside it."""


def _why_not(
    arrow: Arrow,
    report: Report,
    actor: Actor,
    settings: ForceSettings,
    reason: str,
    note: str,
    details: Mapping[str, Any],
) -> str | None:
    if arrow.reasons and reason not in settings.reasons(arrow.reasons):
        return refusal(arrow, report, actor, settings) or "reason_missing"
    found = refusal(arrow, report, actor, settings, (reason, details))
    found = found or missing_detail(arrow, details, settings)
    return found or ("note_missing" if arrow.says_why and not note.strip() else None)


def give_number(report_id: UUID, number: str, *, at: datetime, silent: bool = False) -> None:
    """The permanent number: ours at once, or what the records system answered."""
    perform("number", report_id, SYSTEM, at=at, details={"file_number": number}, silent=silent)


def give_further_number(report_id: UUID, place: int, number: str, *, at: datetime) -> None:
    """What the records system answered for a further file of the report."""
    if occurrences.number_further(report_id, place, number):
        given = {"file_number": number, "place": place}
        perform("number_further", report_id, SYSTEM, at=at, details=given)


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


def note_event(
    report_id: UUID,
    code: str,
    actor: Actor,
    *,
    at: datetime,
    note: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """A line of the timeline about something that moves no arrow (a file locked away, say)."""
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
    note: str,
    details: Mapping[str, Any],
) -> None:
    """What the arrow changes on the report's own row."""
    if arrow.target is not None and arrow.target != report.state:
        report.state, report.state_since = arrow.target, at
    if arrow.code == "claim":
        report.holder_id = UUID(actor.id)
    elif report.state != State.IN_REVIEW:
        report.holder_id = None
    if arrow.reasons or arrow.code == "ask_to_withdraw":
        report.reason = reason or arrow.code
    if report.reason == "ask_to_withdraw" and _no_longer_asked(arrow, details):
        report.reason = ""
    for column, state in _SIDE_STATES.get(arrow.code, ()):
        setattr(report, column, state)
    if arrow.code == "number":
        report.file_number = str(details["file_number"])
    if arrow.code == "record":
        report.recorded_at = at
    if arrow.code in {"join", "separate"}:
        report.joined_to = UUID(str(details["into"])) if arrow.code == "join" else None
    if arrow.code == "propose":
        report.proposal = levels.proposed(report, settings, actor, at, note, details)
    elif arrow.code == "agree":
        report.proposal = levels.agreed(report, actor, at, note)
    elif arrow.target is not None and arrow.code not in {"claim", "release", "take_away"}:
        report.proposal = None


def _no_longer_asked(arrow: Arrow, details: Mapping[str, Any]) -> bool:
    """Whoever was called says anew whether they wish to withdraw; an old wish withdraws nothing."""
    if arrow.code == "conclude_call_back":
        return details.get("outcome") != "wishes_to_withdraw"
    return arrow.code == "reopen"


_SIDE_STATES: dict[str, tuple[tuple[str, str], ...]] = {
    "call_back": (("call_back_state", CallBackState.OPEN),),
    "call_again": (("call_back_state", CallBackState.OPEN),),
    "ask_to_withdraw": (("call_back_state", CallBackState.OPEN),),
    "conclude_call_back": (("call_back_state", CallBackState.CONCLUDED),),
    "follow_up": (("follow_up_state", FollowUpState.ASKED),),
    "accept_follow_up": (("follow_up_state", FollowUpState.BEGUN),),
    "return_follow_up": (("follow_up_state", FollowUpState.NONE),),
    "finish_follow_up": (("follow_up_state", FollowUpState.DONE),),
}
"""Arrow → the columns beside the state that it sets."""
