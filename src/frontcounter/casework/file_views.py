"""Files of a report: photos to look at, originals and the official report to download."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import who
from frontcounter.casework.report_views import record_or_404
from frontcounter.documents.building import NotRecorded
from frontcounter.documents.models import Audience
from frontcounter.documents.services import official_pdf
from frontcounter.evidence.queries import files_of
from frontcounter.evidence.services import NotShown, Opened, open_original, open_safe_copy


@require_safe
@staff_page(*who.READERS)
def photo(_request: StaffRequest, number: str, file_id: UUID) -> HttpResponse:
    """The safe copy; the evidence room refuses what was not scanned, and notes the look."""
    _of_this_report(number, file_id)
    try:
        opened = open_safe_copy(file_id, at=datetime.now(UTC))
    except NotShown as refused:
        raise Http404 from refused
    return _answer(opened, download=False)


@require_safe
@staff_page(*who.READERS)
def original(_request: StaffRequest, number: str, file_id: UUID) -> HttpResponse:
    """The untouched file as it came, noted in its log."""
    _of_this_report(number, file_id)
    try:
        opened = open_original(file_id, at=datetime.now(UTC))
    except NotShown as refused:
        raise Http404 from refused
    return _answer(opened, download=True)


@require_safe
@staff_page(*who.READERS)
def official(_request: StaffRequest, number: str) -> HttpResponse:
    """The official report with everything in it; the reporter's own copy leaves others out."""
    record = record_or_404(number)
    try:
        content = official_pdf(record.id, Audience.FORCE, at=datetime.now(UTC))
    except NotRecorded as refused:
        raise Http404 from refused
    audit(Verb.DISCLOSE, "report.download", subject=f"report:{record.id}")
    return _answer(Opened(f"{record.file_number}.pdf", "application/pdf", content), download=True)


def _of_this_report(number: str, file_id: UUID) -> None:
    record = record_or_404(number)
    if all(file.id != file_id for file in files_of(record.id)):
        raise Http404


def _answer(opened: Opened, *, download: bool) -> HttpResponse:
    """Bytes with their own type only, kept nowhere."""
    response = HttpResponse(opened.content, content_type=opened.media_type)
    response["Content-Disposition"] = content_disposition_header(download, opened.name) or "inline"
    response["Cache-Control"] = "no-store"
    return response
