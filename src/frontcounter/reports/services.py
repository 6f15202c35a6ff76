"""The only writer of reports: making one, and moving it along the arrows of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from frontcounter.accounts.actor import REPORTER, SYSTEM, Actor
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import uuid7
from frontcounter.forces.promises import due_at
from frontcounter.forces.published import ForceSettings, published_settings
from frontcounter.forms.engine import FormDocument, export_report
from frontcounter.forms.pages.published import published_form
from frontcounter.reports import facts
from frontcounter.reports.access import access_hash
from frontcounter.reports.guards import CALL_REQUEST, refusal
from frontcounter.reports.marking import UNPROVEN, Noticed, notice
from frontcounter.reports.models import Event, Promise, Report, ReportIdentifier
from frontcounter.reports.numbering import new_access_code, new_tracking_number, next_file_number
from frontcounter.reports.promising import owed
from frontcounter.reports.registry import Change, run_effects
from frontcounter.reports.workflow import (
    ARROWS,
    REQUEST_CALL,
    SUBMIT,
    Arrow,
    CallBackState,
    State,
)


class Refused(Exception):
    """The arrow may not be taken now; `code` says why (words: casework texts)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnknownReport(LookupError):
    """No such report for the force in scope."""


@dataclass(frozen=True)
class Submission:
    """What a person sends. `answers` are canonical and only those on their walk.

    Staff who write for a person are the `actor`, with the `channel` (counter or phone) that the
    person came by, and in `note` why they passed a stop.
    """

    draft_id: UUID
    form: FormDocument
    publication_hash: str
    language: str
    answers: Mapping[str, Any]
    contact: Mapping[str, Any]
    channel: str = "online"
    actor: Actor = REPORTER  # the member of staff, where one typed it for the person
    note: str = ""
    proven: bool = True  # whoever sent it has done the work that floods are held back with
    together: bool = False  # one of several that were sent in one go: they are told in one message


@dataclass(frozen=True)
class Receipt:
    """What the person is shown at once; the code is kept nowhere but in the sealed draft."""

    report_id: UUID
    tracking_number: str
    access_code: str
    submitted_at: datetime
    promises: tuple[tuple[str, datetime], ...] = field(default=())


def submit(submission: Submission, *, at: datetime, silent: bool = False) -> Receipt:
    """Make a report of a finished draft. The caller locks the draft and keeps the receipt."""
    return _make(SUBMIT, submission, at, silent)


def request_call(submission: Submission, *, at: datetime, silent: bool = False) -> Receipt:
    """Make a call request of what was typed so far and a telephone number."""
    return _make(REQUEST_CALL, submission, at, silent)


def _make(arrow: Arrow, submission: Submission, at: datetime, silent: bool) -> Receipt:
    settings = published_settings(submission.publication_hash)
    code = new_access_code()
    noticed = notice(submission.form, submission.answers)
    report = _new_report(arrow, submission, noticed, at, code)
    form = submission.form
    effects, wanted = arrow.effects, owed(settings, form, submission.contact)
    if arrow is REQUEST_CALL:
        wanted = ("call_back",)
    elif report.desk == "review" and (noticed.call or _called_anyway(settings, form)):
        report.call_back_state = CallBackState.OPEN
        effects, wanted = (*effects, "open_call_back"), _with_call(settings, wanted)
    _add_with_fresh_number(report)
    if form.handling.deliver:
        _keep_identifiers(report, submission)
    promises = _promise(settings, report.id, wanted, at)
    event = _tell(report, arrow, submission.actor, at, note=submission.note)
    _audit(arrow, report, at)
    run_effects(
        effects,
        _change(
            arrow,
            report,
            settings,
            submission.actor,
            event,
            at=at,
            silent=silent,
            details={"together": True} if submission.together else None,
        ),
    )
    return Receipt(report.id, report.tracking_number, code, at, promises)


def _called_anyway(settings: ForceSettings, form: FormDocument) -> bool:
    """Whether the force calls about every report; thanks are no report."""
    return settings.call_back.every_report and form.handling.deliver


def _with_call(settings: ForceSettings, wanted: tuple[str, ...]) -> tuple[str, ...]:
    known = "call_back" in settings.promises and "call_back" not in wanted
    return (*wanted, "call_back") if known else wanted


