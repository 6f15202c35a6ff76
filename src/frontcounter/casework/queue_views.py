"""Queues: those that every force has, one's unit's, those that people saved, one's own work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, queue_filters, who
from frontcounter.casework.marking import forms_by_type
from frontcounter.casework.queue_filters import asked_in, query_of, sort_in
from frontcounter.casework.queues import queue_lines
from frontcounter.casework.speaking import voices_for
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.tasks import saved
from frontcounter.tasks.queues import BUILT_IN, SORTS, Filter, Key, QueuePage, page
from frontcounter.web.page import Notice
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
TABS = ("review", "calls", "answers", "intelligence", "standards", "mine")
"""Those with an entry of the navigation and an address of their own."""
DONE = ("release", "saved", "changed", "deleted", "no_call")


@dataclass(frozen=True)
class Queue:
    """What a queue's page shows: its code, what it asks by itself, and in what order."""

    code: str
    title: str
    address: str
    base: Filter
    sort: str = "due"
    kept: saved.Saved | None = None


@require_safe
@staff_page()
def start(request: StaffRequest) -> HttpResponse:
    """To the queue of one's unit, or the first that one's roles open, or to one's own account."""
    if request.membership.units and request.actor.has_any(frozenset(who.READERS)):
        return HttpResponseRedirect(_address(request, "unit"))
    for tab in pages.tabs_of(request):
        return HttpResponseRedirect(reverse(f"casework_{tab.name}", args=[request.force.slug]))
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
    address = where.get("address") or reverse("casework_review", args=[request.force.slug])
    return HttpResponseRedirect(str(address))


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
    items = pages.navigation(request, "")
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
    address = reverse("casework_saved", args=[request.force.slug, search_id])
    return Queue(str(search_id), found.name, address, found.asked, found.sort, found)


def _title(name: str, lang: str) -> str:
    part = "queue" if name in TABS else "queues"
    return t(f"casework.{part}.{name}.title", lang)


def _none(name: str, lang: str) -> str:
    return t(f"casework.queue.{name}.none" if name in TABS else "casework.queues.none", lang)


def _address(request: StaffRequest, name: str) -> str:
    slug = request.force.slug
    if name in TABS:
        return reverse(f"casework_{name}", args=[slug])
    return reverse("casework_queue", args=[slug, name])


def supervises(request: StaffRequest) -> bool:
    return request.actor.has_any(frozenset({StaffRole.SUPERVISOR}))


def everyones(request: StaffRequest) -> bool:
    return supervises(request) and request.GET.get("who") == "all"


def show(request: StaffRequest, here: Queue) -> HttpResponse:
    """The page of a queue. Filters stand in the address; words are sent, for they may be personal.

    So a search for words is a POST that answers with the page itself, and its pages are POSTs too:
    nothing of it is kept in an address, a log, a cookie or the session.
    """
    given = request.POST if request.method == "POST" else request.GET
    asked, sort = asked_in(given), sort_in(given, here.sort)
    words = one_line(given.get("words", "")) if request.method == "POST" else ""
    asked = replace(asked, words=words)
    if request.method == "POST" and not words:
        return HttpResponseRedirect(here.address + query_of(asked, sort, here.sort).rstrip("?"))
    now = datetime.now(UTC)
    wanted = replace(here.base.narrowed(asked), held_by=here.base.held_by)
    found = page(
        wanted,
        sort,
        now=now,
        today_ends=_today_ends(request, now),
        after=Key.read(given.get("after", "")),
        before=Key.read(given.get("before", "")),
    )
    if not words:
        _remember(request, here, query_of(asked, sort, here.sort))
    return _render(request, here, asked, sort, found, now)


def _today_ends(request: StaffRequest, now: datetime) -> datetime:
    local = now.astimezone(request.force.zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _remember(request: StaffRequest, here: Queue, query: str) -> None:
    """Which queue one works through, so that "next" is the next of the same one."""
    where = {
        "slug": request.force.slug,
        "name": here.code,
        "query": query.lstrip("?"),
        "address": here.address + query.rstrip("?"),
    }
    if request.session.get("queue") != where:
        request.session["queue"] = where


def _render(
    request: StaffRequest, here: Queue, asked: Filter, sort: str, found: QueuePage, now: datetime
) -> HttpResponse:
    forms = forms_by_type(request)
    slug, lang = request.force.slug, request.lang
    lines = queue_lines(found.lines, now, forms, lang, slug)
    shown = [str(line.task.report_id or line.task.id) for line in lines]
    audit(
        Verb.CONSULT, f"queue.{here.code if not here.kept else 'saved'}", details={"reports": shown}
    )
    who_all = "all" if here.code == "mine" and everyones(request) else ""
    names = queue_filters.names(request, forms)
    query = {key: query_of(asked, key, here.sort, who=who_all) for key in SORTS}
    steps = {
        "previous": query_of(asked, sort, here.sort, who=who_all, before=str(found.previous or "")),
        "next": query_of(asked, sort, here.sort, who=who_all, after=str(found.next or "")),
    }
    return pages.show(
        request,
        "queue",
        here.title,
        tab=here.code if here.code in TABS else "queues",
        notices=_notices(request),
        name=here.code,
        queue=here,
        none=_none(here.code if not here.kept else "saved", lang),
        lines=lines,
        now=now,
        everyone=bool(who_all),
        supervises=supervises(request),
        cut=found.cut,
        previous=steps["previous"] if found.previous else "",
        next=steps["next"] if found.next else "",
        before=str(found.previous or ""),
        after=str(found.next or ""),
        voices=voices_for(request, found.lines, now),
        types={code: form.title(lang) for code, form in forms.items()},
        asked=asked,
        sort=sort,
        sorts=query,
        fields=parse_qsl(query[sort].lstrip("?")),
        boxes=queue_filters.choices(names, here.base, asked, lang),
        tags=queue_filters.chosen(names, asked, sort, here.sort),
        units=names["unit"],
        my_units={code: names["unit"].get(code, code) for code in request.membership.units},
        told=saved.told(here.kept.id, request.user.id) if here.kept else "",
        own=bool(here.kept and here.kept.owner_id == request.user.id),
        may_save=here.code != "mine" and request.actor.has_any(frozenset(who.READERS)),
    )


def _notices(request: StaffRequest) -> tuple[Notice, ...]:
    done = request.GET.get("done", "")
    if done not in DONE:
        return ()
    if done == "no_call":
        return (Notice(t("casework.speaking.nothing", request.lang)),)
    key = f"casework.done.{done}" if done == "release" else f"casework.queues.done.{done}"
    return (Notice(t(key, request.lang), "success"),)


def type_names(request: StaffRequest) -> dict[str, str]:
    """Report type → its title, in the person's language."""
    return {code: form.title(request.lang) for code, form in forms_by_type(request).items()}
