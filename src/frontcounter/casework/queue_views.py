"""Queues: those that every force has, one's unit's, those that people saved, one's own work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.casework import pages, who
from frontcounter.casework.marking import forms_by_type
from frontcounter.casework.queue_filters import asked_in, sort_in
from frontcounter.casework.queue_page import TABS, Queue, everyones, show
from frontcounter.casework.queues import queue_lines
from frontcounter.tasks import saved
from frontcounter.tasks.filters import BUILT_IN, Filter
from frontcounter.tasks.queues import page
from frontcounter.web.addresses import address
from frontcounter.web.texts import t

ROLES: dict[str, tuple[StaffRole, ...]] = {
    "review": who.OPEN_REVIEWERS,
    "calls": who.OPEN_CALLERS,
    "later": who.OPEN_CALLERS,
    "answers": who.OPEN_REVIEWERS,
    "follow_up": who.READERS,
    "records_request": who.RECORDS,
    "supervise": (StaffRole.SUPERVISOR,),
    "contact": (*who.OPEN_CALLERS, StaffRole.REVIEWER),
    "referral": who.READERS,
    "intelligence": (StaffRole.INTELLIGENCE,),
    "standards": (StaffRole.PROFESSIONAL_STANDARDS,),
    "mine": who.READERS,
}
"""Who opens which of the queues that every force has."""


@require_safe
@staff_page()
def start(request: StaffRequest) -> HttpResponse:
    """To the queue of one's unit, or the first that one's roles open, or to one's own account."""
    if request.membership.units and request.actor.has_any(frozenset(who.READERS)):
        return HttpResponseRedirect(_address(request, "unit"))
    for tab in pages.tabs_of(request):
        return HttpResponseRedirect(address(f"casework_{tab.name}", request.force.slug))
    return HttpResponseRedirect(reverse("account_own"))


def _page(name: str) -> Callable[..., HttpResponseBase]:
    """The page of one of the queues with an address of their own."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @staff_page(*ROLES[name])
    def view(request: StaffRequest) -> HttpResponse:
        return show(request, built_in(request, name))

    view.__doc__ = f"The queue “{name}”."
    return view


review, calls, answers = _page("review"), _page("calls"), _page("answers")
intelligence, standards, mine = _page("intelligence"), _page("standards"), _page("mine")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page()
def queue(request: StaffRequest, name: str) -> HttpResponse:
    """One of the other queues that every force has, or that of one's unit."""
    return show(request, built_in(request, name))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.READERS)
def kept(request: StaffRequest, search_id: UUID) -> HttpResponse:
    """A saved search."""
    return show(request, kept_queue(request, search_id))


@require_safe
@staff_page(*who.OPEN_REVIEWERS)
def next_review(request: StaffRequest) -> HttpResponse:
    """To the first piece of work of the queue that one came from, or to that queue, empty."""
    here = _came_from(request)
    asked, sort = here
    first = page(asked.narrowed(Filter()), sort, now=datetime.now(UTC), size=1).lines
    forms = forms_by_type(request)
    for line in queue_lines(first, datetime.now(UTC), forms, request.lang, request.force.slug):
        if line.href:
            return HttpResponseRedirect(line.href)
    where = request.session.get("queue") or {}
    back = where.get("address") or reverse("casework_review", args=[request.force.slug])
    return HttpResponseRedirect(str(back))


def _came_from(request: StaffRequest) -> tuple[Filter, str]:
    """What the last queue that was looked at asks; without one, what waits for review."""
    where = request.session.get("queue") or {}
    if where.get("slug") != request.force.slug:
        return BUILT_IN["review"], "due"
    given = QueryDict(str(where.get("query", "")))
    try:
        name = str(where.get("name", ""))
        found = kept_queue(request, UUID(name)) if name.count("-") == 4 else built_in(request, name)
    except (Http404, PermissionDenied):
        return BUILT_IN["review"], "due"
    asked = found.base.narrowed(asked_in(given))
    return replace(asked, held_by=found.base.held_by), sort_in(given, found.sort)


@require_safe
@staff_page(*who.READERS)
def counts(request: StaffRequest) -> HttpResponse:
    """The numbers of the navigation, by address; for pages that are open for long."""
    items = pages.navigation(request, "", pages.waiting(request))
    found = {item.href: str(item.count) for item in items if item.count is not None}
    return JsonResponse({"counts": found})


def _not_noted(_at: datetime) -> None:
    """In the place of noting that a session was used."""


def quietly(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page that asks by itself is no use of the session: nobody stays signed in by it."""

    def asked(request: Any, *args: object, **kwargs: object) -> HttpResponseBase:
        request.session.touch = _not_noted
        return view(request, *args, **kwargs)

    return asked


quiet_counts = quietly(counts)


def built_in(request: StaffRequest, name: str) -> Queue:
    """One of the queues that every force has, if this person's roles open it."""
    if name == "unit":
        if not request.actor.has_any(frozenset(who.READERS)):
            raise PermissionDenied
        units = tuple(sorted(request.membership.units))
        if not units:
            raise Http404
        known = request.force.units
        told = [request.force.text(known[one].name, request.lang) for one in units if one in known]
        title = ", ".join(told) or t("casework.queues.unit.title", request.lang)
        return Queue(name, title, _address(request, name), Filter(units=units))
    if name not in ROLES:
        raise Http404
    if not request.actor.has_any(frozenset(ROLES[name])):
        raise PermissionDenied
    base = BUILT_IN[name]
    if name == "mine" and not everyones(request):
        base = replace(base, held_by=str(request.user.id))
    return Queue(name, _title(name, request.lang), _address(request, name), base)


def kept_queue(request: StaffRequest, search_id: UUID) -> Queue:
    """A saved search that this person may see."""
    found = saved.one(search_id, request.user.id, request.membership.units)
    if found is None:
        raise Http404
    here = reverse("casework_saved", args=[request.force.slug, search_id])
    return Queue(str(search_id), found.name, here, found.asked, found.sort, found)


def _title(name: str, lang: str) -> str:
    part = "queue" if name in TABS else "queues"
    return t(f"casework.{part}.{name}.title", lang)


def _address(request: StaffRequest, name: str) -> str:
    slug = request.force.slug
    if name in TABS:
        return address(f"casework_{name}", slug)
    return address("casework_queue", slug, name)
