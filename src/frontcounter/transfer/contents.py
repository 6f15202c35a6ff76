"""What a package holds, from the inputs that recording froze."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frontcounter.base.seal import Unsealable
from frontcounter.documents import agency, asked
from frontcounter.documents.building import data_sha256, recorded_report, verification_code
from frontcounter.documents.models import Audience
from frontcounter.documents.services import official_pdf, render_official
from frontcounter.evidence.checking import ending_of
from frontcounter.evidence.queries import OriginalFile, originals_of
from frontcounter.forces.published import published_settings
from frontcounter.forms.engine import FormDocument, export_report
from frontcounter.forms.pages.published import published_form
from frontcounter.reports.occurrences import files_of
from frontcounter.reports.queries import ReportRecord
from frontcounter.transfer.models import Transfer
from frontcounter.transfer.naming import place_of
from frontcounter.transfer.package import Original, Package, PackageError, build_package


def make_package(transfer: Transfer, target: Path) -> Package:
    """Build the package at `target`; PackageError where a part is not what was recorded."""
    record = recorded_report(transfer.report_id)
    assert record.frozen is not None
    assert record.recorded_at is not None
    form = published_form(record.frozen["form_hash"])
    files = originals_of(record.id, until=record.recorded_at)
    try:
        return build_package(
            target,
            key=str(transfer.id),
            report={**report_document(record, form, files), **_file(transfer)},
            pdf=_pdf(record, transfer),
            originals=[_original(one) for one in files if one.may_leave],
        )
    except (Unsealable, FileNotFoundError) as error:
        raise PackageError("a stored file cannot be opened") from error


def report_document(
    record: ReportRecord, form: FormDocument, files: list[OriginalFile]
) -> dict[str, Any]:
    """The report as language-free data: the engine's export, our numbers and the files' hashes.

    The reporter's answers stay as they were; `asked` holds what they answered to our questions,
    `agency` what was changed, where there was anything.
    """
    assert record.frozen is not None
    assert record.recorded_at is not None
    settings = published_settings(record.frozen["publication_hash"])
    return {
        **export_report(form, record.answers),
        **asked.data_of(record, form),
        **agency.data_of(record, form),
        "force": settings.slug,
        "language": record.language,
        "channel": record.channel,
        "trackingNumber": record.tracking_number,
        "fileNumber": record.file_number,
        "submittedAt": record.submitted_at.isoformat(),
        "recordedAt": record.recorded_at.isoformat(),
        "verificationCode": verification_code(record.id),
        "dataSha256": data_sha256(record, form),
        "attachments": [
            {
                "id": str(one.id),
                "name": one.name if one.may_leave else "",
                "mediaType": one.media_type,
                "sha256": one.sha256,
                "size": one.size,
                "scan": one.state,
                "included": one.may_leave,
            }
            for one in files
        ],
    }


def _file(transfer: Transfer) -> dict[str, Any]:
    """Which file of the force this delivery is for: a report may have several, and share one.

    `id` is the same in every delivery for the same file, also before it has a number; `place` 1 is
    the file that the report was recorded in, a further one says what it `covers`.
    """
    _name, place = place_of(transfer.destination)
    one = next((one for one in files_of(transfer.report_id) if one.place == place), None)
    if one is None:
        return {}
    told = {"id": str(one.id), "fileNumber": one.number, "place": one.place}
    return {"occurrence": {**told, "covers": one.covers, "opened": one.made_here}}


def _pdf(record: ReportRecord, transfer: Transfer) -> bytes:
    """The force's official copy; where the receiver gives the number, the same without it."""
    if record.file_number:
        return official_pdf(record.id, Audience.FORCE, at=transfer.queued_at)
    return render_official(record, Audience.FORCE)[0]


def _original(one: OriginalFile) -> Original:
    return Original(
        sha256=one.sha256,
        size=one.size,
        extension=ending_of(one.media_type),
        media_type=one.media_type,
        open=one.open,
    )
