"""The agency's version of a report: changes laid over the reporter's answers, each with a reason.

What the reporter sent never changes. A change replaces one answer or confirms one code, is a row of
its own and a revision of the report; it is undone by another change. Queues and matching follow the
agency's version. What was recorded stays what it was: see `frozen["agency_revision"]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from frontcounter.accounts.actor import Actor
from frontcounter.accounts.roles import StaffRole
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.forms.engine import (
    FormDocument,
    Journey,
    Locate,
    PageResult,
    Question,
    Submitted,
    check_page,
    export_report,
    walk,
)
from frontcounter.forms.engine.journey import PASSED
from frontcounter.forms.pages.published import published_form
from frontcounter.reports import facts
from frontcounter.reports.models import AgencyChange, Report, ReportIdentifier
from frontcounter.reports.services import Refused, UnknownReport, note_event
from frontcounter.reports.states import State

ANSWER, CODE = "answer", "code"
REASON_LENGTH = 300
OPEN = frozenset({State.SUBMITTED, State.IN_REVIEW, State.WAITING})
AMENDERS = frozenset({StaffRole.RECORDS, StaffRole.SUPERVISOR})
# Files stay as they were sent; how to reach the reporter is theirs to say.
NOT_CHANGED = frozenset({"files", "contact"})


@dataclass(frozen=True)
class ChangeLine:
    """One change, as pages, the force's copy and the delivery show it."""

    revision: int
    part: str
    name: str
    value: Any
    reason: str
    by_id: str
    by_name: str
    at: datetime


class Versioned(Protocol):
    """A report, as the core or as others have it."""

    @property
    def answers(self) -> dict[str, Any]: ...
    @property
    def form_hash(self) -> str: ...


_LINE = tuple(ChangeLine.__dataclass_fields__)


def changes_of(report_id: UUID, upto: int | None = None) -> list[ChangeLine]:
    """Every change, the first one first; `upto` a revision where an earlier version is wanted."""
    rows = AgencyChange.objects.filter(report_id=report_id)
    if upto is not None:
        rows = rows.filter(revision__lte=upto)
    return [ChangeLine(**row) for row in rows.order_by("revision").values(*_LINE)]


def in_force(changes: Iterable[ChangeLine], part: str) -> dict[str, ChangeLine]:
    """What holds now: the last change of each answer or code."""
    return {change.name: change for change in changes if change.part == part}


def agency_answers(report: Versioned, changes: Iterable[ChangeLine]) -> dict[str, Any]:
    """The answers with the changes laid over; the reporter's own where nothing was changed.

    What is put right later no longer stops anybody: the report has been sent.
    """
    laid = {name: one.value for name, one in in_force(changes, ANSWER).items()}
    if not laid:
        return report.answers
    form = published_form(report.form_hash)
    stops = {stop.code for page in form.all_pages for stop in page.stops}
    kept = {k: v for k, v in (report.answers | laid).items() if v is not None}
    return {**kept, PASSED: sorted(stops)}


def is_changed(report: Versioned, change: ChangeLine) -> bool:
    """Whether it says something else than the reporter (a change may have been taken back)."""
    return bool(change.value != report.answers.get(change.name))


def confirmed_codes(changes: Iterable[ChangeLine]) -> dict[str, str]:
    """Table → the code that a person confirmed."""
    found = in_force(changes, CODE)
    return {table: str(change.value) for table, change in found.items() if change.value}


def may_change(report: Any, actor: Actor) -> str | None:
    """Why this person may not change the agency's version now, or None where they may."""
    supervisor = actor.has_any(frozenset({StaffRole.SUPERVISOR}))
    if report.state in OPEN:
        held = report.holder_id is not None and str(report.holder_id) == actor.id
        if report.state == State.IN_REVIEW and held:
            return None
        return None if supervisor else "held_by_other"
    if report.state == State.RECORDED:
        return None if actor.has_any(AMENDERS) else "not_your_role"
    return "wrong_state"


def questions_that_change(
    form: FormDocument, answers: Mapping[str, Any] | Journey
) -> dict[str, Question]:
    """The questions that the agency may answer otherwise: those that are asked on this way."""
    asked = walk(form, answers).asked
    return {q.id: q for page in asked.values() for q in page if q.KIND not in NOT_CHANGED}


def check_answer(
    form: FormDocument,
    question_id: str,
    submitted: Submitted,
    answers: Mapping[str, Any],
    *,
    lang: str,
    now: datetime,
    region: str,
    locate: Locate | None = None,
) -> PageResult:
    """Check what was typed for one question, as the page that asks it does."""
    page = page_of(form, question_id)
    question = form.by_question[question_id]
    alone = replace(page, questions=(question,), stops=())
    document = replace(form, by_page={**form.by_page, page.id: alone})
    return check_page(
        document,
        page.id,
        submitted,
        answers,
        lang=lang,
        now=now,
        region=region,
        files=files_in(question, answers),
        locate=locate,
    )


def page_of(form: FormDocument, question_id: str) -> Any:
    """The page that asks the question; KeyError where none does."""
    for page in form.all_pages:
        if any(question.id == question_id for question in page.questions):
            return page
    raise KeyError(question_id)


