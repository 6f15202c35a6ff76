"""What other rooms may know of the files of a report: typed values, never model instances."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Count

from frontcounter.base.sealed_files import read_sealed
from frontcounter.evidence.models import Custody, Evidence, FileState
from frontcounter.forces.keys import unwrap

SHOWN = frozenset({FileState.CLEAN, FileState.UNSCANNED})
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

    @property
    def viewable(self) -> bool:
        return self.state in SHOWN and self.safe_size > 0

    @property
    def scan(self) -> str:
        """State of the virus check, as `documents.scan.*` words it."""
        return _SCAN.get(FileState(self.state), self.state)


@dataclass(frozen=True)
class Picture:
    """A file for a document: its own facts and, where it may be shown, its safe copy."""

    name: str
    sha256: str
    size: int
    scan: str
    safe_copy: bytes | None


@dataclass(frozen=True)
class OriginalFile:
    """A file for a package. `read` gives the untouched bytes; what is infected stays here."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    state: str
    read: Callable[[], bytes]

    @property
    def may_leave(self) -> bool:
        return self.state != FileState.INFECTED


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
    rows = Evidence.objects.filter(report_id=report_id).order_by("received_at", "id")
    return [FileLine(**row) for row in rows.values(*_LINE)]


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
            safe_copy=safe_copy(row) if row.state in SHOWN and row.safe_path else None,
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
            read=partial(original, row),
        )
        for row in _received(report_id, until)
    ]


def _received(report_id: UUID, until: datetime) -> list[Evidence]:
    rows = Evidence.objects.filter(report_id=report_id, received_at__lte=until)
    return list(rows.order_by("received_at", "id"))


def original(row: Evidence) -> bytes:
    """The untouched bytes, as they came."""
    return read_sealed(row.path, file_key(row))


def safe_copy(row: Evidence) -> bytes:
    """The copy without metadata."""
    return read_sealed(row.safe_path, file_key(row))


def file_key(row: Evidence) -> bytes:
    """The file's own key."""
    return unwrap(bytes(row.wrapped_key), row.id.bytes)


def count_files(report_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Report → how many files came with it, for a list; a report without files is left out."""
    rows = Evidence.objects.filter(report_id__in=list(report_ids)).values_list("report_id")
    return dict(rows.annotate(count=Count("id")))


def stored_paths() -> set[str]:
    """Every file that belongs to a row of the force in scope."""
    pairs = Evidence.objects.values_list("path", "safe_path")
    return {path for pair in pairs for path in pair if path}
