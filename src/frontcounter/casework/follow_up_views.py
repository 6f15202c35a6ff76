"""Handing a report to a unit: which one, what is asked, what they need to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, who
from frontcounter.casework.report_views import address, done, record_or_404, refuse
from frontcounter.forces.following import follow_up_due, units_of_district
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.services import Refused
from frontcounter.tasks.following import ASKS, ask_unit
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t

NOTE_LENGTH = 4000


@dataclass(frozen=True)
class Typed:
    """What was typed into the form so far."""

    unit: str = ""
    asked: list[str] = field(default_factory=list)
    note: str = ""

    @classmethod
    def of(cls, request: StaffRequest) -> Typed:
        given = request.POST
        note = many_lines(given.get("note", ""))[:NOTE_LENGTH]
        return cls(given.get("unit", ""), given.getlist("asked"), note)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.REVIEWERS, *who.CALLERS)
def ask(request: StaffRequest, number: str) -> HttpResponse:
    """The form (GET); hand it over (POST)."""
    record = record_or_404(number)
    if request.method != "POST":
        nearest = units_of_district(request.force, record.district)
        return _show(request, record, Typed(unit=nearest[0] if nearest else ""))
    typed = Typed.of(request)
    problems = _problems(request, typed)
    if problems:
        return _show(request, record, typed, problems)
    try:
        ask_unit(
            record.id,
            request.actor,
            typed.unit,
            typed.asked,
            note=typed.note,
            at=datetime.now(UTC),
        )
    except Refused as refused:
        return refuse(request, record, refused)
    return done(request, record, "follow_up")


def _problems(request: StaffRequest, typed: Typed) -> list[ErrorLink]:
    wrong = {
        "unit": typed.unit not in request.force.units,
        "asked": not set(typed.asked) & set(ASKS),
        "note": not typed.note,
    }
    return [
        ErrorLink(t(f"casework.units.missing.{name}", request.lang), f"#{name}")
        for name, missing in wrong.items()
        if missing
    ]


def _show(
    request: StaffRequest,
    record: ReportRecord,
    typed: Typed,
    problems: list[ErrorLink] | None = None,
) -> HttpResponse:
    force, lang = request.force, request.lang
    nearest = units_of_district(force, record.district)
    audit(Verb.CONSULT, "report.decide.follow_up", subject=f"report:{record.id}")
    units = sorted(force.units.values(), key=lambda unit: unit.code not in nearest)
    return pages.show(
        request,
        "follow_up",
        t("casework.units.ask.title", lang),
        back=address(request, record),
        errors=problems or (),
        status=422 if problems else 200,
        wrong={one.href[1:]: one.text for one in problems or ()},
        r=record,
        typed=typed,
        units=[(unit.code, force.text(unit.name, lang), unit.code in nearest) for unit in units],
        asks=ASKS,
        due=follow_up_due(force, datetime.now(UTC)),
    )