def files_in(question: Question, answers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The files that an answer names, which stay with it."""
    value = question.read(answers.get(question.id))
    if not isinstance(value, list) or not question.file_ids(value):
        return {}
    return {ref["id"]: ref for line in value for ref in line.get("photos", [])}


def change(
    report_id: UUID,
    question_id: str,
    value: Any,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Answer a question otherwise than the reporter; the new revision.

    `value` is canonical (None: left blank). Raises Refused: not_asked, malformed, unchanged,
    reason_missing, or why this person may not.
    """
    report = _locked(report_id, actor)
    form = published_form(report.form_hash)
    changes = changes_of(report.id)
    answers = agency_answers(report, changes)
    question = questions_that_change(form, answers).get(question_id)
    if question is None:
        raise Refused("not_asked")
    if value is None and question.required:
        raise Refused("malformed")
    if value is not None and question.read(value) != value:
        raise Refused("malformed")
    if value == answers.get(question_id):
        raise Refused("unchanged")
    return _lay(report, form, question_id, value, reason, actor, at)


def take_back(report_id: UUID, question_id: str, *, reason: str, actor: Actor, at: datetime) -> int:
    """The reporter's own answer holds again; that is a change too."""
    answers = Report.objects.values_list("answers", flat=True).filter(id=report_id).first() or {}
    found = in_force(changes_of(report_id), ANSWER).get(question_id)
    if found is None or found.value == answers.get(question_id):
        raise Refused("unchanged")
    report = _locked(report_id, actor)
    own, form = report.answers.get(question_id), published_form(report.form_hash)
    return _lay(report, form, question_id, own, reason, actor, at)


def confirm_code(
    report_id: UUID, table: str, code: str, *, reason: str, actor: Actor, at: datetime
) -> int:
    """A person says which code of a table holds; another one than was suggested needs a reason."""
    report = _locked(report_id, actor)
    changes = changes_of(report.id)
    form = published_form(report.form_hash)
    if table not in form.codes:
        raise Refused("not_asked")
    if confirmed_codes(changes).get(table) == code:
        raise Refused("unchanged")
    suggested = export_report(form, agency_answers(report, changes))["codes"].get(table)
    if code != suggested and not reason.strip():
        raise Refused("reason_missing")
    return _add(report, CODE, table, code, reason, actor, at, reason_needed=False)


def _locked(report_id: UUID, actor: Actor) -> Report:
    report = Report.objects.select_for_update().filter(id=report_id).first()
    if report is None:
        raise UnknownReport(report_id)
    why_not = may_change(report, actor)
    if why_not is not None:
        raise Refused(why_not)
    return report  # type: ignore[no-any-return]


def _lay(
    report: Report,
    form: FormDocument,
    question_id: str,
    value: Any,
    reason: str,
    actor: Actor,
    at: datetime,
) -> int:
    """One more change, and what follows from it: both or neither."""
    with transaction.atomic():
        revision = _add(report, ANSWER, question_id, value, reason, actor, at)
        _follow(report, form, changes_of(report.id))
    return revision


def _add(
    report: Report,
    part: str,
    name: str,
    value: Any,
    reason: str,
    actor: Actor,
    at: datetime,
    *,
    reason_needed: bool = True,
) -> int:
    reason = reason.strip()[:REASON_LENGTH]
    if reason_needed and not reason:
        raise Refused("reason_missing")
    report.agency_revision += 1
    AgencyChange(
        report_id=report.id,
        revision=report.agency_revision,
        part=part,
        name=name,
        value=value,
        reason=reason,
        by_id=actor.id,
        by_name=actor.name,
        at=at,
    ).add()
    report.save(update_fields=["agency_revision"])
    amended = report.state == State.RECORDED
    code = "code_confirmed" if part == CODE else "amend" if amended else "agency_change"
    details = {part: name, "revision": report.agency_revision}
    note_event(report.id, code, actor, at=at, details=details)
    audit(Verb.ALTER, f"report.{code}", subject=f"report:{report.id}", details=details, at=at)
    return int(report.agency_revision)


def _follow(report: Report, form: FormDocument, changes: list[ChangeLine]) -> None:
    """Queues and matching go by the agency's version."""
    answers = agency_answers(report, changes)
    known = facts.facts_of(export_report(form, answers))
    known["reporter_name"] = known["reporter_name"] or report.contact.get("name", "")
    known["headline"] = known["headline"] or facts.category_words(form, answers)
    if report.on_hold and known["reporter_name"] != report.reporter_name:
        raise Refused("held_for_law")  # the database keeps it too
    for column, value in known.items():
        setattr(report, column, value)
    report.save(update_fields=[*known])
    if not form.handling.deliver:
        return
    there = set(ReportIdentifier.objects.filter(report_id=report.id).values_list("kind", "normal"))
    for found in facts.identifiers_of(form, answers, report.contact):
        if (found.kind, found.normal[:120]) not in there:
            ReportIdentifier(report_id=report.id, kind=found.kind, normal=found.normal[:120]).add()
