"""Makes a report of what a person sends: whole, or as a wish to be called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from frontcounter.accounts.actor import REPORTER, Actor
from frontcounter.forces.published import ForceSettings, published_settings
from frontcounter.forms.engine import FormDocument, export_report
from frontcounter.reports import facts, relating
from frontcounter.reports.access import access_hash
from frontcounter.reports.guards import CALL_REQUEST
from frontcounter.reports.marking import UNPROVEN, Noticed, notice
from frontcounter.reports.models import Report, ReportIdentifier
from frontcounter.reports.numbering import new_access_code, new_tracking_number
from frontcounter.reports.promising import call_promises, owed
from frontcounter.reports.registry import run_effects
from frontcounter.reports.workflow import (
    REQUEST_CALL,
    SUBMIT,
    TAKE_OVER,
    Arrow,
    CallBackState,
    State,
)
from frontcounter.reports.writing import change_of, note_audit, promise, tell


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
    details: Mapping[str, Any] = field(default_factory=dict)  # for the timeline and the message
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


def take_over(submission: Submission, *, at: datetime) -> Receipt:
    """Make a report of what another service hands over; once for each `draft_id`."""
    return _make(TAKE_OVER, submission, at, silent=False)


def made_of(draft_id: UUID) -> str:
    """The tracking number of the report that was made of this draft; "" where there is none."""
    found = Report.objects.filter(draft_id=draft_id).values_list("tracking_number", flat=True)
    return str(found.first() or "")


def _make(arrow: Arrow, submission: Submission, at: datetime, silent: bool) -> Receipt:
    settings = published_settings(submission.publication_hash)
    code = new_access_code()
    noticed = notice(submission.form, submission.answers)
    report = _new_report(arrow, submission, noticed, at, code)
    form = submission.form
    effects, wanted = arrow.effects, owed(settings, form, submission.contact)
    if arrow is REQUEST_CALL:
        wanted = call_promises(settings, report.priority)
    elif report.desk == "review" and (noticed.call or _called_anyway(settings, form)):
        report.call_back_state = CallBackState.OPEN
        effects = (*effects, "open_call_back")
        wanted = tuple(dict.fromkeys([*wanted, *call_promises(settings, report.priority)]))
    _add_with_fresh_number(report)
    if form.handling.deliver:
        _keep_identifiers(report, submission)
    promises = promise(settings, report.id, wanted, at)
    told = dict(submission.details)
    event = tell(report, arrow, submission.actor, at, note=submission.note, details=told)
    note_audit(arrow, report, at)
    run_effects(
        effects,
        change_of(
            arrow,
            report,
            settings,
            submission.actor,
            event,
            at=at,
            silent=silent,
            details={**told, **({"together": True} if submission.together else {})},
        ),
    )
    return Receipt(report.id, report.tracking_number, code, at, promises)


def _called_anyway(settings: ForceSettings, form: FormDocument) -> bool:
    """Whether the force calls about every report; thanks are no report."""
    return settings.call_back.every_report and form.handling.deliver


def _keep_identifiers(report: Report, submission: Submission) -> None:
    ReportIdentifier.objects.bulk_create(
        ReportIdentifier(report_id=report.id, kind=found.kind, normal=found.normal[:120])
        for found in (
            *facts.identifiers_of(submission.form, submission.answers, submission.contact),
            *relating.places_and_people(
                export_report(submission.form, dict(submission.answers)), submission.contact
            ),
        )
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
