"""The reporter's side of a call-back: the spoken code, booking a time, a visit, giving it up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.http import Http404, HttpResponse

from frontcounter.forces.calling import Counter, calling_of
from frontcounter.intake.calls_ics import calendar_file
from frontcounter.intake.status import Opened, opened_report
from frontcounter.intake.visit import Visit, form_lists, public_view
from frontcounter.reports.access import ReporterView
from frontcounter.tasks import slots, spoken
from frontcounter.tasks.plan import PARTS, part_of
from frontcounter.tasks.slots import CALL, VISIT, Booked, CallState, Way
from frontcounter.web.page import ErrorLink, Notice

PAGE = "status/call"


@dataclass(frozen=True)
class Day:
    """A day with free times: its address value, its name, how many times there are."""

    value: str
    name: str
    count: int


@dataclass(frozen=True)
class PickedPlace:
    """What a page was asked for: the counter (None: a call), and the day."""

    place: Counter | None
    day: date | None


@dataclass(frozen=True)
class CallNotice:
    """The call that waits, for the follow-up page: where its page is, and what is booked."""

    href: str
    mine: Booked | None
    place: str


@dataclass(frozen=True)
class Choice:
    """One time to choose."""

    value: str
    text: str


def call_notice(visit: Visit, view: ReporterView, way: Way) -> CallNotice | None:
    """What the follow-up page says of the call: None where none is open, nor can be booked anew."""
    live = view.state in {"submitted", "in_review", "waiting", "recorded"}
    if not live or view.call_back_state not in {"open", "concluded"}:
        return None
    state = slots.call_state(way, at=visit.at)
    if state is None and view.call_back_state == "concluded":
        return None
    mine = state.mine if state else None
    return CallNotice(visit.url(PAGE), mine, place_told(visit, mine.counter) if mine else "")


@public_view
def call(visit: Visit) -> HttpResponse:
    """The call that waits: what is booked, the code, and days with free times; a POST books."""
    opened = opened_report(visit)
    if opened is None:
        return visit.go("status?over")
    state = slots.call_state(opened.way, at=visit.at)
    if state is None:
        return visit.go("status/report")
    if visit.request.method == "POST":
        return _book(visit, opened, state)
    return _page(visit, opened, state)


def _book(visit: Visit, opened: Opened, state: CallState) -> HttpResponse:
    if (wait := visit.allow("book", 30, 3600)) is not None:
        return wait
    raw = form_lists(visit.request)
    place = _place(visit, (raw.get("place") or [""])[0])
    start = moment_of((raw.get("at") or [""])[0])
    if start is None:
        return _page(visit, opened, state, error=visit.tr("intake.calls.missing"))
    kind, code = (VISIT, place.code) if place else (CALL, "")
    outcome = slots.book(opened.way, opened.view.report_id, kind, code, start, at=visit.at)
    if outcome == "closed":
        return visit.go("status/report")
    if outcome != slots.BOOKED:
        fresh = slots.call_state(opened.way, at=visit.at) or state
        return _page(visit, opened, fresh, error=visit.tr("intake.calls.gone"))
    return visit.go(f"{PAGE}?booked")


@public_view
def give_up(visit: Visit) -> HttpResponse:
    """The booked time is given up; we call as we promised."""
    opened = opened_report(visit)
    if opened is None:
        return visit.go("status?over")
    if visit.request.method != "POST":
        return visit.go(PAGE)
    slots.cancel(opened.way, opened.view.report_id, at=visit.at)
    return visit.go(f"{PAGE}?given_up")


@public_view
def calendar(visit: Visit) -> HttpResponse:
    """The booked time for the person's calendar, where e-mail is safe and nothing is told."""
    opened = opened_report(visit)
    state = slots.call_state(opened.way, at=visit.at) if opened else None
    if opened is None or state is None or state.mine is None:
        raise Http404
    if not _may_keep(visit, opened.view, state):
        raise Http404
    place = calling_of(visit.settings).counter(state.mine.counter)
    where = visit.settings.text(place.address, visit.lang) if place else ""
    title = visit.tr("intake.calls.ics." + state.mine.kind)
    return calendar_file(state.mine, title, where, visit.at)


def _may_keep(visit: Visit, view: ReporterView, state: CallState) -> bool:
    """A file with a time tells others that there is something: only where that is safe."""
    return state.email_safe and not visit.has_exit(view.type)


