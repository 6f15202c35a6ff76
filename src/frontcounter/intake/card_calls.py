"""A time for a call that a card asks for: its person books, moves or gives it up with a link."""

from __future__ import annotations

import base64
import json

from django.conf import settings as django_settings
from django.http import HttpResponse

from frontcounter.base.seal import Unsealable, seal, unseal
from frontcounter.intake.calls import (
    PickedPlace,
    moment_of,
    notices_of,
    picked,
    picking,
    place_told,
)
from frontcounter.intake.visit import Visit, form_lists, public_view, set_cookie
from frontcounter.tasks import booking, slots
from frontcounter.tasks.slots import CALL, VISIT, CallState, Way
from frontcounter.web.page import ErrorLink

PAGE = "status/card"
LINK = f"{PAGE}/link"
COOKIE = "fc_card"
AGE = 30 * 60


def _key() -> bytes:
    return bytes(django_settings.ACCESS_KEY)


def _context(visit: Visit) -> bytes:
    return f"card-cookie:{visit.settings.slug}".encode()


def _way(visit: Visit) -> Way | None:
    """The way back to the card whose link this browser opened, for half an hour."""
    text = visit.request.COOKIES.get(COOKIE, "")
    try:
        found = json.loads(unseal(_key(), base64.urlsafe_b64decode(text.encode()), _context(visit)))
    except (ValueError, Unsealable):
        return None
    return {"card": found["card"]} if found["until"] >= visit.at.timestamp() else None


@public_view
def by_link(visit: Visit, token: str) -> HttpResponse:
    """Loading the link changes nothing; the button opens the page with the times."""
    gone = False
    if visit.request.method == "POST":
        if (wait := visit.allow("status", 30, 900)) is not None:
            return wait
        way = {"card": token[:64]}
        gone = slots.call_state(way, at=visit.at) is None
        if not gone:
            return _enter(visit, way)
    return visit.page(
        "intake/card_link.html",
        title=visit.tr("intake.calls.card_title"),
        rest=f"{LINK}/{token}",
        status=410 if gone else 200,
        gone=gone,
        talk=_talk(visit),
        action=visit.url(f"{LINK}/{token}"),
    )


def _talk(visit: Visit) -> dict[str, str]:
    """Whom to call instead."""
    settings = visit.settings
    door = settings.doors.get("call_back") or settings.doors[settings.document["talk"]["door"]]
    return {"name": settings.text(door.name, visit.lang), "phone": door.phone}


def _enter(visit: Visit, way: Way) -> HttpResponse:
    plain = json.dumps({**way, "until": visit.at.timestamp() + AGE}).encode()
    sealed = base64.urlsafe_b64encode(seal(_key(), plain, _context(visit))).decode()
    response = visit.go(PAGE)
    set_cookie(visit, response, COOKIE, sealed, AGE)
    return response


@public_view
def call(visit: Visit) -> HttpResponse:
    """What is booked, and days with free times; a POST books."""
    way = _way(visit)
    state = slots.call_state(way, at=visit.at) if way else None
    if way is None or state is None:
        return visit.go("status?over")
    if visit.request.method != "POST":
        return _page(visit, state)
    if (wait := visit.allow("book", 30, 3600)) is not None:
        return wait
    raw = form_lists(visit.request)
    start, place = moment_of((raw.get("at") or [""])[0]), picked(visit).place
    if start is None:
        return _page(visit, state, error=visit.tr("intake.calls.missing"))
    kind, code = (VISIT, place.code) if place else (CALL, "")
    if booking.book_by_card(way, kind, code, start, at=visit.at) != slots.BOOKED:
        fresh = slots.call_state(way, at=visit.at) or state
        return _page(visit, fresh, error=visit.tr("intake.calls.gone"))
    return visit.go(f"{PAGE}?booked")


@public_view
def give_up(visit: Visit) -> HttpResponse:
    """The booked time is given up."""
    way = _way(visit)
    if way is None:
        return visit.go("status?over")
    if visit.request.method == "POST":
        booking.cancel_by_card(way, at=visit.at)
        return visit.go(f"{PAGE}?given_up")
    return visit.go(PAGE)


def _page(visit: Visit, state: CallState, *, error: str = "") -> HttpResponse:
    chosen: PickedPlace = picked(visit)
    found = picking(visit, state, chosen.place, chosen.day)
    return visit.page(
        "intake/card_calls.html",
        title=visit.tr("intake.calls.card_title"),
        rest=PAGE,
        back="" if found["chosen_day"] is None and chosen.place is None else PAGE,
        errors=[ErrorLink(error, "#at" if found["chosen_day"] else "#days")] if error else (),
        notices=notices_of(visit),
        status=422 if error else 200,
        error=error,
        action=visit.url(PAGE),
        mine=state.mine,
        mine_place=place_told(visit, state.mine.counter) if state.mine else "",
        again=state.again,
        **found,
    )
