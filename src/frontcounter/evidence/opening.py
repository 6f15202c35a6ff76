"""Files as staff see them: small pictures, safe copies, originals. Each look is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.sealed_files import read_sealed, unsealed_pieces
from frontcounter.evidence.custody import log
from frontcounter.evidence.models import CustodyAct, Evidence, FileState
from frontcounter.evidence.queries import SHOWN, file_key

_CLOSED = frozenset({FileState.QUARANTINED, FileState.INFECTED, FileState.LOCKED})


class NotShown(Exception):
    """The file may not be opened: unknown, in quarantine, infected, locked away, or not drawn."""


@dataclass(frozen=True)
class Opened:
    """A file to be served: `pieces()` gives its bytes from their beginning."""

    name: str
    media_type: str
    size: int
    pieces: Callable[[], Iterator[bytes]]

    @property
    def content(self) -> bytes:
        """All of it at once; only of what is small."""
        return b"".join(self.pieces())


def open_preview(evidence_id: UUID, *, blurred: bool, at: datetime) -> Opened:
    """The small picture. Blurred, it shows nothing, so nobody has looked; else it is noted."""
    row = _of(evidence_id)
    path = row.blur_path if blurred else row.preview_path
    if row.state not in SHOWN or not path:
        raise NotShown(evidence_id)
    if not blurred:
        log(row.id, CustodyAct.VIEWED, at=at, details={"what": "preview"})
        audit(Verb.CONSULT, "file.preview", subject=f"file:{row.id}", at=at)
    content = read_sealed(path, file_key(row))
    return Opened(row.name, "image/jpeg", len(content), lambda: iter((content,)))


def open_safe_copy(evidence_id: UUID, *, at: datetime) -> Opened:
    """For staff to look at; noted in the custody log and the audit record. Raises NotShown."""
    row = _of(evidence_id)
    if row.state not in SHOWN or not row.safe_path:
        raise NotShown(evidence_id)
    log(row.id, CustodyAct.VIEWED, at=at)
    audit(Verb.CONSULT, "file.viewed", subject=f"file:{row.id}", at=at)
    pieces = partial(unsealed_pieces, row.safe_path, file_key(row))
    return Opened(row.name, row.safe_type, row.safe_size, pieces)


def open_original(evidence_id: UUID, *, at: datetime) -> Opened:
    """The untouched file, as a download; noted. Not before it was checked, never if infected or
    locked away.
    """
    row = _of(evidence_id)
    if row.state in _CLOSED or not row.path:
        raise NotShown(evidence_id)
    log(row.id, CustodyAct.DOWNLOADED, at=at, details={"sha256": row.sha256})
    audit(Verb.DISCLOSE, "file.downloaded", subject=f"file:{row.id}", at=at)
    pieces = partial(unsealed_pieces, row.path, file_key(row))
    return Opened(row.name, row.media_type, row.size, pieces)


def _of(evidence_id: UUID) -> Evidence:
    row: Evidence | None = Evidence.objects.filter(id=evidence_id, report_id__isnull=False).first()
    if row is None:
        raise NotShown(evidence_id)
    return row
