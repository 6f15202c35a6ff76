"""Several reports in one go: choose the decision, see what happens to each, then what became of it.

The reports come with every form as tracking numbers, so that nothing is kept between the pages.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, who
from frontcounter.casework.bulk_acts import (
    DECISIONS,
    MOST,
    WITH_REASON,
    Plan,
    carry_out,
    chosen,
    prospects,
)
from frontcounter.casework.marking import type_names
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.messages.preview import preview
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.workflow import ARROWS
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.OPEN_REVIEWERS)
def several(request: StaffRequest) -> HttpResponse:
    """The three steps; a look changes nothing."""
    numbers = request.POST.getlist("pick")
    records = chosen(numbers)
    if request.method != "POST" or not records:
        url = reverse("casework_review", args=[request.force.slug])
        return HttpResponseRedirect(url)
    audit(Verb.CONSULT, "reports.several", details={"reports": [str(one.id) for one in records]})
    plan = _plan(request)
    if "do" not in request.POST:
        return _choose(request, records, plan, (), cut=len(numbers) > MOST)
    errors = _problems(request, plan)
    if errors:
        return _choose(request, records, plan, errors)
    if request.POST["do"] == "confirm":
        outcomes = carry_out(records, plan, request.actor, at=datetime.now(UTC))
        return _show(request, "done", records, plan, outcomes=outcomes)
    found = prospects(records, plan, request.actor)
    possible = [one for one in found if not one.refused and not one.first]
    tells = ARROWS[plan.decision].tells
    sample = next((one for one in possible if one.channel), None)
    letter = preview(sample.record.id, tells, reason=plan.reason) if sample and tells else None
    return _show(
        request, "look", records, plan, prospects=found, possible=len(possible), letter=letter
    )


def _plan(request: StaffRequest) -> Plan:
    given = request.POST
    decision = given.get("decision", "")
    reason = given.get("reason") or given.get(f"reason_{decision}", "")
    return Plan(decision, reason, given.get("unit", ""), many_lines(given.get("note", ""))[:4000])


def _problems(request: StaffRequest, plan: Plan) -> list[ErrorLink]:
    lang, force = request.lang, request.force
    if plan.decision not in DECISIONS:
        return [ErrorLink(t("casework.decisions.several.missing", lang), "#decision")]
    reasons = ARROWS[plan.decision].reasons
    if plan.decision in WITH_REASON and plan.reason not in force.reasons(reasons):
        where = f"#reason_{plan.decision}"
        return [ErrorLink(t("casework.move.reason_needed", lang), where)]
    if plan.decision == "follow_up" and plan.unit not in force.units:
        return [ErrorLink(t("casework.refusal.unit_missing", lang), "#unit")]
    return []


def _choose(
    request: StaffRequest,
    records: list[ReportRecord],
    plan: Plan,
    errors: list[ErrorLink] | tuple[()],
    *,
    cut: bool = False,
) -> HttpResponse:
    force, lang = request.force, request.lang
    reasons = {
        code: [
            {"value": one.code, "text": force.text(one.staff, lang)}
            for one in force.reasons(ARROWS[code].reasons).values()
        ]
        for code in sorted(WITH_REASON)
    }
    units = [
        {"value": unit.code, "text": force.text(unit.name, lang)} for unit in force.units.values()
    ]
    return _show(
        request, "choose", records, plan, errors=errors, reasons=reasons, units=units, cut=cut
    )


def _show(
    request: StaffRequest,
    step: str,
    records: list[ReportRecord],
    plan: Plan,
    *,
    errors: list[ErrorLink] | tuple[()] = (),
    **more: Any,
) -> HttpResponse:
    return pages.show(
        request,
        "several",
        t(f"casework.decisions.several.title.{step}", request.lang, count=len(records)),
        tab="review",
        back=reverse("casework_review", args=[request.force.slug]),
        errors=errors,
        status=422 if errors else 200,
        step=step,
        records=records,
        plan=plan,
        decisions=DECISIONS,
        types=type_names(request),
        most=MOST,
        **more,
    )
