"""Files: received from the public, taken back, handed on."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
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
from frontcounter.evidence.checking import GROUPS, PICTURE, ending_of
from frontcounter.evidence.custody import log
from frontcounter.evidence.models import CustodyAct, Evidence, FileState
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


def limits_of(
    settings: ForceSettings,
    *,
    groups: Sequence[str] = GROUPS,
    types: Sequence[str] = (),
    confidential: bool = False,
) -> Limits:
    """The force's limits (its `uploads`), for a question that takes these groups or types.

    On a confidential type only pictures are taken: nothing else can be freed of what it tells
    about the person who made it.
    """
    own = settings.uploads
    return Limits(
        picture=own.picture_mb * MEGABYTE,
        document=own.document_mb * MEGABYTE,
        video=own.video_mb * MEGABYTE,
        files=own.most,
        groups=(PICTURE,) if confidential else tuple(groups),
        types=tuple(types),
        pictures_only=confidential,
    )


def receive_upload(
    upload: Upload,
    *,
    draft_id: UUID | None = None,
    report_id: UUID | None = None,
    act_id: UUID | None = None,
    question: str,
    at: datetime,
    limits: Limits | None = None,
) -> FileRef:
    """Take in a file of a draft, or of a report (and of the reporter's act that brings it).

    Seals the original, puts it in quarantine and asks for its check; only inserts rows, so the
    public site may call it. Raises UploadRefused, before anything of it is kept.
    """
    limits = limits or limits_of(settings_in_scope())
    number = count_of(draft_id, report_id) + 1
    if number > limits.files:
        raise UploadRefused("too_many", most=limits.files)
    row = Evidence(
        id=uuid7(),
        draft_id=draft_id,
        report_id=report_id,
        act_id=act_id,
        question=question[:80],
        state=FileState.QUARANTINED,
        confidential=limits.pictures_only,
        received_at=at,
    )
    _keep_original(row, upload, limits)
    if row.confidential:  # what it was called may tell who took it
        row.name = f"picture-{number}.{ending_of(row.media_type)}"
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


def count_of(draft_id: UUID | None, report_id: UUID | None) -> int:
    """How many files a draft or a report has."""
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
    # Whoever finds the same file on a telephone would know who sent it: of a confidential one
    # nothing is noted for ever. Its row forgets the original too, once the copy is drawn.
    known = {} if row.confidential else {"sha256": row.sha256, "size": row.size}
    log(row.id, CustodyAct.RECEIVED, at=at, details=known)
    audit(Verb.COLLECT, "file.received", subject=f"file:{row.id}", at=at)
    scan_and_copy.later(row.id)


def drop_upload(draft_id: UUID, file_id: UUID) -> None:
    """A person takes a file back before sending. Nothing happens if it is not of this draft."""
    with connection.cursor() as cursor:
        cursor.execute("select evidence_drop(%s, %s)", [draft_id, file_id])
        paths = cursor.fetchone()[0]
    for path in paths or ():
        transaction.on_commit(lambda path=path: remove_sealed(path))  # type: ignore[misc]


def note_transferred(report_id: UUID, destination: str, *, until: datetime, at: datetime) -> None:
    """The originals went to a destination."""
    rows = Evidence.objects.filter(report_id=report_id, received_at__lte=until)
    stayed = (FileState.INFECTED, FileState.LOCKED)
    for evidence_id in rows.exclude(state__in=stayed).values_list("id", flat=True):
        log(evidence_id, CustodyAct.TRANSFERRED, at=at, details={"destination": destination})
