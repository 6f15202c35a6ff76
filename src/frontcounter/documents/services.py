"""Official PDFs, made once and kept; unofficial copies, made on demand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from frontcounter.base.ids import uuid7
from frontcounter.base.seal import new_key
from frontcounter.base.sealed_files import new_path, read_sealed, remove_sealed, write_sealed
from frontcounter.documents import building
from frontcounter.documents.keys import sign_for_force
from frontcounter.documents.models import OfficialPdf
from frontcounter.documents.pdf import render_pdf, template_version
from frontcounter.documents.report import Photo
from frontcounter.evidence.queries import pictures_of
from frontcounter.forces.keys import unwrap, wrap
from frontcounter.forces.published import ForceSettings
from frontcounter.forms.engine import FormDocument
from frontcounter.forms.pages.published import published_form
from frontcounter.reports.queries import ReportRecord


def official_pdf(report_id: UUID, audience: str, *, at: datetime) -> bytes:
    """The signed official copy: made now if it was not yet. Raises building.NotRecorded."""
    kept = OfficialPdf.objects.filter(report_id=report_id, audience=audience).first()
    if kept is None:
        with connection.cursor() as cursor:  # two askers at once: the second finds the first's
            cursor.execute(
                "select pg_advisory_xact_lock(hashtextextended(%s, 11))", [f"{report_id}{audience}"]
            )
        kept = OfficialPdf.objects.filter(report_id=report_id, audience=audience).first()
    if kept is not None:
        return read_sealed(kept.path, unwrap(bytes(kept.wrapped_key), kept.id.bytes))
    record = building.recorded_report(report_id)
    if record.file_number is None:
        raise building.NotRecorded("the permanent number is awaited")
    unsigned, data_sha256, language = render_official(record, audience)
    signed = sign_for_force(unsigned, at=at)
    _keep(record, audience, signed, data_sha256, language, at)
    return signed


def render_official(record: ReportRecord, audience: str) -> tuple[bytes, str, str]:
    """(bytes before signing, the data's SHA-256, language); the same for the same report."""
    assert record.recorded_at is not None
    assert record.frozen is not None
    pictures = pictures_of(record.id, until=record.recorded_at)
    photos = [Photo(one.name, one.sha256, one.size, one.scan) for one in pictures]
    document = building.official(record, audience, photos)
    # What staff see blurred stands in no document: it is listed, and the original is delivered.
    shown = not published_form(record.frozen["form_hash"]).handling.blur
    safe_copies = {one.sha256: one.safe_copy for one in pictures if one.safe_copy and shown}
    return render_pdf(document, safe_copies), document.data_sha256 or "", document.language


def forget_official(report_id: UUID) -> None:
    """Throw away the official copies that were made; the next one is made of what may be shown."""
    with connection.cursor() as cursor:
        cursor.execute("select documents_forget(%s)", [report_id])
        paths = cursor.fetchone()[0]
    for path in paths or ():
        transaction.on_commit(lambda path=path: remove_sealed(path))  # type: ignore[misc]


def _keep(
    record: ReportRecord,
    audience: str,
    signed: bytes,
    data_sha256: str,
    language: str,
    at: datetime,
) -> None:
    row = OfficialPdf(
        id=uuid7(),
        report_id=record.id,
        audience=audience,
        language=language,
        path=new_path(),
        size=len(signed),
        sha256=hashlib.sha256(signed).hexdigest(),
        data_sha256=data_sha256,
        template_version=template_version(),
        verification_code=building.verification_code(record.id),
        made_at=at,
    )
    key = new_key()
    row.wrapped_key = wrap(key, row.id.bytes)
    write_sealed(row.path, key, signed)
    try:
        row.add()
    except BaseException:
        remove_sealed(row.path)
        raise


def unofficial_pdf_of_answers(
    settings: ForceSettings,
    form: FormDocument,
    answers: Mapping[str, Any],
    lang: str,
    tracking_number: str | None,
    at: datetime,
) -> bytes:
    """A person's own copy of what they typed, for the receipt page; reads no row of theirs."""
    return render_pdf(building.unofficial(settings, form, answers, lang, tracking_number, at))


def unofficial_pdf(record: ReportRecord, settings: ForceSettings, form: FormDocument) -> bytes:
    """The same, of a report that was sent: what is attached to the receipt."""
    return unofficial_pdf_of_answers(
        settings,
        form,
        record.answers,
        record.language,
        record.tracking_number,
        record.submitted_at,
    )
