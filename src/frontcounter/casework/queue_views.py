"""Queues: reviews, calls, new information, one's own work."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypedDict

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from frontcounter.accounts.roles import INTELLIGENCE, STANDARDS, StaffRole
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, who
from frontcounter.casework.marking import forms_by_type
from frontcounter.casework.queues import queue_lines
from frontcounter.reports import queries as reports
from frontcounter.tasks import queries
from frontcounter.tasks.models import Kind
from frontcounter.tasks.queries import Key, QueuePage
from frontcounter.web.page import Notice
from frontcounter.web.texts import t


@require_safe
@staff_page()
def start(request: StaffRequest) -> HttpResponse:
    """To the first queue that this person's roles open, or to one's own account."""
    for tab in pages.tabs_of(request):
        return HttpResponseRedirect(reverse(f"casework_{tab.name}", args=[request.force.slug]))
    return HttpResponseRedirect(reverse("account_own"))


@require_safe
@staff_page(*who.OPEN_REVIEWERS)
def review(request: StaffRequest) -> HttpResponse:
    """Reports that wait for a reviewer: urgent ones first, then the oldest promise."""
    return _queue(request, "review", queries.waiting(Kind.REVIEW, **_keys(request)))


@require_safe
@staff_page(*who.OPEN_REVIEWERS)
def next_review(request: StaffRequest) -> HttpResponse:
    """To the first report of the queue, or to the empty queue."""
    first = queries.waiting(Kind.REVIEW, size=1).lines
    found = reports.lines({line.report_id for line in first if line.report_id})
    for line in found.values():
        here = reverse("casework_report", args=[request.force.slug, line.tracking_number])
        return HttpResponseRedirect(here)
    return HttpResponseRedirect(reverse("casework_review", args=[request.force.slug]))


@require_safe
@staff_page(*who.OPEN_CALLERS)
def calls(request: StaffRequest) -> HttpResponse:
    """People to call."""
    return _queue(request, "calls", queries.waiting(Kind.CALL_BACK, **_keys(request)))


@require_safe
@staff_page(*who.OPEN_REVIEWERS)
def answers(request: StaffRequest) -> HttpResponse:
    """Reports to which the reporter has added something."""
    return _queue(request, "answers", queries.waiting(Kind.ANSWER, **_keys(request)))


@require_safe
@staff_page(StaffRole.INTELLIGENCE)
def intelligence(request: StaffRequest) -> HttpResponse:
    """Information that people gave, for intelligence officers only."""
    return _queue(request, "intelligence", queries.at_desk(INTELLIGENCE, **_keys(request)))


@require_safe
@staff_page(StaffRole.PROFESSIONAL_STANDARDS)
def standards(request: StaffRequest) -> HttpResponse:
    """Complaints about the police, for professional standards only."""
    return _queue(request, "standards", queries.at_desk(STANDARDS, **_keys(request)))


@require_safe
@staff_page(*who.READERS)
def mine(request: StaffRequest) -> HttpResponse:
    """What this person holds; for a supervisor, what anybody holds."""
    by = None if _everyones(request) else request.user.id
    return _queue(request, "mine", queries.held(by, **_keys(request)))


def _supervises(request: StaffRequest) -> bool:
    return request.actor.has_any(frozenset({StaffRole.SUPERVISOR}))


def _everyones(request: StaffRequest) -> bool:
    return _supervises(request) and request.GET.get("who") == "all"


class Keys(TypedDict):
    """Where in a queue the page stands."""

    after: Key | None
    before: Key | None


def _keys(request: StaffRequest) -> Keys:
    given = request.GET
    return Keys(after=Key.read(given.get("after", "")), before=Key.read(given.get("before", "")))


def _queue(request: StaffRequest, name: str, found: QueuePage) -> HttpResponse:
    now = datetime.now(UTC)
    forms = forms_by_type(request)
    lines = queue_lines(found.lines, now, forms, request.lang)
    shown = [str(line.report.id) for line in lines]
    audit(Verb.CONSULT, f"queue.{name}", details={"reports": shown})
    asked = "&who=all" if _everyones(request) else ""
    return pages.show(
        request,
        "queue",
        t(f"casework.queue.{name}.title", request.lang),
        tab=name,
        notices=_notices(request),
        name=name,
        lines=lines,
        now=now,
        everyone=bool(asked),
        supervises=_supervises(request),
        previous=f"?before={found.previous}{asked}".replace("+", "%2B") if found.previous else "",
        next=f"?after={found.next}{asked}".replace("+", "%2B") if found.next else "",
        types={code: form.title(request.lang) for code, form in forms.items()},
    )


def _notices(request: StaffRequest) -> tuple[Notice, ...]:
    if request.GET.get("done") != "release":
        return ()
    return (Notice(t("casework.done.release", request.lang), "success"),)


def type_names(request: StaffRequest) -> dict[str, str]:
    """Report type → its title, in the person's language."""
    return {code: form.title(request.lang) for code, form in forms_by_type(request).items()}
