"""While a force tries the service: who is let in, and where the others are sent. Never a dead end.

Share and cap are asked before the first question, the place at the page that asks for it. Whoever
was let in stays in. Nobody is counted or known again by it: the cookie says "in" or "out", and ends
after a day. Whoever wants to be called, writes with staff, or stands at a kiosk is not limited.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse

from frontcounter.forces.piloting import Pilot, day_began, pilot_of
from frontcounter.forms.engine import FormDocument, Page
from frontcounter.forms.pages.drafts import Draft
from frontcounter.intake.drafting import current, form_of
from frontcounter.intake.visit import Visit, public_view, set_cookie
from frontcounter.reports.keeping import sent_since

COOKIE, DAY = "fc_pilot", 24 * 60 * 60
IN, OUT = "in", "out"
ELSEWHERE = "not-here-yet"
"""Where somebody is sent whose place the pilot does not take."""

_OF_A_THOUSAND = 1000
_ALSO = ("front_counter", "call_back")
View = Callable[..., HttpResponse]


def running(visit: Visit) -> Pilot | None:
    """The pilot that limits this visit, if any."""
    pilot = pilot_of(visit.settings)
    if pilot is None or visit.kiosk or not pilot.on(visit.at, visit.settings):
        return None
    return pilot


def asks_pilot(view: View) -> View:
    """Below `public_view`, on a page that begins a report: asks before the first question."""

    @wraps(view)
    def asked(visit: Visit, type: str, **more: str) -> HttpResponse:
        pilot = running(visit)
        told = visit.request.COOKIES.get(COOKIE, "")
        posted = visit.request.method == "POST"
        if pilot is None or (posted and told == IN) or current(visit, type) is not None:
            return view(visit, type, **more)
        form = form_of(visit, type, None)
        decided = told if told in (IN, OUT) else _drawn(pilot)
        if decided == OUT:
            response = _away(visit, form, pilot, "share")
        elif _full(visit, pilot):
            return _away(visit, form, pilot, "full")
        else:
            response = view(visit, type, **more)
        if decided != told:
            set_cookie(visit, response, COOKIE, decided, DAY)
        return response

    return asked


def _drawn(pilot: Pilot) -> str:
    return IN if secrets.randbelow(_OF_A_THOUSAND) < pilot.share * _OF_A_THOUSAND else OUT


def _full(visit: Visit, pilot: Pilot) -> bool:
    """Whether today's reports are as many as the force wants for a day."""
    if pilot.daily_cap is None:
        return False
    began = day_began(visit.settings, visit.at)
    return sent_since(began, pilot.daily_cap) >= pilot.daily_cap


def away_from(visit: Visit, form: FormDocument, draft: Draft, page: Page) -> str:
    """Where to, if this page told that it happened outside the pilot's areas; else ""."""
    pilot = running(visit)
    if pilot is None or not _outside(pilot, page, draft):
        return ""
    return visit.path_of(form.type, ELSEWHERE)


def _outside(pilot: Pilot, page: Page, draft: Draft) -> bool:
    places = [
        draft.answers.get(question.id)
        for question in page.questions
        if question.KIND == "place" and question.role == "incident"
    ]
    return any(
        not pilot.takes(place.get("district") or place.get("picked") or "")
        for place in places
        if isinstance(place, dict)
    )


@public_view
def not_here_yet(visit: Visit, type: str) -> HttpResponse:
    """The place is not in the pilot: other ways, and what was typed is kept for the call."""
    draft, pilot = current(visit, type), running(visit)
    if draft is None or pilot is None:
        return visit.go(visit.path_of(type, "continue"))
    form = form_of(visit, type, draft)
    page = next((page for page in form.all_pages if _outside(pilot, page, draft)), None)
    if page is None:
        return visit.go(visit.path_of(type, "continue"))
    return _away(visit, form, pilot, "place", draft, page.id)


def _away(
    visit: Visit,
    form: FormDocument,
    pilot: Pilot,
    why: str,
    draft: Draft | None = None,
    page_id: str = "",
) -> HttpResponse:
    """The telephone, the counter, and a call from us; with the reason in a plain sentence."""
    here, doors = visit.path_of(form.type), visit.settings.doors
    codes = dict.fromkeys((pilot.door, *_ALSO))
    return visit.page(
        "intake/pilot.html",
        title=visit.tr("intake.pilot.title"),
        rest=here + (ELSEWHERE if draft else ""),
        about=form.type,
        back=here + page_id if draft else "",
        draft=draft,
        call="link",
        call_path=here + "call-me",
        why=visit.tr(f"intake.pilot.{why}"),
        kept=draft is not None,
        doors=[doors[code] for code in codes if code in doors],
        call_href=visit.url(here + "call-me"),
    )
