"""Legal holds: set and lifted with a reason, by privacy officers and supervisors."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework.privacy_pages import HOLDERS, NOTE, show
from frontcounter.casework.report_views import record_or_404
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.privacy import queries
from frontcounter.privacy.holds import HoldStands, lift_hold, set_hold
from frontcounter.reports import queries as reports
from frontcounter.reports.queries import ReportRecord
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*HOLDERS)
def holds(request: StaffRequest) -> HttpResponse:
    """What is held now, and a way to any report by its number."""
    typed = one_line(request.POST.get("number", ""))[:40]
    if typed:
        found = reports.report_by_number(typed)
        if found is not None:
            args = [request.force.slug, found.tracking_number]
            return HttpResponseRedirect(reverse("casework_privacy_hold", args=args))
    standing = queries.standing_holds()
    audit(Verb.CONSULT, "hold.list", details={"holds": len(standing)})
    known = reports.lines({line.report_id for line in standing})
    wrong = t("casework.privacy.holds.unknown", request.lang) if typed else ""
    return show(
        request,
        "privacy_holds",
        t("casework.privacy.holds.title", request.lang),
        "holds",
        errors=[ErrorLink(wrong, "#number")] if wrong else (),
        status=422 if wrong else 200,
        lines=[(line, known[line.report_id]) for line in standing if line.report_id in known],
        typed=typed,
        wrong=wrong,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*HOLDERS)
def hold(request: StaffRequest, number: str) -> HttpResponse:
    """Set the hold or lift it; both ask for a reason, setting for a reference too."""
    record = record_or_404(number)
    if request.method != "POST":
        return _page(request, record)
    reference = one_line(request.POST.get("reference", ""))[:80]
    reason = one_line(request.POST.get("reason", ""))[:NOTE]
    missing = [name for name, value in (("reference", reference), ("reason", reason)) if not value]
    if record.on_hold:
        missing = [name for name in missing if name == "reason"]
    if missing:
        return _page(request, record, missing, reference, reason)
    at = datetime.now(UTC)
    try:
        if record.on_hold:
            lift_hold(record.id, request.actor, reason=reason, at=at)
        else:
            set_hold(record.id, request.actor, reference=reference, reason=reason, at=at)
    except HoldStands:
        return _page(request, record)
    done = "hold_lifted" if record.on_hold else "hold_set"
    args = [request.force.slug, number]
    return HttpResponseRedirect(f"{reverse('casework_privacy_hold', args=args)}?done={done}")


def _page(
    request: StaffRequest,
    record: ReportRecord,
    missing: list[str] | None = None,
    reference: str = "",
    reason: str = "",
) -> HttpResponse:
    audit(Verb.CONSULT, "hold.view", subject=f"report:{record.id}")
    act = "lift" if record.on_hold else "set"
    wrong = {
        name: t(f"casework.privacy.hold.{name}_missing", request.lang) for name in missing or ()
    }
    return show(
        request,
        "privacy_hold",
        t(f"casework.privacy.hold.{act}", request.lang),
        "holds",
        back=reverse("casework_privacy_holds", args=[request.force.slug]),
        errors=[ErrorLink(text, f"#{name}") for name, text in wrong.items()],
        status=422 if wrong else 200,
        r=record,
        lines=queries.holds_of(record.id),
        wrong=wrong,
        reference=reference,
        reason=reason,
        act=act,
    )
