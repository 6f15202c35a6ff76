"""Alarms: what rings now, what rang lately, and "I have it"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, who
from frontcounter.casework.alarm_bar import alarms_of
from frontcounter.forces.units import unit_name
from frontcounter.reports import queries as reports
from frontcounter.tasks.alarms import acknowledge, open_alarms, recent_alarms
from frontcounter.tasks.control_room import calls_of
from frontcounter.web.page import Notice
from frontcounter.web.texts import t

DAYS = 7
TAKERS = frozenset((*who.READERS, *who.CARD_MAKERS))


@require_safe
@staff_page()
def alarms(request: StaffRequest) -> HttpResponse:
    """What rang in the last days, who took it, and after how long."""
    lines = recent_alarms(datetime.now(UTC) - timedelta(days=DAYS))
    audit(Verb.CONSULT, "alarm.list", details={"alarms": len(lines)})
    known = reports.lines({line.report_id for line in lines if line.report_id})
    names = {line.unit: unit_name(request.force, line.unit, request.lang) for line in lines}
    done = request.GET.get("done") == "mine"
    return pages.show(
        request,
        "alarms",
        t("casework.watch.alarms.title", request.lang),
        notices=[Notice(t("casework.watch.alarms.done", request.lang), "success")] if done else (),
        lines=lines,
        known=known,
        names=names,
        calls=calls_of([line.id for line in lines]),
        reads=request.actor.has_any(frozenset(who.READERS)),
        takes_all=request.actor.has_any(TAKERS),
        units=request.membership.units,
    )


@require_POST
@staff_page()
def mine(request: StaffRequest, alarm_id: UUID) -> HttpResponse:
    """One click: this person has it. Where somebody was faster, the list says who."""
    if not _may_take(request, alarm_id):
        return HttpResponseRedirect(reverse("casework_alarms", args=[request.force.slug]))
    line = acknowledge(alarm_id, request.actor, at=datetime.now(UTC))
    if line is None:
        raise Http404
    known = reports.lines([line.report_id]) if line.report_id else {}
    report = known.get(line.report_id) if line.report_id else None
    if report is not None and request.actor.has_any(frozenset(who.READERS)):
        here = reverse("casework_report", args=[request.force.slug, report.tracking_number])
        return HttpResponseRedirect(here)
    here = reverse("casework_alarms", args=[request.force.slug])
    return HttpResponseRedirect(f"{here}?done=mine")


def _may_take(request: StaffRequest, alarm_id: UUID) -> bool:
    """Whoever works with reports, or is of the unit that was told; nobody else silences it."""
    if request.actor.has_any(TAKERS):
        return True
    ringing = open_alarms(request.membership.units, everywhere=False)
    return any(line.id == alarm_id for line in ringing)


@require_safe
@staff_page()
def bar(request: StaffRequest) -> HttpResponse:
    """How many alarms ring for this person: a page asks by itself and loads again if it changed."""
    return HttpResponse(str(len(alarms_of(request))), content_type="text/plain")