def _page(visit: Visit, opened: Opened, state: CallState, *, error: str = "") -> HttpResponse:
    asked = picked(visit)
    place = asked.place
    found = picking(visit, state, place, asked.day)
    chosen = found["chosen_day"]
    visits = state.mine is not None and state.mine.kind == VISIT
    return visit.page(
        "intake/calls.html",
        title=visit.tr("intake.calls.visit_title" if visits else "intake.calls.title"),
        rest=PAGE,
        about=opened.view.type,
        back="status/report" if chosen is None and place is None else PAGE,
        errors=[ErrorLink(error, "#at" if chosen else "#days")] if error else (),
        notices=notices_of(visit),
        status=422 if error else 200,
        error=error,
        action=visit.url(PAGE),
        mine=state.mine,
        mine_place=place_told(visit, state.mine.counter) if state.mine else "",
        words=_words(visit, opened, state),
        again=state.again,
        keep=state.mine is not None and _may_keep(visit, opened.view, state),
        language=opened.view.language,
        **found,
    )


def picking(
    visit: Visit, state: CallState, place: Counter | None, chosen: date | None
) -> dict[str, Any]:
    """What `calls_pick.html` shows: days, or the times of the chosen one."""
    settings, lang = visit.settings, visit.lang
    kind, code = (VISIT, place.code) if place else (CALL, "")
    free = slots.free(settings, state, kind, code, at=visit.at)
    days = _days(visit, free)
    if chosen is not None and not any(day.value == chosen.isoformat() for day in days):
        chosen = None
    return {
        "urgent_by": state.urgent_by,
        "days": days,
        "chosen": chosen.isoformat() if chosen else "",
        "chosen_day": chosen,
        "chosen_name": visit.formats.date(chosen) if chosen else "",
        "parts_of_day": _parts(visit, free, chosen) if chosen else [],
        "place": code,
        "place_name": place_told(visit, code),
        "places": [
            (one.code, settings.text(one.name, lang), settings.text(one.address, lang))
            for one in calling_of(settings).counters
        ],
    }


def picked(visit: Visit) -> PickedPlace:
    """The counter and the day that the address or the form names."""
    given = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    return PickedPlace(_place(visit, given.get("place", "")), _day(given.get("day", "")))


def notices_of(visit: Visit) -> list[Notice]:
    for mark in ("booked", "given_up"):
        if mark in visit.request.GET:
            return [Notice(visit.tr(f"intake.calls.{mark}"), "success")]
    return []


def _words(visit: Visit, opened: Opened, state: CallState) -> list[tuple[str, spoken.Spoken]]:
    """The words of today; where a call is booked for another day, those of that day too."""
    days = [visit.at]
    if state.mine is not None and state.mine.kind == CALL:
        days.append(state.mine.at)
    view, settings = opened.view, visit.settings
    found = {
        visit.formats.date(day.astimezone(settings.zone)): spoken.of_report(
            settings, view.report_id, view.language, day
        )
        for day in days
    }
    return list(found.items())


def _days(visit: Visit, free: Iterable[datetime]) -> list[Day]:
    counts: dict[date, int] = {}
    for start in free:
        day = start.astimezone(visit.settings.zone).date()
        counts[day] = counts.get(day, 0) + 1
    return [Day(day.isoformat(), visit.formats.date(day), n) for day, n in sorted(counts.items())]


def _parts(visit: Visit, free: Iterable[datetime], day: date) -> list[tuple[str, list[Choice]]]:
    """The free times of a day: morning, afternoon, evening."""
    zone = visit.settings.zone
    local = [start.astimezone(zone) for start in free]
    found: list[tuple[str, list[Choice]]] = []
    for part in PARTS:
        times = [
            Choice(one.astimezone(UTC).isoformat(), visit.formats.time(one))
            for one in local
            if one.date() == day and part_of(one) == part
        ]
        if times:
            found.append((part, times))
    return found


def _place(visit: Visit, code: str) -> Counter | None:
    return calling_of(visit.settings).counter(code) if code else None


def place_told(visit: Visit, code: str) -> str:
    place = _place(visit, code)
    if place is None:
        return ""
    say = visit.settings.text
    return f"{say(place.name, visit.lang)}, {say(place.address, visit.lang)}"


def moment_of(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
