"""What other rooms may know of the files of a report: typed values, never model instances."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

from django.db import connection

from frontcounter.base.scope import current_force_id
from frontcounter.base.sealed_files import copy_unsealed, read_sealed
from frontcounter.base.together import Rows
from frontcounter.evidence.checking import group_of
from frontcounter.evidence.models import Custody, CustodyAct, Evidence, FileState, PartialUpload
from frontcounter.forces.keys import unwrap

SHOWN = frozenset({FileState.CLEAN, FileState.UNSCANNED})
_KEPT_IN = frozenset({FileState.INFECTED, FileState.LOCKED})
_IN_MEMORY = 8_000_000
_SCAN = {FileState.QUARANTINED: "waiting"}


@dataclass(frozen=True)
class FileLine:
    """One file as staff see it in a list; `viewable` tells whether its safe copy may be opened."""

    id: UUID
    report_id: UUID | None
    act_id: UUID | None
    question: str
    name: str
    media_type: str
    size: int
    sha256: str
    state: str
    problem: str
    safe_type: str
    safe_size: int
    facts: dict[str, Any]
    received_at: datetime
    checked_at: datetime | None
    locked_at: datetime | None
    locked_by: str
    locked_by_name: str
    lock_reason: str
    path: str

    @property
    def viewable(self) -> bool:
        return self.state in SHOWN and self.safe_size > 0

    @property
    def downloadable(self) -> bool:
        """Whether the untouched original may be fetched."""
        return self.state in SHOWN or (self.state == FileState.FAILED and bool(self.path))

    @property
    def locked(self) -> bool:
        return self.state == FileState.LOCKED

    @property
    def group(self) -> str:
        """picture, document, video or audio."""
        return group_of(self.media_type)

    @property
    def scan(self) -> str:
        """State of the virus check, as `documents.scan.*` words it."""
        return _SCAN.get(FileState(self.state), self.state)


@dataclass(frozen=True)
class Picture:
    """A file for a document: its own facts and, where it may be shown, its safe copy (JPEG)."""

    name: str
    sha256: str
    size: int
    scan: str
    safe_copy: bytes | None


@dataclass(frozen=True)
class OriginalFile:
    """A file for a package. `open` gives the untouched bytes; what is infected or locked away
    stays here.
    """

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    state: str
    path: str
    open: Callable[[], IO[bytes]]

    @property
    def may_leave(self) -> bool:
        return self.state not in _KEPT_IN and bool(self.path)


@dataclass(frozen=True)
class CustodyLine:
    """One line of a file's log."""

    at: datetime
    act: str
    actor_kind: str
    actor_id: str
    details: dict[str, Any]


_LINE = tuple(FileLine.__dataclass_fields__)


def files_of(report_id: UUID) -> list[FileLine]:
    """The report's files in the order in which they came."""
    return file_rows(report_id).read()


def file_rows(report_id: UUID) -> Rows[FileLine]:
    """`files_of`, to be read with others."""
    found = Evidence.objects.filter(report_id=report_id).order_by("received_at", "id")
    return Rows(found, _LINE, FileLine)


def custody_of(evidence_id: UUID) -> list[CustodyLine]:
    """Everything that happened to a file, oldest first."""
    rows = Custody.objects.filter(evidence_id=evidence_id).order_by("at", "id")
    return [CustodyLine(**row) for row in rows.values(*CustodyLine.__dataclass_fields__)]


def waiting_for_scan(report_id: UUID) -> bool:
    """Whether some file of the report is still in quarantine."""
    return Evidence.objects.filter(report_id=report_id, state=FileState.QUARANTINED).exists()


def pictures_of(report_id: UUID, *, until: datetime) -> list[Picture]:
    """Files received by `until` (what recording froze), with their safe copies."""
    return [
        Picture(
            name=row.name,
            sha256=row.sha256,
            size=row.size,
            scan=_SCAN.get(FileState(row.state), row.state),
            safe_copy=_drawn(row),
        )
        for row in _received(report_id, until)
    ]


def originals_of(report_id: UUID, *, until: datetime) -> list[OriginalFile]:
    """Files received by `until`; their bytes are read only when asked for."""
    return [
        OriginalFile(
            id=row.id,
            name=row.name,
            media_type=row.media_type,
            size=row.size,
            sha256=row.sha256,
            state=row.state,
            path=row.path,
            open=partial(open_plain, row),
        )
        for row in _received(report_id, until)
    ]


def _drawn(row: Evidence) -> bytes | None:
    """The safe copy where it is a picture that may be shown."""
    if row.state not in SHOWN or row.safe_type != "image/jpeg" or not row.safe_path:
        return None
    return read_sealed(row.safe_path, file_key(row))


def _received(report_id: UUID, until: datetime) -> list[Evidence]:
    """For a copy that leaves this room: a file is not locked away while the copy is being made."""
    hold_files(report_id)
    rows = Evidence.objects.filter(report_id=report_id, received_at__lte=until)
    return list(rows.order_by("received_at", "id"))


def hold_files(report_id: UUID) -> None:
    """Until this transaction ends, none of the report's files can be locked away.

    Whoever locks rows of its own as well calls this first: the locker takes them in this order.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock_shared(hashtextextended(%s, 12))", [str(report_id)]
        )


def copy_original(row: Evidence, sink: IO[bytes]) -> None:
    """Write the untouched bytes, as they came, to an open file."""
    copy_unsealed(row.path, file_key(row), sink)


def open_plain(row: Evidence) -> IO[bytes]:
    """The untouched bytes as an open file; films are too large to be held in memory."""
    plain: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - whose it is
    copy_original(row, plain)
    plain.seek(0)
    return plain


def file_key(row: Evidence) -> bytes:
    """The file's own key."""
    return unwrap(bytes(row.wrapped_key), row.id.bytes)


def destinations_of(evidence_id: UUID) -> list[str]:
    """Where the file has been sent already."""
    rows = Custody.objects.filter(evidence_id=evidence_id, act=CustodyAct.TRANSFERRED)
    return sorted({str(row.details.get("destination", "")) for row in rows})


_FILES = """
select report_id, count(*) from evidence_file where force_id = %s and report_id = any(%s) group by 1
"""


def count_files(report_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Report → how many files came with it, for a list; a report without files is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_FILES, [current_force_id(), list(report_ids)])
        return dict(cursor.fetchall())


def paths_of(row: Evidence) -> set[str]:
    """Everything of this file that is on disk."""
    return {path for path in (row.path, row.safe_path, row.preview_path, row.blur_path) if path}


def stored_paths() -> set[str]:
    """Every file that belongs to a row of the force in scope."""
    known = Evidence.objects.values_list("path", "safe_path", "preview_path", "blur_path")
    pieces = PartialUpload.objects.values_list("parts", flat=True)
    return {path for paths in (*known, *pieces) for path in paths if path}
