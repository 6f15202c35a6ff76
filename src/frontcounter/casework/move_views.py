"""A decision on its own small page: what the reporter will be sent, then the confirming button."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import decide_shown, decide_typed, pages, phrase_words, report_page, who
from frontcounter.casework.decide_typed import Typed, note_needed
from frontcounter.casework.report_views import address, done, record_or_404, refuse
from frontcounter.messages.preview import Preview, preview
from frontcounter.reports import queries
from frontcounter.reports.queries import Move, ReportRecord
from frontcounter.reports.relating import related
from frontcounter.reports.services import Refused, perform
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import t

OF_A_PROPOSAL = frozenset({"agree", "send_back"})
"""Answers to what somebody proposed, beside taking it."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.READERS)
def move(request: StaffRequest, number: str, code: str) -> HttpResponse:
    """Show the decision with its consequences (GET), or take it (POST)."""
    if code not in report_page.PAGES_OF_THEIR_OWN:
        raise Http404
    record = record_or_404(number)
    found = _find(record, request, code)
    if found is None:
        return refuse(request, record, Refused("wrong_state"))
    if found.refused == "not_your_role":
        raise PermissionDenied
    proposing = found.refused == "propose_first" and _may_propose(record, request)
    if found.refused is not None and not proposing:
        return refuse(request, record, Refused(found.refused))
    typed = Typed.of(request, record, code)
    if request.method == "POST":
        return _take(request, record, found, typed, proposing=proposing)
    return _show(request, record, found, typed, proposing=proposing)


def _find(record: ReportRecord, request: StaffRequest, code: str) -> Move | None:
    moves = queries.moves(record, request.actor)
    return next((move for move in moves if move.arrow.code == code), None)


def _may_propose(record: ReportRecord, request: StaffRequest) -> bool:
    """Whether this person may put the decision to a second one, as the force wants it."""
    found = _find(record, request, "propose")
    return found is not None and found.refused is None


def _take(
    request: StaffRequest, record: ReportRecord, found: Move, typed: Typed, *, proposing: bool
) -> HttpResponse:
    code = found.arrow.code
    if request.POST.get("stamp") != report_page.stamp(record):
        notice = Notice(t("casework.move.changed", request.lang))
        return _show(
            request, record, found, typed, proposing=proposing, notices=(notice,), status=409
        )
    wrong = decide_typed.problems(request, found, typed, proposing=proposing)
    if wrong:
        return _show(request, record, found, typed, proposing=proposing, errors=wrong, status=422)
    if typed.added.asked:
        return _show(request, record, found, typed, proposing=proposing)
    if not typed.added.shown:
        notice = Notice(t("casework.decisions.words.look_first", request.lang))
        return _show(request, record, found, typed, proposing=proposing, notices=(notice,))
    try:
        _perform(request, record, found, typed, proposing=proposing)
    except Refused as refused:
        return refuse(request, record, refused)
    return done(request, record, "propose" if proposing else code)


def _perform(
    request: StaffRequest, record: ReportRecord, found: Move, typed: Typed, *, proposing: bool
) -> None:
    code, reason = found.arrow.code, typed.reason if found.arrow.reasons else ""
    details, now = typed.details(code), datetime.now(UTC)
    if proposing:
        proposed = {**details, "decision": code, "reason": reason}
        perform("propose", record.id, request.actor, at=now, note=typed.note, details=proposed)
        return
    perform(code, record.id, request.actor, at=now, reason=reason, note=typed.note, details=details)


def _show(
    request: StaffRequest,
    record: ReportRecord,
    found: Move,
    typed: Typed,
    *,
    proposing: bool = False,
    errors: list[ErrorLink] | None = None,
    notices: tuple[Notice, ...] = (),
    status: int = 200,
) -> HttpResponse:
    arrow, lang = found.arrow, request.lang
    audit(Verb.CONSULT, f"report.decide.{arrow.code}", subject=f"report:{record.id}")
    reasons = request.force.reasons(arrow.reasons)
    asked = request.GET.get("reason") is not None or request.method == "POST"
    choosing = bool(arrow.reasons) and typed.reason not in reasons
    if choosing and asked and not errors:
        errors, status = [ErrorLink(t("casework.move.reason_needed", lang), "#reason")], 422
    proposal = decide_shown.proposal_of(record, lang)
    if proposal and proposal.decision != arrow.code and arrow.code not in OF_A_PROPOSAL:
        proposal = None
    return pages.show(
        request,
        "move",
        t(f"casework.move.{arrow.code}.title", lang),
        back=address(request, record),
        errors=errors or (),
        notices=notices,
        status=status,
        r=record,
        code=arrow.code,
        typed=typed,
        choosing=choosing,
        reasons=_reasons(request, record, arrow.reasons),
        reason=reasons.get(typed.reason),
        letter=None if choosing else _letter(record, arrow.tells, typed),
        tells=arrow.tells,
        stamp=report_page.stamp(record),
        note_needed=note_needed(arrow) or proposing,
        proposing=proposing,
        proposal=proposal,
        phrases=phrase_words.options(request),
        files=_files(record) if arrow.code == "record" else (),
        force=request.force,
        address=lambda name, *more: address(request, record, name, *more),
    )


def _letter(record: ReportRecord, tells: str | None, typed: Typed) -> Preview | None:
    if tells is None:
        return None
    return preview(record.id, tells, reason=typed.reason, extra=typed.added.details)


def _files(record: ReportRecord) -> list[dict[str, str]]:
    """Files of related reports, of which this one may be a part."""
    found = related(record)
    hits = (*found.twice, *found.event)
    numbered = {hit.other.file_number: hit.other.headline for hit in hits if hit.other.file_number}
    return [{"value": number, "text": f"{number} {what}"} for number, what in numbered.items()]


def _reasons(request: StaffRequest, record: ReportRecord, decision: str) -> list[dict[str, str]]:
    """The force's reasons: staff's words, the reporter's words in their language, the next door."""
    force = request.force
    found = []
    for reason in force.reasons(decision).values():
        door = force.doors.get(reason.door)
        found.append(
            {
                "value": reason.code,
                "text": force.text(reason.staff, request.lang),
                "reporter": force.text(reason.reporter, record.language),
                "door": force.text(door.name, record.language) if door else "",
                "phone": door.phone if door else "",
            }
        )
    return found
