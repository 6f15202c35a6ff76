"""The call-back: number, when, what is safe, what to ask; tries; the end of it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, report_page, who
from frontcounter.casework.queues import urgency
from frontcounter.casework.report_views import address, done, record_or_404, refuse
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.services import Refused
from frontcounter.tasks import services
from frontcounter.tasks.queries import TaskLine, attempts, call_of
from frontcounter.tasks.services import CONCLUDED, TRIED, Taken
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import t

NOTE_LENGTH = 4000
PROMPTS = ("who", "safe", "facts", "missing", "next")


@require_safe
@staff_page(*who.CALLERS)
def call(request: StaffRequest, number: str) -> HttpResponse:
    """The page to have open while calling; looking at it is audited."""
    return _show(request, *_call(number))


@require_POST
@staff_page(*who.CALLERS)
def take(request: StaffRequest, number: str) -> HttpResponse:
    """Nobody else calls from now on."""
    record, task = _call(number)
    try:
        services.take(task.id, request.actor, at=datetime.now(UTC))
    except Taken as taken:
        return _taken(request, record, taken)
    return HttpResponseRedirect(address(request, record, "call"))


@require_POST
@staff_page(*who.CALLERS)
def give_back(request: StaffRequest, number: str) -> HttpResponse:
    """Somebody else may call."""
    record, task = _call(number)
    services.give_back(task.id, request.actor, at=datetime.now(UTC))
    return HttpResponseRedirect(address(request, record, "call"))


@require_POST
@staff_page(*who.CALLERS)
def attempt(request: StaffRequest, number: str) -> HttpResponse:
    """One try: what came of it, and a note."""
    record, task = _call(number)
    outcome, note = request.POST.get("tried", ""), _note(request, "try_note")
    if outcome not in TRIED:
        return _missing(request, record, task, "tried")
    try:
        told = services.log_attempt(
            task.id, request.actor, outcome, note=note, at=datetime.now(UTC)
        )
    except Taken as taken:
        return _taken(request, record, taken)
    what = "logged_told" if told else "logged"
    return HttpResponseRedirect(f"{address(request, record, 'call')}?done={what}")


@require_POST
@staff_page(*who.CALLERS)
def conclude(request: StaffRequest, number: str) -> HttpResponse:
    """The call is over: its outcome goes onto the timeline, and the report goes on."""
    record, task = _call(number)
    outcome, note = request.POST.get("outcome", ""), _note(request, "note")
    if outcome not in CONCLUDED:
        return _missing(request, record, task, "outcome")
    if not note:
        return _missing(request, record, task, "note")
    try:
        services.conclude_call(task.id, request.actor, outcome, note=note, at=datetime.now(UTC))
    except Taken as taken:
        return _taken(request, record, taken)
    except Refused as refused:
        if refused.code == "too_few_tries":
            return _missing(request, record, task, "outcome", "too_few_tries")
        return refuse(request, record, refused)
    return done(request, record, "conclude_call_back")


def _note(request: StaffRequest, name: str) -> str:
    return many_lines(request.POST.get(name, ""))[:NOTE_LENGTH]


def _call(number: str) -> tuple[ReportRecord, TaskLine]:
    record = record_or_404(number)
    task = call_of(record.id)
    if task is None:
        raise Http404
    return record, task


def _taken(request: StaffRequest, record: ReportRecord, taken: Taken) -> HttpResponse:
    return pages.show(
        request,
        "taken",
        t("casework.refused.title", request.lang),
        back=address(request, record),
        status=409,
        name=taken.name,
        since=taken.since,
    )


def _missing(
    request: StaffRequest, record: ReportRecord, task: TaskLine, field: str, why: str = ""
) -> HttpResponse:
    text = t(f"casework.call.missing.{why or field}", request.lang)
    return _show(request, record, task, errors=[ErrorLink(text, f"#{field}")], status=422)


def _show(
    request: StaffRequest,
    record: ReportRecord,
    task: TaskLine,
    *,
    errors: list[ErrorLink] | None = None,
    status: int = 200,
) -> HttpResponse:
    audit(Verb.CONSULT, "call.view", subject=f"report:{record.id}")
    now = datetime.now(UTC)
    page = report_page.read(record, request.actor, request.lang)
    done_code = request.GET.get("done", "")
    notices = (
        (Notice(t(f"casework.done.{done_code}", request.lang), "success"),)
        if done_code in {"logged", "logged_told"}
        else ()
    )
    return pages.show(
        request,
        "call",
        t("casework.call.title", request.lang, name=record.reporter_name or record.tracking_number),
        tab="calls",
        back=address(request, record),
        errors=errors or (),
        notices=notices,
        status=status,
        problems={error.href.removeprefix("#"): error.text for error in errors or ()},
        typed=request.POST,
        r=record,
        p=page,
        task=task,
        attempts=attempts(record.id),
        now=now,
        urgency=urgency(task.due_at, now),
        mine=task.claimed_by_id == request.user.id,
        tried=TRIED,
        concluded=CONCLUDED,
        prompts=PROMPTS,
        tells=services.safe_way(record.contact),
    )
