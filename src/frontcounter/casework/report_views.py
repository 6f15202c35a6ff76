"""The report on one page; taking it, letting it go, its photos."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import decide_shown, pages, report_page, who
from frontcounter.casework.ask_shown import asking_beside
from frontcounter.casework.board_words import watch_of
from frontcounter.casework.report_after import after_of
from frontcounter.casework.review_look import ask_address
from frontcounter.casework.told import told
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.forms.pages.published import published_form
from frontcounter.reports import queries
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.services import Refused, perform
from frontcounter.tasks.queries import unfinished
from frontcounter.tasks.services import have_looked
from frontcounter.web.page import Notice
from frontcounter.web.texts import t


def record_or_404(number: str) -> ReportRecord:
    """The report with this tracking number, in the force in scope."""
    record = queries.report_by_number(one_line(number))
    if record is None or record.tracking_number != number:
        raise Http404
    return record


def address(request: StaffRequest, record: ReportRecord, name: str = "report", *more: str) -> str:
    """An address below a report's page."""
    return reverse(f"casework_{name}", args=[request.force.slug, record.tracking_number, *more])


@require_safe
@staff_page(*who.READERS)
def report(request: StaffRequest, number: str) -> HttpResponse:
    """The report; looking at it is audited."""
    return show_report(request, record_or_404(number))


def show_report(
    request: StaffRequest, record: ReportRecord, *, notices: tuple[Notice, ...] = ()
) -> HttpResponse:
    """Render the page of a report."""
    audit(Verb.CONSULT, "report.view", subject=f"report:{record.id}")
    page = report_page.read(record, request.actor, request.lang)
    done = request.GET.get("done", "")
    if done in DONE and not notices:
        notices = (Notice(t(f"casework.done.{done}", request.lang), "success"),)
    now = datetime.now(UTC)
    return pages.show(
        request,
        "report",
        f"{page.type_name} {record.file_number or record.tracking_number}",
        notices=notices,
        r=record,
        p=page,
        now=now,
        stamp=report_page.stamp(record),
        told=told(page, request.lang),
        watch=watch_of(request, record.id, now),
        decided=done in DECIDED and request.actor.has_any(frozenset(who.REVIEWERS)),
        mine=record.holder_id == request.user.id,
        caller=request.actor.has_any(frozenset(who.CALLERS)),
        reason=_reason(request, record),
        blurred=published_form(record.form_hash).handling.blur,
        may_lock=request.actor.has_any(frozenset(who.REVIEWERS)),
        may_release=request.actor.has_any(frozenset((StaffRole.SUPERVISOR, *who.DESKS))),
        me=request.actor.id,
        roles=request.actor.roles,
        after=after_of(request, record, page),
        ask=ask_address(request.force.slug, record.tracking_number) if "ask" in page.moves else "",
        decisions=decide_shown.read(record, request.actor, request.lang),
        asking=asking_beside(request, record, page),
    )


DONE = frozenset(
    {
        "ask", "reply", "contact_stopped", "contact_only", "contact_allowed", "contact_done",
        "claim", "release", "record", "call_back", "not_take", "close", "agree_withdrawal",
        "reopen", "conclude_call_back", "redirect", "no_investigation", "separate", "stop_waiting",
        "take_away", "agree", "send_back", "seen_to", "follow_up", "needs", "referred", "looked",
        "file_locked",
        "file_released", "changed", "code_confirmed", "assessed",
        "join", "split", "hand_over", "propose",
    }
)  # fmt: skip

DECIDED = frozenset({"record", "call_back", "not_take", "close", "agree_withdrawal", "looked"})


def _reason(request: StaffRequest, record: ReportRecord) -> str:
    reason = request.force.every_reason.get(record.reason)
    return request.force.text(reason.staff, request.lang) if reason else ""


@require_POST
@staff_page(*who.REVIEWERS)
def claim(request: StaffRequest, number: str) -> HttpResponse:
    """Take the report; where somebody was faster, say who and since when."""
    record = record_or_404(number)
    try:
        perform("claim", record.id, request.actor, at=datetime.now(UTC))
    except Refused as refused:
        if record.holder_id == request.user.id:
            return HttpResponseRedirect(address(request, record))
        return refuse(request, record, refused)
    return done(request, record, "claim")


@require_POST
@staff_page(*who.REVIEWERS)
def release(request: StaffRequest, number: str) -> HttpResponse:
    """Let somebody else take it."""
    record = record_or_404(number)
    try:
        perform("release", record.id, request.actor, at=datetime.now(UTC))
    except Refused as refused:
        return refuse(request, record, refused)
    url = reverse("casework_review", args=[request.force.slug])
    return HttpResponseRedirect(f"{url}?done=release")


@require_POST
@staff_page(*who.REVIEWERS)
def looked(request: StaffRequest, number: str) -> HttpResponse:
    """The reporter's added information was read."""
    record = record_or_404(number)
    have_looked(record.id, request.actor, at=datetime.now(UTC))
    return done(request, record, "looked")


def done(request: StaffRequest, record: ReportRecord, what: str) -> HttpResponse:
    """Back to the report, with a word on what was done."""
    return HttpResponseRedirect(f"{address(request, record)}?done={what}")


def refuse(request: StaffRequest, record: ReportRecord, refused: Refused) -> HttpResponse:
    """Why a move was not made; nothing was changed."""
    code = refused.code
    review = next((task for task in unfinished(record.id) if task.kind == "review"), None)
    held = review if review and review.state == "claimed" else None
    if held and str(held.claimed_by_id) == request.actor.id:
        held = None
    return pages.show(
        request,
        "refused",
        t("casework.refused.title", request.lang),
        back=address(request, record),
        status=409,
        code="held_by_other" if held and code == "wrong_state" else code,
        held=held,
        r=record,
    )
