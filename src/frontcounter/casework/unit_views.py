"""A unit at work: what it is asked, what is new in its zone, and its answers.

Whoever works in a unit sees the reports that it was asked to follow up and those of its districts,
no others; each look is audited.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, report_page, who
from frontcounter.casework.marking import forms_by_type, marked, type_names
from frontcounter.casework.queues import urgency
from frontcounter.casework.report_views import record_or_404
from frontcounter.casework.told import told
from frontcounter.forces.following import districts_of_units
from frontcounter.forces.geography import territory_of
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.reports import queries as reports
from frontcounter.reports.marking import URGENT
from frontcounter.reports.queries import ReportLine, ReportRecord
from frontcounter.reports.services import Refused
from frontcounter.tasks import following, victims
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import t

SPANS = {"12": 12, "24": 24, "72": 72}
NOTE_LENGTH = 4000
DONE = frozenset({"accept", "back", "finish"})


@require_safe
@staff_page(*who.UNITS)
def tasks(request: StaffRequest) -> HttpResponse:
    """What my units are asked; for a supervisor, what any unit is."""
    found = following.of_units(_units(request))
    lines = reports.lines({task.report_id for task in found if task.report_id})
    audit(Verb.CONSULT, "unit.tasks", details={"reports": [str(one) for one in lines]})
    now = datetime.now(UTC)
    referrals = victims.referrals_of_tasks([task.id for task in found if task.kind == "referral"])
    return pages.show(
        request,
        "unit",
        t(f"casework.units.tasks.{_whose(request)}", request.lang),
        tab="unit",
        notices=_notices(request),
        rows=[
            (task, lines[task.report_id], urgency(task.due_at, now))
            for task in found
            if task.report_id in lines
        ],
        referrals=referrals,
        now=now,
        types=type_names(request),
        unit_name=lambda code: _unit_name(request, code),
        zoned=bool(_districts(request)),
    )


@require_safe
@staff_page(*who.UNITS)
def zone(request: StaffRequest) -> HttpResponse:
    """One page to read in a car: what waits for us, what is urgent, what is new where we drive."""
    span = request.GET.get("hours", "24")
    hours = SPANS.get(span, 24)
    now = datetime.now(UTC)
    ids = following.new_in(_districts(request), now - timedelta(hours=hours))
    lines = reports.lines(ids)
    found = [lines[one] for one in ids if one in lines]
    waiting = following.of_units(request.membership.units)
    audit(Verb.CONSULT, "unit.zone", details={"reports": [str(one) for one in lines]})
    forms = forms_by_type(request)
    return pages.show(
        request,
        "zone",
        t("casework.units.zone.title", request.lang),
        tab="unit",
        back=reverse("casework_unit", args=[request.force.slug]),
        hours=hours,
        spans=[int(one) for one in SPANS],
        waiting=len(waiting),
        urgent=[line for line in found if line.priority >= URGENT],
        others=[line for line in found if line.priority < URGENT],
        again=_again(found),
        marks=lambda line: marked(forms.get(line.type), line.marks, line.priority, request.lang),
        types=type_names(request),
        districts=_district_names(request),
        now=now,
    )


def _again(lines: list[ReportLine]) -> list[tuple[str, int]]:
    """Places that several of these reports name."""
    counts: dict[str, int] = {}
    for line in lines:
        if line.place:
            counts[line.place] = counts.get(line.place, 0) + 1
    return sorted(((p, n) for p, n in counts.items() if n > 1), key=lambda one: -one[1])[:5]


@require_safe
@staff_page(*who.UNITS)
def report(request: StaffRequest, number: str) -> HttpResponse:
    """One report as the unit needs it: what is asked, whom to see, what happened."""
    return _show(request, _record(request, number))


def _record(request: StaffRequest, number: str) -> ReportRecord:
    record = record_or_404(number)
    ours = (
        record.district in _districts(request)
        or following.was_asked(record.id, _units(request))
        or request.actor.has_any(frozenset({StaffRole.SUPERVISOR}))
    )
    if not ours:
        raise PermissionDenied
    return record


def _show(
    request: StaffRequest, record: ReportRecord, error: ErrorLink | None = None, act: str = ""
) -> HttpResponse:
    audit(Verb.CONSULT, "unit.report", subject=f"report:{record.id}")
    page = report_page.read(record, request.actor, request.lang)
    task = following.follow_up_of(record.id)
    now = datetime.now(UTC)
    return pages.show(
        request,
        "unit_report",
        f"{page.type_name} {record.file_number or record.tracking_number}",
        tab="unit",
        back=reverse("casework_unit", args=[request.force.slug]),
        notices=_notices(request),
        errors=[error] if error else (),
        status=422 if error else 200,
        wrong={(act, error.href[1:]): error.text} if error else {},
        r=record,
        p=page,
        task=task,
        ours=bool(task and _may_answer(request, task.unit)),
        mine=bool(task and str(task.claimed_by_id) == request.actor.id),
        urgency=urgency(task.due_at, now) if task else "",
        now=now,
        typed=request.POST,
        returned=following.RETURNED,
        results=following.RESULTS,
        told=told(page, request.lang)[:12],
        unit_name=lambda code: _unit_name(request, code),
    )


@require_POST
@staff_page(*who.UNITS)
def act(request: StaffRequest, number: str, act: str) -> HttpResponse:
    """Accept it, send it back with a reason, or say what came of it."""
    record = _record(request, number)
    note = many_lines(request.POST.get(f"{act}_note", ""))[:NOTE_LENGTH]
    choice = request.POST.get(act, "")
    if act in {"back", "finish"} and not choice:
        return _show(request, record, _missing(request, act, act), act)
    if act in {"back", "finish"} and not note:
        return _show(request, record, _missing(request, f"{act}_note", "words"), act)
    now, units = datetime.now(UTC), _units(request)
    try:
        if act == "accept":
            following.accept(record.id, request.actor, units, at=now)
        elif act == "back":
            following.send_back(record.id, request.actor, units, choice, note=note, at=now)
        elif act == "finish":
            following.finish(record.id, request.actor, units, choice, note=note, at=now)
        else:
            raise Http404
    except Refused as refused:
        text = t(f"casework.refusal.{refused.code}", request.lang)
        return _show(request, record, ErrorLink(text, "#actions"), act)
    here = reverse("casework_unit_report", args=[request.force.slug, number])
    there = reverse("casework_unit", args=[request.force.slug])
    return HttpResponseRedirect(f"{here if act == 'accept' else there}?done={act}")


def _missing(request: StaffRequest, field: str, what: str) -> ErrorLink:
    return ErrorLink(t(f"casework.units.missing.{what}", request.lang), f"#{field}")


def _whose(request: StaffRequest) -> str:
    """The title's key: a supervisor sees what any unit is asked, not only their own."""
    return "every_unit" if request.actor.has_any(frozenset({StaffRole.SUPERVISOR})) else "title"


def _units(request: StaffRequest) -> frozenset[str]:
    if request.actor.has_any(frozenset({StaffRole.SUPERVISOR})):
        return frozenset(request.force.units)
    return request.membership.units


def _may_answer(request: StaffRequest, unit: str) -> bool:
    return unit in _units(request)


def _districts(request: StaffRequest) -> frozenset[str]:
    return districts_of_units(request.force, request.membership.units)


def _district_names(request: StaffRequest) -> list[str]:
    areas = territory_of(request.force).areas.by_code
    return sorted(areas[one].name(request.lang) for one in _districts(request) if one in areas)


def _unit_name(request: StaffRequest, code: str) -> str:
    unit = request.force.units.get(code)
    return request.force.text(unit.name, request.lang) if unit else code


def _notices(request: StaffRequest) -> tuple[Notice, ...]:
    what = request.GET.get("done", "")
    if what not in DONE:
        return ()
    return (Notice(t(f"casework.units.done.{what}", request.lang), "success"),)
