"""Locking a file away, and opening it again: each on its own small page, by two people."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.casework import pages, who
from frontcounter.casework.file_views import file_or_404
from frontcounter.casework.report_views import address, done
from frontcounter.evidence.locking import REASONS, CannotLock, CannotRelease, lock_away, release
from frontcounter.evidence.queries import FileLine, destinations_of
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.reports.queries import ReportRecord
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t

LOCKERS = who.REVIEWERS
RELEASERS = (StaffRole.SUPERVISOR, *who.DESKS)
NOTE_LENGTH = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*LOCKERS)
def lock(request: StaffRequest, number: str, file_id: UUID) -> HttpResponse:
    """Ask why (GET), or lock it away at once (POST)."""
    record, line = file_or_404(number, file_id)
    if line.locked:
        return done(request, record, "file_locked")
    if request.method != "POST":
        return _show(request, record, line, "lock")
    try:
        lock_away(
            line.id, request.actor, reason=request.POST.get("reason", ""), at=datetime.now(UTC)
        )
    except CannotLock:
        return _show(request, record, line, "lock", "reason")
    return done(request, record, "file_locked")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*RELEASERS)
def open_again(request: StaffRequest, number: str, file_id: UUID) -> HttpResponse:
    """By somebody else than the one who locked it, and with a reason."""
    record, line = file_or_404(number, file_id)
    if not line.locked:
        raise Http404
    if line.locked_by == request.actor.id:
        raise PermissionDenied
    if request.method != "POST":
        return _show(request, record, line, "release")
    note = many_lines(request.POST.get("note", ""))[:NOTE_LENGTH]
    if not note:
        return _show(request, record, line, "release", "note")
    try:
        release(line.id, request.actor, note=note, at=datetime.now(UTC))
    except CannotRelease as error:
        raise Http404 from error
    return done(request, record, "file_released")


def _show(
    request: StaffRequest, record: ReportRecord, line: FileLine, act: str, missing: str = ""
) -> HttpResponse:
    wrong = t(f"casework.file.{act}.missing", request.lang)
    return pages.show(
        request,
        "lock",
        t(f"casework.file.{act}.title", request.lang),
        back=address(request, record),
        errors=[ErrorLink(wrong, f"#{missing}")] if missing else (),
        status=422 if missing else 200,
        r=record,
        line=line,
        act=act,
        reasons=REASONS,
        sent_to=destinations_of(line.id),
        wrong=wrong if missing else "",
    )
