"""Decisions that concern more than one report or file: joining, and a further file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import decide_shown, pages, report_page, who
from frontcounter.casework.report_views import address, done, record_or_404, refuse
from frontcounter.forms.engine.cleaning import many_lines, one_line
from frontcounter.messages.preview import preview
from frontcounter.reports import occurrences, queries
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.relating import related
from frontcounter.reports.services import Refused, perform
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import t


def refusal_of(request: StaffRequest, record: ReportRecord, code: str) -> HttpResponse | None:
    """Why this person may not open the page of this decision; None where they may."""
    moves = queries.moves(record, request.actor)
    found = next((move for move in moves if move.arrow.code == code), None)
    if found is None:
        return refuse(request, record, Refused("wrong_state"))
    if found.refused == "not_your_role":
        raise PermissionDenied
    return refuse(request, record, Refused(found.refused)) if found.refused else None


def must_propose(request: StaffRequest, record: ReportRecord, code: str) -> bool:
    """Whether the force wants further people for this, and this person may put it to them."""
    refused = {move.arrow.code: move.refused for move in queries.moves(record, request.actor)}
    return refused.get(code) == "propose_first" and refused.get("propose", "") is None


def overtaken(request: StaffRequest, record: ReportRecord) -> bool:
    """Whether the report moved on since the form was shown."""
    return request.POST.get("stamp") != report_page.stamp(record)


def attempt(
    request: StaffRequest, record: ReportRecord, code: str, note: str, details: dict[str, Any]
) -> HttpResponse:
    """Take the arrow and go back to the report, or say why it was not taken."""
    try:
        perform(code, record.id, request.actor, at=datetime.now(UTC), note=note, details=details)
    except Refused as refused:
        return refuse(request, record, refused)
    return done(request, record, code)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.READERS)
def join(request: StaffRequest, number: str) -> HttpResponse:
    """Join this report into another: chosen from those that seem to be the same, or by number."""
    record = record_or_404(number)
    proposing = must_propose(request, record, "join")
    closed = None if proposing else refusal_of(request, record, "join")
    if closed is not None:
        return closed
    proposal = decide_shown.proposal_of(record, request.lang)
    given = request.POST if request.method == "POST" else request.GET
    typed = one_line(given.get("into_number", "")) or one_line(given.get("into", ""))
    typed = typed or (proposal.into if proposal else "")
    target = queries.report_by_number(typed) if typed else None
    errors: list[ErrorLink] = []
    if target is not None and target.id == record.id:
        target, errors = None, [_error(request, "join.itself")]
    elif target is None and (typed or "into" in given):
        errors = [_error(request, "join.unknown" if typed else "join.choose")]
    note = many_lines(request.POST.get("note", ""))[:4000]
    notices: tuple[Notice, ...] = ()
    if request.method == "POST" and target is not None:
        if proposing and not note:
            errors = [ErrorLink(t("casework.move.note_needed", request.lang), "#note")]
        elif not overtaken(request, record):
            details = {"into": str(target.id)}
            untold = {"untold": True} if request.POST.get("untold") else {}
            named = {"decision": "join"} if proposing else {}
            code = "propose" if proposing else "join"
            return attempt(request, record, code, note, {**details, **untold, **named})
        else:
            notices = (Notice(t("casework.move.changed", request.lang)),)
    audit(Verb.CONSULT, "report.decide.join", subject=f"report:{record.id}")
    return pages.show(
        request,
        "join",
        t("casework.decisions.join.title", request.lang),
        back=address(request, record),
        errors=errors,
        notices=notices,
        status=422 if errors else 409 if notices else 200,
        r=record,
        target=target,
        hits=() if target else related(record).twice,
        typed=typed,
        note=note,
        proposing=proposing,
        proposal=proposal if proposal and proposal.decision == "join" else None,
        untold=bool(request.POST.get("untold")),
        letter=preview(record.id, "joined") if target else None,
        stamp=report_page.stamp(record),
    )


def _error(request: StaffRequest, key: str) -> ErrorLink:
    return ErrorLink(t(f"casework.decisions.{key}", request.lang), "#into_number")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.READERS)
def split(request: StaffRequest, number: str) -> HttpResponse:
    """A further file for a part of what the report tells."""
    record = record_or_404(number)
    closed = refusal_of(request, record, "split")
    if closed is not None:
        return closed
    covers = many_lines(request.POST.get("covers", ""))
    errors: list[ErrorLink] = []
    notices: tuple[Notice, ...] = ()
    if request.method == "POST":
        most = occurrences.COVERS_LENGTH
        if not covers:
            errors = [ErrorLink(t("casework.decisions.split.missing", request.lang), "#covers")]
        elif len(covers) > most:
            words = t("casework.decisions.split.too_long", request.lang, most=most)
            errors = [ErrorLink(words, "#covers")]
        elif overtaken(request, record) or _more_files(request, record):
            notices = (Notice(t("casework.move.changed", request.lang)),)
        else:
            return attempt(request, record, "split", "", {"covers": covers})
    audit(Verb.CONSULT, "report.decide.split", subject=f"report:{record.id}")
    return pages.show(
        request,
        "split",
        t("casework.decisions.split.title", request.lang),
        back=address(request, record),
        errors=errors,
        notices=notices,
        status=422 if errors else 409 if notices else 200,
        r=record,
        covers=covers,
        files=occurrences.files_of(record.id),
        letter=preview(
            record.id,
            "further_file",
            extra={"other_file": t("casework.decisions.split.number_to_come", record.language)},
        ),
        stamp=report_page.stamp(record),
    )


def _more_files(request: StaffRequest, record: ReportRecord) -> bool:
    """Whether somebody (or a double click) added a file since the form was shown."""
    return request.POST.get("files") != str(len(occurrences.files_of(record.id)))
