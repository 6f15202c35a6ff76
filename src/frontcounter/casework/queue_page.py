"""The page of one queue: what its address or form asks, its rows, and the panel of its filters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpResponse, HttpResponseRedirect

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, queue_filters, who
from frontcounter.casework.marking import forms_by_type, type_names
from frontcounter.casework.queue_filters import asked_in, query_of, sort_in
from frontcounter.casework.queue_rows import Row, Writer
from frontcounter.casework.queues import queue_lines
from frontcounter.casework.speaking import voices_for
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.tasks import saved
from frontcounter.tasks.filters import SORTS, Filter
from frontcounter.tasks.queue_sql import Key
from frontcounter.tasks.queues import QueuePage, page
from frontcounter.web.formats import Formats
from frontcounter.web.page import Notice
from frontcounter.web.texts import Translator, t

TABS = ("review", "calls", "answers", "intelligence", "standards", "mine")
"""Queues with an entry of the navigation and an address of their own."""
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


@dataclass(frozen=True)
class Shown:
    """One request for a queue's page: what is asked of it, and what was found."""

    here: Queue
    asked: Filter
    sort: str
    found: QueuePage
    now: datetime
    everyone: bool
    panel: bool

    def query(self, sort: str = "", **more: str) -> str:
        """The address of this queue with other words in it."""
        everyone = "all" if self.everyone else ""
        return query_of(self.asked, sort or self.sort, self.here.sort, who=everyone, **more)


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
    found = page(
        replace(here.base.narrowed(asked), held_by=here.base.held_by),
        sort,
        now=now,
        today_ends=_today_ends(request, now),
        after=Key.read(given.get("after", "")),
        before=Key.read(given.get("before", "")),
    )
    if not words:
        _remember(request, here, query_of(asked, sort, here.sort))
    everyone = here.code == "mine" and everyones(request)
    panel = given.get("filter") == "open"
    return _render(request, Shown(here, asked, sort, found, now, everyone, panel))


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


def _render(request: StaffRequest, shown: Shown) -> HttpResponse:
    here, found, names = shown.here, shown.found, queue_filters.names(request)
    rows = _rows(request, shown)
    return pages.show(
        request,
        "queue",
        here.title,
        tab=here.code if here.code in TABS else "queues",
        notices=_notices(request),
        name=here.code,
        queue=here,
        none=_none(here.code if not here.kept else "saved", request.lang),
        rows=rows,
        picks=here.code == "review",
        everyone=shown.everyone,
        supervises=supervises(request),
        cut=found.cut,
        previous=shown.query(before=str(found.previous)) if found.previous else "",
        next=shown.query(after=str(found.next)) if found.next else "",
        before=str(found.previous or ""),
        after=str(found.next or ""),
        asked=shown.asked,
        fields=parse_qsl(shown.query().lstrip("?")),
        tags=queue_filters.chosen(names, shown.asked, shown.sort, here.sort),
        sort=shown.sort,
        open_panel=shown.query(filter="open"),
        panel=_panel(request, shown, names) if shown.panel else None,
    )


def _rows(request: StaffRequest, shown: Shown) -> list[Row]:
    """The rows; that they were seen is written down."""
    force, lang, here = request.force, request.lang, shown.here
    lines = queue_lines(shown.found.lines, shown.now, forms_by_type(request), lang, force.slug)
    seen = [str(line.task.report_id or line.task.id) for line in lines]
    name = "saved" if here.kept else here.code
    audit(Verb.CONSULT, f"queue.{name}", details={"reports": seen})
    writer = Writer(
        Translator(lang, force.words(lang)),
        Formats(lang, force.country, force.zone),
        type_names(request),
        here.code,
        shown.now,
        shown.everyone,
        picks=here.code == "review",
        voices=voices_for(request, shown.found.lines, shown.now),
    )
    return writer.rows(lines)


def _panel(request: StaffRequest, shown: Shown, names: queue_filters.Names) -> dict[str, Any]:
    """Filters, orders and saving: drawn for whoever opened the panel, for its lists are long."""
    here = shown.here
    own = bool(here.kept and here.kept.owner_id == request.user.id)
    units = names["unit"]
    return {
        "close": shown.query(),
        "boxes": queue_filters.choices(names, here.base, shown.asked, request.lang),
        "sort": shown.sort,
        "sorts": {key: shown.query(key, filter="open") for key in SORTS},
        "units": [{"value": code, "text": units.get(code, code)} for code in _units(request)],
        "own": own,
        "every": saved.told(here.kept.id, request.user.id) if here.kept else "",
        "often": [
            {"value": code, "text": t(f"casework.queues.every.{code or 'never'}", request.lang)}
            for code in ("", *saved.EVERY)
        ],
        "may_save": here.code != "mine" and request.actor.has_any(frozenset(who.READERS)),
    }


def _units(request: StaffRequest) -> list[str]:
    return sorted(request.membership.units)


def _none(name: str, lang: str) -> str:
    return t(f"casework.queue.{name}.none" if name in TABS else "casework.queues.none", lang)


def _notices(request: StaffRequest) -> tuple[Notice, ...]:
    done = request.GET.get("done", "")
    if done not in DONE:
        return ()
    if done == "no_call":
        return (Notice(t("casework.speaking.nothing", request.lang)),)
    key = f"casework.done.{done}" if done == "release" else f"casework.queues.done.{done}"
    return (Notice(t(key, request.lang), "success"),)
