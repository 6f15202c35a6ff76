"""The call-back of a report: number, when, what is safe, what to ask; tries; the end of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.casework import call_pages, who
from frontcounter.casework.call_pages import Call
from frontcounter.casework.report_views import address, done, record_or_404, refuse
from frontcounter.reports import queries
from frontcounter.reports.services import Refused
from frontcounter.tasks.calling import call_task
from frontcounter.tasks.outcomes import READY


@require_safe
@staff_page(*who.CALLERS)
def call(request: StaffRequest, number: str) -> HttpResponse:
    """The page to have open while calling; looking at it is audited."""
    return call_pages.show(request, _call(number))


@require_safe
@staff_page(*who.CALLERS)
def brief(request: StaffRequest, number: str) -> HttpResponse:
    """The same on one page of paper."""
    return call_pages.show_brief(request, _call(number))


@require_POST
@staff_page(*who.CALLERS)
def take(request: StaffRequest, number: str) -> HttpResponse:
    """Nobody else calls from now on."""
    return call_pages.take(request, _call(number))


@require_POST
@staff_page(*who.CALLERS)
def give_back(request: StaffRequest, number: str) -> HttpResponse:
    """Somebody else may call."""
    return call_pages.give_back(request, _call(number))


@require_POST
@staff_page(*who.CALLERS)
def attempt(request: StaffRequest, number: str) -> HttpResponse:
    """One try: what came of it, and a note."""
    return call_pages.attempt(request, _call(number))


@require_POST
@staff_page(*who.CALLERS)
def conclude(request: StaffRequest, number: str) -> HttpResponse:
    """The call is over: its outcome goes onto the timeline, and the report goes on."""
    found = _call(number)
    record = record_or_404(number)

    def finish(outcome: str) -> HttpResponse:
        if outcome == READY:
            return _to_record(request, number)
        return done(request, record, "conclude_call_back")

    try:
        return call_pages.conclude(request, found, finish)
    except Refused as refused:
        return refuse(request, record, refused)


def _to_record(request: StaffRequest, number: str) -> HttpResponse:
    """Whoever may record it now goes on to that; else it waits for a reviewer, marked as ready."""
    record = record_or_404(number)
    may = {move.arrow.code for move in queries.moves(record, request.actor) if not move.refused}
    if "record" in may:
        return HttpResponseRedirect(address(request, record, "move", "record"))
    return done(request, record, "conclude_call_back")


def _call(number: str) -> Call:
    record = record_or_404(number)
    task = call_task(record.id)
    if task is None:
        raise Http404
    return Call(task, record)