def _keep_identifiers(report: Report, submission: Submission) -> None:
    ReportIdentifier.objects.bulk_create(
        ReportIdentifier(report_id=report.id, kind=found.kind, normal=found.normal[:120])
        for found in facts.identifiers_of(submission.form, submission.answers, submission.contact)
    )


def _new_report(
    arrow: Arrow, submission: Submission, noticed: Noticed, at: datetime, code: str
) -> Report:
    known = facts.facts_of(export_report(submission.form, submission.answers))
    known["reporter_name"] = known["reporter_name"] or submission.contact.get("name", "")
    known["headline"] = known["headline"] or facts.category_words(
        submission.form, submission.answers
    )
    called = arrow is REQUEST_CALL
    return Report(
        draft_id=submission.draft_id,
        type=submission.form.type,
        form_hash=submission.form.hash,
        publication_hash=submission.publication_hash,
        language=submission.language,
        channel=CALL_REQUEST if called else submission.channel,
        answers=dict(submission.answers),
        contact=dict(submission.contact),
        state=State.SUBMITTED,
        state_since=at,
        submitted_at=at,
        desk=submission.form.handling.desk,
        priority=noticed.priority,
        marks=[*noticed.marks, *(() if submission.proven else (UNPROVEN,))],
        for_records=submission.form.handling.deliver,
        call_back_state=CallBackState.OPEN if called else CallBackState.NONE,
        access_hash=access_hash(code),
        **known,
    )


def _add_with_fresh_number(report: Report) -> None:
    """Two reports draw the same number once in millions of millions; then draw again."""
    for _ in range(4):
        report.tracking_number = new_tracking_number()
        try:
            with transaction.atomic():
                report.add()
        except IntegrityError as error:
            if "reports_report_tracking" not in str(error):
                raise
        else:
            return
    raise RuntimeError("no free tracking number was found")


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
    event = _tell(report, arrow, actor, at, note=note, reason=reason, details=extra)
    _audit(arrow, report, at)
    run_effects(
        arrow.effects,
        _change(
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


def _promise(
    settings: ForceSettings, report_id: UUID, kinds: Any, at: datetime
) -> tuple[tuple[str, datetime], ...]:
    made = tuple((kind, due_at(settings, kind, at)) for kind in kinds)
    Promise.objects.bulk_create(
        Promise(report_id=report_id, kind=kind, made_at=at, due_at=due) for kind, due in made
    )
    return made


def _settle_promises(arrow: Arrow, report: Report, settings: ForceSettings, at: datetime) -> None:
    open_promises = Promise.objects.filter(
        report_id=report.id, kept_at__isnull=True, lifted_at__isnull=True
    )
    if arrow.keeps:
        open_promises.filter(kind__in=arrow.keeps).update(kept_at=at)
    if arrow.lifts:
        open_promises.filter(kind__in=arrow.lifts).update(lifted_at=at)
    if arrow.code in {"call_back", "ask_to_withdraw"} and "call_back" in settings.promises:
        _promise(settings, report.id, ("call_back",), at)
    if arrow.code == "reopen":
        wanted = owed(settings, published_form(report.form_hash), report.contact)
        _promise(settings, report.id, wanted, at)


def _tell(
    report: Report,
    arrow: Arrow,
    actor: Actor,
    at: datetime,
    *,
    note: str = "",
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> UUID:
    """Add the line of the timeline."""
    event = Event(
        id=uuid7(),
        report_id=report.id,
        at=at,
        code=arrow.code,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        state=report.state,
        note=note,
        details={**(details or {}), **({"reason": reason} if reason else {})},
    )
    event.add()
    return event.id


def _audit(arrow: Arrow, report: Report, at: datetime) -> None:
    audit(arrow.verb, f"report.{arrow.code}", subject=f"report:{report.id}", at=at)


def _change(
    arrow: Arrow,
    report: Report,
    settings: ForceSettings,
    actor: Actor,
    event_id: UUID,
    *,
    at: datetime,
    reason: str = "",
    note: str = "",
    silent: bool = False,
    details: Mapping[str, Any] | None = None,
) -> Change:
    return Change(
        arrow=arrow.code,
        report_id=report.id,
        draft_id=report.draft_id,
        type=report.type,
        language=report.language,
        settings=settings,
        actor=actor,
        at=at,
        event_id=event_id,
        contact=report.contact,
        tells=arrow.tells,
        reason=reason,
        note=note,
        priority=report.priority,
        desk=report.desk,
        marks=tuple(report.marks),
        silent=silent,
        details=dict(details or {}),
    )
