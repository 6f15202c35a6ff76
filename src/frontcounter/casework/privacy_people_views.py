"""A person asks what the force has about them: found, chosen, looked through, made, handed over."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontcounter.accounts.proving import recently_proved
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework.marking import type_names
from frontcounter.casework.privacy_pages import OFFICERS, show
from frontcounter.evidence.queries import files_of
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.privacy import packages
from frontcounter.privacy.contents import ahead
from frontcounter.privacy.packages import NotThere, PackageLine
from frontcounter.reports import queries as reports
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t

LONGEST = 120


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*OFFICERS)
def people(request: StaffRequest) -> HttpResponse:
    """Find a person's reports (by POST: a name belongs in no address), and earlier packages."""
    typed = one_line(request.POST.get("q", ""))[:LONGEST]
    return _people(request, typed)


def _people(request: StaffRequest, typed: str, wrong: dict[str, str] | None = None) -> HttpResponse:
    lines = packages.find_person(typed) if typed else []
    if typed:
        found = [str(line.id) for line in lines]
        audit(Verb.CONSULT, "person.find", details={"found": len(found), "reports": found})
    return show(
        request,
        "privacy_people",
        t("casework.privacy.people.title", request.lang),
        "people",
        errors=[ErrorLink(text, f"#{name}") for name, text in (wrong or {}).items()],
        status=422 if wrong else 200,
        typed=typed,
        lines=lines,
        packages=packages.packages(),
        types=type_names(request),
        languages=request.force.languages,
        wrong=wrong or {},
    )


@require_POST
@staff_page(*OFFICERS)
def choose(request: StaffRequest) -> HttpResponse:
    """What is to go in, under the force's own number of the request."""
    chosen, reference = request.POST.getlist("report"), one_line(request.POST.get("reference", ""))
    wrong = {}
    if not reference:
        wrong["reference"] = t("casework.privacy.people.reference_missing", request.lang)
    if not chosen:
        wrong["report"] = t("casework.privacy.people.nothing", request.lang)
    if wrong:
        return _people(request, one_line(request.POST.get("q", ""))[:LONGEST], wrong)
    lang = request.POST.get("lang", "")
    try:
        package_id = packages.choose(
            [UUID(one) for one in chosen],
            request.actor,
            reference=reference[:80],
            lang=lang if lang in request.force.languages else request.force.languages[0],
            at=datetime.now(UTC),
        )
    except (LookupError, ValueError) as error:
        raise Http404 from error
    return _to(request, package_id, "chosen")


@require_safe
@staff_page(*OFFICERS)
def show_package(request: StaffRequest, package_id: UUID) -> HttpResponse:
    """What will be in it, and what will be left out, before anything is made."""
    package = _package(package_id)
    audit(Verb.CONSULT, "package.view", subject=f"package:{package.id}")
    ids = packages.reports_of(package.id)
    known = reports.lines(ids)
    return show(
        request,
        "privacy_package",
        t("casework.privacy.package.title", request.lang, reference=package.reference),
        "people",
        back=reverse("casework_privacy_people", args=[request.force.slug]),
        package=package,
        lines=[
            (known[one], ahead(one, request.lang), files_of(one)) for one in ids if one in known
        ],
        types=type_names(request),
    )


@require_POST
@staff_page(*OFFICERS)
def make(request: StaffRequest, package_id: UUID) -> HttpResponse:
    """The officer has looked through it."""
    _package(package_id)
    try:
        packages.confirm(package_id)
    except NotThere as error:
        raise Http404 from error
    return _to(request, package_id, "being_made")


@require_safe
@staff_page(*OFFICERS)
@recently_proved()
def download(request: StaffRequest, package_id: UUID) -> HttpResponseBase:
    """The ZIP, once its officer has just proved again who they are; written down as disclosed."""
    package = _package(package_id)
    try:
        pieces = packages.open_package(package_id, at=datetime.now(UTC))
    except NotThere as error:
        raise Http404 from error
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Length"] = str(package.size)
    name = f"{request.force.slug}-{package.chosen_at:%Y%m%d}-{package.id.hex[-6:]}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


def _package(package_id: UUID) -> PackageLine:
    found = packages.package(package_id)
    if found is None:
        raise Http404
    return found


def _to(request: StaffRequest, package_id: UUID, done: str) -> HttpResponse:
    url = reverse("casework_privacy_package", args=[request.force.slug, package_id])
    return HttpResponseRedirect(f"{url}?done={done}")
