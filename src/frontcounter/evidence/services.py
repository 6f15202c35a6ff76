"""Files: received from the public, opened by staff, handed on, erased."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db import connection, transaction

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import uuid7
from frontcounter.base.seal import new_key
from frontcounter.base.sealed_files import new_path, remove_sealed, write_sealed_from
from frontcounter.base.sizes import size_text
from frontcounter.evidence.custody import log
from frontcounter.evidence.models import CustodyAct, Evidence, FileState
from frontcounter.evidence.queries import SHOWN, original, safe_copy
from frontcounter.evidence.receiving import MEGABYTE, Limits, Upload, UploadRefused, read_upload
from frontcounter.forces.keys import wrap
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.web.texts import NO_WORDS, t

_IN_MEMORY = 2 * MEGABYTE


class FileRef(TypedDict):
    """How answers name a file."""

    id: str
    name: str
    size: int


class NotShown(Exception):
    """The file may not be opened: unknown, in quarantine, infected, or without a safe copy."""


@dataclass(frozen=True)
class Opened:
    """A file to be served."""

    name: str
    media_type: str
    content: bytes


def limits_of(settings: ForceSettings) -> Limits:
    """The force's limits (`uploads: {megabytes, files}`), or ours."""
    given = settings.document.get("uploads", {})
    return Limits(given.get("megabytes", 15) * MEGABYTE, given.get("files", 10))


def receive_upload(
    upload: Upload,
    *,
    draft_id: UUID | None = None,
    report_id: UUID | None = None,
    act_id: UUID | None = None,
    question: str,
    at: datetime,
) -> FileRef:
    """Take in a file of a draft, or of a report (and of the reporter's act that brings it).

    Seals the original, puts it in quarantine and asks for its check; only inserts rows, so the
    public site may call it. Raises UploadRefused, before anything of it is kept.
    """
    limits = limits_of(settings_in_scope())
    if _count(draft_id, report_id) >= limits.files:
        raise UploadRefused("too_many", most=limits.files)
    row = Evidence(
        id=uuid7(),
        draft_id=draft_id,
        report_id=report_id,
        act_id=act_id,
        question=question[:80],
        state=FileState.QUARANTINED,
        received_at=at,
    )
    _keep_original(row, upload, limits)
    try:
        _add(row, at)
    except BaseException:
        remove_sealed(row.path)
        raise
    return {"id": str(row.id), "name": row.name, "size": row.size}


def refusal_text(refused: UploadRefused, settings: ForceSettings | None, lang: str) -> str:
    """The refusal in the person's words."""
    values = dict(refused.values)
    if isinstance(values.get("limit"), int):
        values["limit"] = size_text(int(str(values["limit"])), lang)
    words = settings.words(lang) if settings else NO_WORDS
    return t(f"evidence.refused.{refused.code}", lang, words=words, **values)


def _count(draft_id: UUID | None, report_id: UUID | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select evidence_count(%s, %s)", [draft_id, report_id])
        return int(cursor.fetchone()[0])


def _keep_original(row: Evidence, upload: Upload, limits: Limits) -> None:
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as plain:
        received = read_upload(upload, plain, limits)
        plain.seek(0)
        row.name, row.media_type = received.name, received.media_type
        row.size, row.sha256 = received.size, received.sha256
        key, row.path = new_key(), new_path()
        row.wrapped_key = wrap(key, row.id.bytes)
        write_sealed_from(row.path, key, plain)


def _add(row: Evidence, at: datetime) -> None:
    from frontcounter.evidence.jobs import scan_and_copy

    row.add()
    log(row.id, CustodyAct.RECEIVED, at=at, details={"sha256": row.sha256, "size": row.size})
    audit(Verb.COLLECT, "file.received", subject=f"file:{row.id}", at=at)
    scan_and_copy.later(row.id)


def drop_upload(draft_id: UUID, file_id: UUID) -> None:
    """A person takes a file back before sending. Nothing happens if it is not of this draft."""
    with connection.cursor() as cursor:
        cursor.execute("select evidence_drop(%s, %s)", [draft_id, file_id])
        paths = cursor.fetchone()[0]
    for path in paths or ():
        transaction.on_commit(lambda path=path: remove_sealed(path))  # type: ignore[misc]


def open_safe_copy(evidence_id: UUID, *, at: datetime) -> Opened:
    """For staff to look at; noted in the custody log and the audit record. Raises NotShown."""
    row = _of(evidence_id)
    if row.state not in SHOWN or not row.safe_path:
        raise NotShown(evidence_id)
    log(row.id, CustodyAct.VIEWED, at=at)
    audit(Verb.CONSULT, "file.viewed", subject=f"file:{row.id}", at=at)
    return Opened(row.name, row.safe_type, safe_copy(row))


def open_original(evidence_id: UUID, *, at: datetime) -> Opened:
    """The untouched file, as a download; noted. Not before it was checked, never if infected."""
    row = _of(evidence_id)
    if row.state in (FileState.QUARANTINED, FileState.INFECTED):
        raise NotShown(evidence_id)
    log(row.id, CustodyAct.DOWNLOADED, at=at, details={"sha256": row.sha256})
    audit(Verb.DISCLOSE, "file.downloaded", subject=f"file:{row.id}", at=at)
    return Opened(row.name, row.media_type, original(row))


def _of(evidence_id: UUID) -> Evidence:
    row: Evidence | None = Evidence.objects.filter(id=evidence_id, report_id__isnull=False).first()
    if row is None:
        raise NotShown(evidence_id)
    return row


def note_transferred(report_id: UUID, destination: str, *, until: datetime, at: datetime) -> None:
    """The originals went to a destination."""
    rows = Evidence.objects.filter(report_id=report_id, received_at__lte=until)
    for evidence_id in rows.exclude(state=FileState.INFECTED).values_list("id", flat=True):
        log(evidence_id, CustodyAct.TRANSFERRED, at=at, details={"destination": destination})
