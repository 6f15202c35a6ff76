"""What a reporter does to their own report: noted here, carried out by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from frontcounter.accounts.actor import REPORTER
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import uuid7
from frontcounter.reports.marking import hear, raise_to
from frontcounter.reports.models import LinkRequest, Report, ReporterAct
from frontcounter.reports.registry import act_of
from frontcounter.reports.searching import index_again
from frontcounter.reports.services import Refused, perform

ADD, WITHDRAW, ANSWER, MESSAGE = "add_information", "withdraw", "answer", "message"
# What an act asks for, the first that is allowed; other kinds are carried out by their own rooms.
_ARROWS = {ADD: (ADD,), WITHDRAW: (WITHDRAW, "ask_to_withdraw"), MESSAGE: (MESSAGE,)}


def add_information(
    report_id: UUID, text: str, *, at: datetime, act_id: UUID | None = None
) -> UUID:
    """More words (and the files that hang on this act's id, if it was made before). Public."""
    return _note(ADD, report_id, text, at, act_id)


def withdraw(report_id: UUID, text: str, *, at: datetime) -> UUID:
    """The wish to withdraw: at once where the rules allow it, else a person calls. Public."""
    return _note(WITHDRAW, report_id, text, at, None)


def note_act(
    kind: str,
    report_id: UUID,
    *,
    at: datetime,
    text: str = "",
    details: Mapping[str, Any] | None = None,
    act_id: UUID | None = None,
) -> UUID:
    """Any other act of the reporter, to be carried out by the room that registered its kind."""
    return _note(kind, report_id, text, at, act_id, details)


def in_the_past(
    kind: str,
    report_id: UUID,
    text: str,
    *,
    at: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """An act of the demo's past: carried out at once, and nobody is told."""
    carry_out(_add(kind, report_id, text, at, None, details), at=at, silent=True)


def _note(
    kind: str,
    report_id: UUID,
    text: str,
    at: datetime,
    act_id: UUID | None,
    details: Mapping[str, Any] | None = None,
) -> UUID:
    from frontcounter.reports.jobs import carry_out_act

    act_id = _add(kind, report_id, text, at, act_id, details)
    carry_out_act.later(act_id)
    return act_id


def _add(
    kind: str,
    report_id: UUID,
    text: str,
    at: datetime,
    act_id: UUID | None,
    details: Mapping[str, Any] | None = None,
) -> UUID:
    act = ReporterAct(
        id=act_id or uuid7(),
        report_id=report_id,
        kind=kind,
        text=text,
        details=dict(details or {}),
        at=at,
    )
    act.add()
    audit(Verb.COLLECT, f"act.{kind}", subject=f"report:{report_id}", at=at)
    return act.id


def carry_out(act_id: UUID, *, at: datetime, silent: bool = False) -> None:
    """Take the arrow that an act asks for, once."""
    act = ReporterAct.objects.select_for_update().filter(id=act_id, done_at=None).first()
    if act is None:
        return
    own = act_of(act.kind)
    if own is not None:
        own(act.id, act.report_id, act.text, act.details, at)
    else:
        _take_arrow(act, at, silent)
    act.done_at = at
    act.save(update_fields=["done_at"])
    index_again(act.report_id)


def _take_arrow(act: ReporterAct, at: datetime, silent: bool) -> None:
    details = {**act.details, "act_id": str(act.id)}
    noticed = hear(act.text)
    if noticed.marks:  # danger is heard in whatever somebody writes, and whenever
        raise_to(Report.objects.select_for_update().get(id=act.report_id), noticed)
        details["danger"] = noticed.priority
    for code in _ARROWS[act.kind]:
        try:
            perform(
                code,
                act.report_id,
                REPORTER,
                at=at,
                note=act.text,
                details=details,
                silent=silent,
            )
        except Refused:
            continue
        return


@dataclass(frozen=True)
class LinkWanted:
    """Whose link was asked for, as far as the worker may know."""

    report_id: UUID
    language: str
    contact: dict[str, Any]


def ask_for_link(tracking_number: str, *, at: datetime) -> UUID:
    """Note that somebody wants a new link; the answer is the same whether a report exists."""
    request = LinkRequest(id=uuid7(), tracking_number=tracking_number, at=at)
    request.add()
    return request.id


def take_link_request(request_id: UUID, *, at: datetime) -> LinkWanted | None:
    """For the worker: the report that a request means, once; None where there is none."""
    request = LinkRequest.objects.select_for_update().filter(id=request_id, done_at=None).first()
    if request is None:
        return None
    request.done_at = at
    request.save(update_fields=["done_at"])
    report = Report.objects.filter(tracking_number=request.tracking_number).first()
    if report is None:
        return None
    return LinkWanted(report.id, report.language, dict(report.contact))
