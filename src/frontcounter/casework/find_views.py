"""One box that finds reports: by number, identifier, name or words."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, who
from frontcounter.casework.call_entry import may_open
from frontcounter.casework.marking import type_names
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.reports.searching import LONGEST, Found, Place
from frontcounter.reports.searching import find as search
from frontcounter.tasks.cards import find_cards
from frontcounter.tasks.models import Task
from frontcounter.web.texts import t


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.READERS)
def find(request: StaffRequest) -> HttpResponse:
    """What is looked for travels by POST, and so do the pages of what is found.

    It may be personal: addresses are logged, and a cookie or a session would keep it.
    """
    typed = one_line(request.POST.get("q", ""))[:LONGEST]
    before = Place.read(request.POST.get("before", ""))
    found = search(typed, before=before) if typed else Found([], None)
    calls = _cards(request, typed) if before is None else []
    if typed:
        audit(
            Verb.CONSULT,
            "report.find",
            details={
                "found": len(found.hits),
                "reports": [str(hit.report.id) for hit in found.hits],
                "cards": [str(card.id) for card in calls],
            },
        )
    why = {reason for hit in found.hits for reason in hit.why}
    return pages.show(
        request,
        "find",
        t("casework.find.title", request.lang),
        tab="find",
        typed=typed,
        hits=found.hits,
        cards=calls,
        alike=bool(why) and why <= {"name_alike", "words_alike"},
        earlier=before is not None,
        next=str(found.next or ""),
        types=type_names(request),
    )


def _cards(request: StaffRequest, typed: str) -> list[Task]:
    """Call cards, for whoever may open them."""
    if not typed or not request.actor.has_any(frozenset(who.CARD_READERS)):
        return []
    return [card for card in find_cards(typed) if may_open(request, card)]
