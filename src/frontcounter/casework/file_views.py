"""Files of a report: pictures to look at, originals and the official report to download."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
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
from frontcounter.evidence.opening import (
    NotShown,
    Opened,
    open_original,
    open_preview,
    open_safe_copy,
)
from frontcounter.evidence.queries import FileLine, files_of
from frontcounter.forms.pages.published import published_form
from frontcounter.reports.queries import ReportRecord

# What people sent runs nowhere, whatever opens it.
SANDBOX = "default-src 'none'; sandbox"


@require_safe
@staff_page(*who.READERS)
def preview(_request: StaffRequest, number: str, file_id: UUID) -> HttpResponseBase:
    """The small picture; on types whose pictures may hurt, the one that shows nothing."""
    record, _line = file_or_404(number, file_id)
    try:
        opened = open_preview(file_id, blurred=is_blurred(record), at=datetime.now(UTC))
    except NotShown as refused:
        raise Http404 from refused
    return _answer(opened, download=False)


@require_safe
@staff_page(*who.READERS)
def photo(_request: StaffRequest, number: str, file_id: UUID) -> HttpResponseBase:
    """The safe copy; the evidence room refuses what was not scanned, and notes the look."""
    file_or_404(number, file_id)
    try:
        opened = open_safe_copy(file_id, at=datetime.now(UTC))
    except NotShown as refused:
        raise Http404 from refused
    return _answer(opened, download=False)


@require_safe
@staff_page(*who.READERS)
def original(_request: StaffRequest, number: str, file_id: UUID) -> HttpResponseBase:
    """The untouched file as it came, noted in its log."""
    file_or_404(number, file_id)
    try:
        opened = open_original(file_id, at=datetime.now(UTC))
    except NotShown as refused:
        raise Http404 from refused
    return _answer(opened, download=True)


@require_safe
@staff_page(*who.READERS)
def official(_request: StaffRequest, number: str) -> HttpResponseBase:
    """The official report with everything in it; the reporter's own copy leaves others out."""
    record = record_or_404(number)
    try:
        content = official_pdf(record.id, Audience.FORCE, at=datetime.now(UTC))
    except NotRecorded as refused:
        raise Http404 from refused
    audit(Verb.DISCLOSE, "report.download", subject=f"report:{record.id}")
    response = HttpResponse(content, content_type="application/pdf")
    return _kept_nowhere(response, f"{record.file_number}.pdf", download=True)


def is_blurred(record: ReportRecord) -> bool:
    """Whether staff choose to look before they see a picture of this report."""
    return published_form(record.form_hash).handling.blur


def file_or_404(number: str, file_id: UUID) -> tuple[ReportRecord, FileLine]:
    """A report and one of its files."""
    record = record_or_404(number)
    for line in files_of(record.id):
        if line.id == file_id:
            return record, line
    raise Http404


def _answer(opened: Opened, *, download: bool) -> HttpResponseBase:
    """Bytes with their own type only, kept nowhere, piece by piece where they are many."""
    response = StreamingHttpResponse(opened.pieces(), content_type=opened.media_type)
    response["Content-Length"] = str(opened.size)
    if download:
        response["Content-Security-Policy"] = SANDBOX
    return _kept_nowhere(response, opened.name, download=download)


def _kept_nowhere(response: HttpResponseBase, name: str, *, download: bool) -> HttpResponseBase:
    response["Content-Disposition"] = content_disposition_header(download, name) or "inline"
    response["Cache-Control"] = "no-store"
    return response
