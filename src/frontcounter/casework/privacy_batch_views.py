"""Reports whose time is over: looked through by one person, approved by another, certified."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from frontcounter.accounts.proving import recently_proved
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework.marking import type_names
from frontcounter.casework.privacy_pages import NOTE, OFFICERS, WATCHERS, parts, show
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.privacy import disposal, queries
from frontcounter.privacy.disposal import NotNow
from frontcounter.privacy.queries import BatchLine
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t


@require_safe
@staff_page(*WATCHERS)
def home(request: StaffRequest) -> HttpResponse:
    """To the first part that this person's roles open."""
    return HttpResponseRedirect(parts(request, "")[0].href)


@require_safe
@staff_page(*OFFICERS)
def batches(request: StaffRequest) -> HttpResponse:
    """What the nightly run proposed, and what became of it."""
    return show(
        request,
        "privacy_batches",
        t("casework.privacy.batches.title", request.lang),
        "batches",
        lines=queries.batches(),
    )


@require_safe
@staff_page(*OFFICERS)
def show_batch(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """The reports of a batch; that somebody looked is written down."""
    return _batch_page(request, _batch(batch_id))


def _batch_page(request: StaffRequest, batch: BatchLine, wrong: str = "") -> HttpResponse:
    audit(Verb.CONSULT, "disposal.view", subject=f"batch:{batch.id}")
    return show(
        request,
        "privacy_batch",
        t("casework.privacy.batch.title", request.lang, number=str(batch.number)),
        "batches",
        back=reverse("casework_privacy_batches", args=[request.force.slug]),
        errors=[ErrorLink(wrong, "")] if wrong else (),
        status=409 if wrong else 200,
        batch=batch,
        items=queries.items(batch.id),
        types=type_names(request),
        mine=batch.checked_by == request.actor.id,
    )


@require_POST
@staff_page(*OFFICERS)
def leave_out(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Keep one report, with a reason."""
    reason = one_line(request.POST.get("reason", ""))[:NOTE]
    if not reason:
        wrong = t("casework.privacy.batch.reason_missing", request.lang)
        return _batch_page(request, _batch(batch_id), wrong)
    try:
        item_id = UUID(request.POST.get("item", ""))
        disposal.exclude(batch_id, item_id, request.actor, reason=reason, at=datetime.now(UTC))
    except ValueError as error:
        raise Http404 from error
    except NotNow as error:
        return _refused(request, batch_id, error)
    return _back(request, batch_id, "left_out")


@require_POST
@staff_page(*OFFICERS)
def check(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """The first person has looked through it."""
    _batch(batch_id)
    try:
        disposal.check(batch_id, request.actor, at=datetime.now(UTC))
    except NotNow as error:
        return _refused(request, batch_id, error)
    return _back(request, batch_id, "checked")


@require_POST
@staff_page(*OFFICERS)
def send_back(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """To be looked through once more."""
    _batch(batch_id)
    try:
        disposal.send_back(batch_id, at=datetime.now(UTC))
    except NotNow as error:
        return _refused(request, batch_id, error)
    return _back(request, batch_id, "sent_back")


@require_POST
@staff_page(*OFFICERS)
@recently_proved()
def approve(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """A second person, who has just proved again who they are."""
    _batch(batch_id)
    try:
        disposal.approve(batch_id, request.actor, at=datetime.now(UTC))
    except NotNow as error:
        return _refused(request, batch_id, error)
    return _back(request, batch_id, "approved")


@require_safe
@staff_page(*OFFICERS)
def certificate(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """One page to print: what, when, by whom, by which rule, with counts and hashes."""
    found = queries.certificate(batch_id)
    if found is None:
        raise Http404
    return show(
        request,
        "privacy_certificate",
        t("casework.privacy.certificate.title", request.lang, number=str(found.batch.number)),
        "batches",
        back=reverse("casework_privacy_batch", args=[request.force.slug, batch_id]),
        c=found,
        types=type_names(request),
        force_name=request.force.name(request.lang),
    )


def _batch(batch_id: UUID) -> BatchLine:
    found = queries.batch(batch_id)
    if found is None:
        raise Http404
    return found


def _back(request: StaffRequest, batch_id: UUID, done: str) -> HttpResponse:
    url = reverse("casework_privacy_batch", args=[request.force.slug, batch_id])
    return HttpResponseRedirect(f"{url}?done={done}")


def _refused(request: StaffRequest, batch_id: UUID, error: NotNow) -> HttpResponse:
    wrong = t(f"casework.privacy.refused.{error.code}", request.lang)
    return _batch_page(request, _batch(batch_id), wrong)
