"""A device for everybody, as in a lobby: nothing stays on it, and it closes itself."""

from __future__ import annotations

from django.http import HttpResponse

from frontcounter.intake.drafting import forget_all
from frontcounter.intake.visit import KIOSK, Visit, drop_cookie, form_lists, public_view, set_cookie

A_YEAR = 365 * 24 * 60 * 60


@public_view
def kiosk(visit: Visit) -> HttpResponse:
    """Staff open this page once on the device, and switch its mode on or off."""
    if visit.request.method == "POST":
        turn_on = (form_lists(visit.request).get("_go") or [""])[0] == "on"
        response = visit.go("" if turn_on else "kiosk")
        forget_all(visit, response)
        if turn_on:
            set_cookie(visit, response, KIOSK, "on", A_YEAR)
        else:
            drop_cookie(visit, response, KIOSK)
        return response
    return visit.page(
        "intake/kiosk.html",
        title=visit.tr("intake.kiosk.title"),
        rest="kiosk",
        back="",
        on=visit.kiosk,
        action=visit.url("kiosk"),
    )


@public_view
def end(visit: Visit) -> HttpResponse:
    """The next person finds the start page, and nothing of the one before."""
    response = visit.go("")
    forget_all(visit, response)
    return response
