"""Booking a time with somebody on the telephone: the same free times as on the reporter's page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, who
from frontcounter.casework.call_entry import may_open
from frontcounter.casework.call_pages import Call
from frontcounter.casework.report_views import record_or_404
from frontcounter.forces.calling import Counter, calling_of
from frontcounter.forces.published import ForceSettings
from frontcounter.tasks import booking, cards, slots
from frontcounter.tasks.calling import call_task
from frontcounter.tasks.plan import PARTS, part_of
from frontcounter.tasks.slots import CALL, VISIT, CallState
from frontcounter.web.formats import Formats
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t


@dataclass(frozen=True)
class Day:
    """A day with free times: its value, its name, and its times by part of the day."""

    value: str
    name: str
    count: int


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.CALLERS)
def of_report(request: StaffRequest, number: str) -> HttpResponse:
    """A time for the call-back of a report."""
    return _book(request, _call_of(number))


@require_POST
@staff_page(*who.CALLERS)
def cancel_of_report(request: StaffRequest, number: str) -> HttpResponse:
    """The booked time is free again; the call stays promised."""
    return _cancel(request, _call_of(number))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.CARD_READERS)
def of_card(request: StaffRequest, number: str) -> HttpResponse:
    """A time for the person of a card; one whom nobody reached is called again then."""
    return _book(request, _card(request, number))


@require_POST
@staff_page(*who.CARD_READERS)
def cancel_of_card(request: StaffRequest, number: str) -> HttpResponse:
    """The booked time is free again."""
    return _cancel(request, _card(request, number))


def _call_of(number: str) -> Call:
    record = record_or_404(number)
    task = call_task(record.id)
    if task is None:
        raise Http404
    return Call(task, record)


def _card(request: StaffRequest, number: str) -> Call:
    task = cards.card_by_number(number)
    if task is None or task.report_id is not None:
        raise Http404
    if not may_open(request, task):
        raise PermissionDenied
    return Call(task)


def _book(request: StaffRequest, call: Call) -> HttpResponse:
    now = datetime.now(UTC)
    state = slots.call_state(slots.for_staff(call.task.id), at=now)
    if state is None:
        return HttpResponseRedirect(call.url(request))
    if request.method != "POST":
        audit(Verb.CONSULT, "call.book_view", subject=call.subject)
        return _page(request, call, state, now)
    start, place = _moment(request.POST.get("at", "")), _place(request)
    if start is None:
        return _page(request, call, state, now, wrong="missing")
    kind, code = (VISIT, place.code) if place else (CALL, "")
    outcome = booking.book_for(call.task, request.actor, kind, code, start, at=now)
    if outcome != slots.BOOKED:
        fresh = slots.call_state(slots.for_staff(call.task.id), at=now) or state
        return _page(request, call, fresh, now, wrong="gone")
    return HttpResponseRedirect(f"{call.url(request)}?done=booked")


def _cancel(request: StaffRequest, call: Call) -> HttpResponse:
    booking.cancel_for(call.task, request.actor, at=datetime.now(UTC))
    return HttpResponseRedirect(f"{call.url(request)}?done=cancelled")


def _page(
    request: StaffRequest, call: Call, state: CallState, now: datetime, *, wrong: str = ""
) -> HttpResponse:
    force, lang, place = request.force, request.lang, _place(request)
    kind, code = (VISIT, place.code) if place else (CALL, "")
    free = [one.astimezone(force.zone) for one in slots.free(force, state, kind, code, at=now)]
    days = _days(force, lang, free)
    chosen = (request.POST if request.method == "POST" else request.GET).get("day", "")
    if chosen not in {day.value for day in days}:
        chosen = ""
    text = t(f"casework.booking.{wrong}", lang) if wrong else ""
    return pages.show(
        request,
        "call_book",
        t("casework.booking.title", lang, name=call.name),
        tab="calls",
        back=call.url(request),
        errors=[ErrorLink(text, "#at" if chosen else "#days")] if wrong else (),
        status=422 if wrong else 200,
        wrong=text,
        c=call,
        here=call.url(request, "book"),
        cancel=call.url(request, "cancel"),
        mine=state.mine,
        mine_place=_place_name(request, state.mine.counter) if state.mine else "",
        again=state.again,
        urgent_by=state.urgent_by,
        days=days,
        chosen=next((day for day in days if day.value == chosen), None),
        times=_times(lang, force, free, chosen),
        place=code,
        place_name=_place_name(request, code),
        places=[(one.code, force.text(one.name, lang)) for one in calling_of(force).counters],
    )


def _days(force: ForceSettings, lang: str, free: Iterable[datetime]) -> list[Day]:
    counts: dict[date, int] = {}
    for start in free:
        counts[start.date()] = counts.get(start.date(), 0) + 1
    formats = Formats(lang, force.country, force.zone)
    return [Day(day.isoformat(), formats.date(day), n) for day, n in sorted(counts.items())]


def _times(
    lang: str, force: ForceSettings, free: Iterable[datetime], chosen: str
) -> list[tuple[str, list[dict[str, str]]]]:
    """The free times of the chosen day: morning, afternoon, evening."""
    say: Callable[[datetime], str] = Formats(lang, force.country, force.zone).time
    found: dict[str, list[dict[str, str]]] = {part: [] for part in PARTS}
    for start in free:
        if start.date().isoformat() == chosen:
            value = start.astimezone(UTC).isoformat()
            found[part_of(start)].append({"value": value, "text": say(start)})
    return [(part, times) for part, times in found.items() if times]


def _place(request: StaffRequest) -> Counter | None:
    given = request.POST if request.method == "POST" else request.GET
    return calling_of(request.force).counter(given.get("place", ""))


def _place_name(request: StaffRequest, code: str) -> str:
    place = calling_of(request.force).counter(code) if code else None
    return request.force.text(place.name, request.lang) if place else ""


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None
