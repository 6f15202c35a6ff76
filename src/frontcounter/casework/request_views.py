"""Officers' records requests: asking, one's own, and doing them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, who
from frontcounter.casework.queues import urgency
from frontcounter.forces.following import records_rules, request_due
from frontcounter.forms.engine.cleaning import many_lines, one_line
from frontcounter.reports import queries as reports
from frontcounter.reports.services import Refused
from frontcounter.tasks import requests, services
from frontcounter.tasks.requests import Entered, RequestLine, Wanted
from frontcounter.tasks.services import Taken
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import t

LONG, SHORT = 4000, 60


@require_safe
@staff_page(*who.REQUESTERS)
def own(request: StaffRequest) -> HttpResponse:
    """What this person asked, and the answers."""
    now = datetime.now(UTC)
    found = requests.asked_by(request.user.id)
    return pages.show(
        request,
        "requests",
        t("casework.requests.own.title", request.lang),
        tab="requests",
        notices=_notices(request),
        rows=[(one, urgency(one.due_at, now)) for one in found],
        now=now,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.REQUESTERS)
def new(request: StaffRequest) -> HttpResponse:
    """The short form (GET); ask (POST)."""
    if request.method != "POST":
        return _form(request, Wanted("", "", file_number=request.GET.get("file", "")[:SHORT]))
    given = request.POST
    wanted = Wanted(
        sort=given.get("sort", ""),
        what=many_lines(given.get("what", ""))[:LONG],
        file_number=one_line(given.get("file_number", ""))[:SHORT],
        system=given.get("system", ""),
        phone=one_line(given.get("phone", ""))[:SHORT],
        urgent=given.get("urgent") == "yes",
    )
    try:
        number = requests.ask(wanted, request.actor, request.force, at=datetime.now(UTC))
    except Refused as refused:
        return _form(request, wanted, refused.code.removesuffix("_missing"))
    here = reverse("casework_requests", args=[request.force.slug])
    return HttpResponseRedirect(f"{here}?done=asked&number={number}")


def _form(request: StaffRequest, typed: Wanted, missing: str = "") -> HttpResponse:
    force, lang, now = request.force, request.lang, datetime.now(UTC)
    error = t(f"casework.requests.missing.{missing}", lang) if missing else ""
    return pages.show(
        request,
        "request_new",
        t("casework.requests.new.title", lang),
        tab="requests",
        back=reverse("casework_requests", args=[force.slug]),
        errors=[ErrorLink(error, f"#{missing}")] if missing else (),
        status=422 if missing else 200,
        wrong={missing: error} if missing else {},
        typed=typed,
        sorts=requests.SORTS,
        systems=_systems(request),
        due=request_due(force, now, urgent=False),
        due_urgent=request_due(force, now, urgent=True),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.REQUESTERS, *who.RECORD_KEEPERS)
def one(request: StaffRequest, request_number: str) -> HttpResponse:
    """One request: read it, do it, answer it."""
    found = _found(request, request_number)
    if request.method != "POST":
        return _show(request, found)
    if not request.actor.has_any(frozenset(who.RECORD_KEEPERS)):
        raise PermissionDenied
    given = request.POST
    entered = Entered(
        given.get("system", ""),
        many_lines(given.get("entry", ""))[:LONG],
        one_line(given.get("reference", ""))[:SHORT],
    )
    try:
        requests.finish(
            request_number,
            request.actor,
            given.get("outcome", ""),
            many_lines(given.get("answer", ""))[:LONG],
            at=datetime.now(UTC),
            settings=request.force,
            entered=entered,
        )
    except Refused as refused:
        return _show(request, found, refused.code.removesuffix("_missing"))
    except Taken as taken:
        return _taken(request, taken)
    return HttpResponseRedirect(f"{_address(request, request_number)}?done=answered")


@require_POST
@staff_page(*who.RECORD_KEEPERS)
def take(request: StaffRequest, request_number: str) -> HttpResponse:
    """Hold it, so that nobody else does the same."""
    found = _found(request, request_number)
    try:
        services.take(found.id, request.actor, at=datetime.now(UTC))
    except Taken as taken:
        return _taken(request, taken)
    return HttpResponseRedirect(_address(request, request_number))


@require_POST
@staff_page(*who.RECORD_KEEPERS)
def give_back(request: StaffRequest, request_number: str) -> HttpResponse:
    """Somebody else may do it."""
    found = _found(request, request_number)
    services.give_back(found.id, request.actor, at=datetime.now(UTC))
    return HttpResponseRedirect(_address(request, request_number))


def _found(request: StaffRequest, number: str) -> RequestLine:
    """The request; who only asks sees their own."""
    found = requests.request(one_line(number))
    if found is None:
        raise Http404
    keeps = request.actor.has_any(frozenset(who.RECORD_KEEPERS))
    if not keeps and found.opened_by_id != request.user.id:
        raise PermissionDenied
    return found


def _address(request: StaffRequest, number: str) -> str:
    return reverse("casework_request", args=[request.force.slug, number])


def _taken(request: StaffRequest, taken: Taken) -> HttpResponse:
    return pages.show(
        request,
        "taken",
        t("casework.refused.title", request.lang),
        back=reverse("casework_requests", args=[request.force.slug]),
        status=409,
        name=taken.name,
        since=taken.since,
    )


def _show(request: StaffRequest, found: RequestLine, missing: str = "") -> HttpResponse:
    audit(Verb.CONSULT, "request.view", subject=f"task:{found.id}")
    now, lang = datetime.now(UTC), request.lang
    requests.note_read(found.number, request.user.id, at=now)
    error = t(f"casework.requests.missing.{missing}", lang) if missing else ""
    keeper = request.actor.has_any(frozenset(who.RECORD_KEEPERS))
    line = reports.lines([found.report_id]).get(found.report_id) if found.report_id else None
    return pages.show(
        request,
        "request",
        t("casework.requests.one.title", lang, number=found.number),
        tab="requests",
        back=_back(request, keeper),
        errors=[ErrorLink(error, f"#{missing}")] if missing else (),
        notices=_notices(request),
        status=422 if missing else 200,
        wrong={missing: error} if missing else {},
        q=found,
        line=line,
        keeper=keeper,
        mine=found.claimed_by_id == request.user.id,
        national=found.brief.get("why") == requests.NATIONAL,
        typed=request.POST,
        outcomes=requests.OUTCOMES,
        systems=_systems(request),
        system_name=lambda code: dict(_systems(request)).get(code, code),
        urgency=urgency(found.due_at, now),
        now=now,
    )


def _back(request: StaffRequest, keeper: bool) -> str:
    if keeper and not request.actor.has_any(frozenset(who.REQUESTERS)):
        return reverse("casework_start", args=[request.force.slug])
    return reverse("casework_requests", args=[request.force.slug])


def _systems(request: StaffRequest) -> list[tuple[str, Any]]:
    systems = records_rules(request.force).systems.values()
    return [(one.code, request.force.text(one.name, request.lang)) for one in systems]


def _notices(request: StaffRequest) -> tuple[Notice, ...]:
    what, number = request.GET.get("done", ""), request.GET.get("number", "")[:20]
    if what not in {"asked", "answered"}:
        return ()
    text = t(f"casework.requests.done.{what}", request.lang, number=one_line(number))
    return (Notice(text, "success"),)
