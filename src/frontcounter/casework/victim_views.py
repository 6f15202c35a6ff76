"""A victim's needs, and the referral to support that they agreed to."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, who
from frontcounter.casework.report_views import address, done, record_or_404
from frontcounter.forces.following import referral_due, support_services
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.reports import queries as reports
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.services import Refused
from frontcounter.tasks import victims
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t

NOTE_LENGTH = 4000


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.REVIEWERS, *who.CALLERS)
def needs(request: StaffRequest, number: str) -> HttpResponse:
    """Ask what the person needs (GET), write it down (POST)."""
    record = record_or_404(number)
    if request.method != "POST":
        return _needs_page(request, record)
    given = {one: request.POST.get(one, "") for one in victims.QUESTIONS}
    note = many_lines(request.POST.get("note", ""))[:NOTE_LENGTH]
    try:
        victims.note_needs(record.id, request.actor, given, note=note, at=datetime.now(UTC))
    except Refused as refused:
        return _needs_page(request, record, refused.code)
    if given["wants_support"] == "yes" and support_services(request.force):
        return HttpResponseRedirect(address(request, record, "refer"))
    return done(request, record, "needs")


def _needs_page(request: StaffRequest, record: ReportRecord, missing: str = "") -> HttpResponse:
    audit(Verb.CONSULT, "victim.needs", subject=f"report:{record.id}")
    error = t(f"casework.victims.missing.{missing}", request.lang) if missing else ""
    return pages.show(
        request,
        "needs",
        t("casework.victims.needs.title", request.lang),
        back=address(request, record),
        errors=[ErrorLink(error, f"#{victims.QUESTIONS[0]}")] if missing else (),
        status=422 if missing else 200,
        r=record,
        questions=victims.QUESTIONS,
        choices=victims.ANSWERS,
        typed=request.POST,
        earlier=victims.needs_of(record.id),
        emergency=request.force.document["emergency"]["number"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.REVIEWERS, *who.CALLERS)
def refer(request: StaffRequest, number: str) -> HttpResponse:
    """Which service, how the person agreed, what may be passed on."""
    record = record_or_404(number)
    if not support_services(request.force):
        raise Http404
    if request.method != "POST":
        return _refer_page(request, record)
    try:
        victims.refer(
            record,
            request.actor,
            request.force,
            request.POST.get("service", ""),
            consent=request.POST.get("consent", ""),
            shared=request.POST.getlist("shared"),
            at=datetime.now(UTC),
        )
    except Refused as refused:
        return _refer_page(request, record, refused.code)
    return done(request, record, "referred")


_FIELDS = {"service_missing": "service", "consent_missing": "consent", "no_way_shared": "shared"}


def _refer_page(request: StaffRequest, record: ReportRecord, missing: str = "") -> HttpResponse:
    audit(Verb.CONSULT, "victim.refer", subject=f"report:{record.id}")
    force, lang = request.force, request.lang
    error = t(f"casework.victims.missing.{missing}", lang) if missing else ""
    safe_mail = "email" in (record.contact.get("safe") or ())
    return pages.show(
        request,
        "refer",
        t("casework.victims.refer.title", lang),
        back=address(request, record),
        errors=[ErrorLink(error, f"#{_FIELDS[missing]}")] if missing else (),
        status=422 if missing else 200,
        wrong={_FIELDS[missing]: error} if missing else {},
        r=record,
        services=[
            (one.code, force.text(one.name, lang), bool(one.email))
            for one in support_services(force).values()
        ],
        ways=victims.CONSENT_WAYS,
        shared=[one for one in victims.SHARED if one != "email" or safe_mail],
        typed=request.POST,
        due=referral_due(force, datetime.now(UTC)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.VICTIM_SUPPORT)
def answer(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """A referral with what was passed on, and what became of it."""
    found = victims.referral(referral_id)
    record = reports.report(found.report_id) if found else None
    if found is None or record is None:
        raise Http404
    service = support_services(request.force).get(found.service)
    ours = service is not None and service.unit in request.membership.units
    if not (ours or request.actor.has_any(frozenset((*who.REVIEWERS, *who.CALLERS)))):
        raise PermissionDenied
    missing = ""
    if request.method == "POST":
        note = many_lines(request.POST.get("note", ""))[:NOTE_LENGTH]
        outcome = request.POST.get("outcome", "")
        try:
            victims.answer(found.id, request.actor, outcome, note=note, at=datetime.now(UTC))
        except Refused as refused:
            missing = refused.code
        else:
            return HttpResponseRedirect(reverse("casework_start", args=[request.force.slug]))
    audit(Verb.CONSULT, "victim.referral", subject=f"report:{record.id}")
    error = t(f"casework.victims.missing.{missing}", request.lang) if missing else ""
    return pages.show(
        request,
        "referral",
        t("casework.victims.answer.title", request.lang, number=record.tracking_number),
        errors=[ErrorLink(error, "#outcome")] if missing else (),
        status=422 if missing else 200,
        wrong={"outcome": error} if missing else {},
        referral=found,
        service_name=request.force.text(service.name, request.lang) if service else found.service,
        outcomes=victims.OUTCOMES,
        typed=request.POST,
    )
