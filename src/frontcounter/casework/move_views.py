"""A decision on its own small page: what the reporter will be sent, then the confirming button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, report_page, who
from frontcounter.casework.report_views import address, done, record_or_404, refuse
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.messages.preview import Preview, preview
from frontcounter.reports import queries
from frontcounter.reports.queries import Move, ReportRecord
from frontcounter.reports.services import Refused, perform
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import t

# These send nothing and end nothing: a note for the next person is all they ask for.
NOTE_NEEDED = frozenset({"reopen", "close", "separate", "take_away", "send_back"})
NOTE_LENGTH = 4000


@dataclass(frozen=True)
class Typed:
    """What the person has typed into the page's form so far."""

    reason: str = ""
    note: str = ""

    @classmethod
    def of(cls, request: StaffRequest) -> Typed:
        given = request.POST if request.method == "POST" else request.GET
        return cls(given.get("reason", ""), many_lines(given.get("note", ""))[:NOTE_LENGTH])


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
    if found.refused is not None:
        return refuse(request, record, Refused(found.refused))
    typed = Typed.of(request)
    if request.method == "POST":
        return _take(request, record, found, typed)
    return _show(request, record, found, typed)


def _find(record: ReportRecord, request: StaffRequest, code: str) -> Move | None:
    moves = queries.moves(record, request.actor)
    return next((move for move in moves if move.arrow.code == code), None)


def _take(request: StaffRequest, record: ReportRecord, found: Move, typed: Typed) -> HttpResponse:
    code = found.arrow.code
    if request.POST.get("stamp") != report_page.stamp(record):
        notice = Notice(t("casework.move.changed", request.lang))
        return _show(request, record, found, typed, notices=(notice,), status=409)
    problems = _problems(request, found, typed)
    if problems:
        return _show(request, record, found, typed, errors=problems, status=422)
    try:
        perform(
            code,
            record.id,
            request.actor,
            at=datetime.now(UTC),
            reason=typed.reason if found.arrow.reasons else "",
            note=typed.note,
        )
    except Refused as refused:
        return refuse(request, record, refused)
    return done(request, record, code)


def _problems(request: StaffRequest, found: Move, typed: Typed) -> list[ErrorLink]:
    lang = request.lang
    if found.arrow.reasons and typed.reason not in request.force.reasons(found.arrow.reasons):
        return [ErrorLink(t("casework.move.reason_needed", lang), "#reason")]
    if found.arrow.code in NOTE_NEEDED and not typed.note:
        return [ErrorLink(t("casework.move.note_needed", lang), "#note")]
    return []


def _show(
    request: StaffRequest,
    record: ReportRecord,
    found: Move,
    typed: Typed,
    *,
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
        note_needed=arrow.code in NOTE_NEEDED,
        force=request.force,
        address=lambda name, *more: address(request, record, name, *more),
    )


def _letter(record: ReportRecord, tells: str | None, typed: Typed) -> Preview | None:
    if tells is None:
        return None
    return preview(record.id, tells, reason=typed.reason)


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
