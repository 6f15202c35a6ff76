"""Files that come in pieces over a bad line: begun, gone on with, made whole, or given up.

Every piece is sealed as it comes. Where it belongs is what the database says, never the sender.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from frontcounter.base.ids import uuid7
from frontcounter.base.seal import new_key
from frontcounter.base.sealed_files import (
    new_path,
    remove_sealed,
    unsealed_pieces,
    write_sealed,
)
from frontcounter.evidence.checking import HEAD, group_of, shown_name
from frontcounter.evidence.models import PartialUpload
from frontcounter.evidence.receiving import Limits, UploadRefused, check_size, checked_type
from frontcounter.evidence.services import FileRef, count_of, receive_upload
from frontcounter.forces.keys import unwrap, wrap

PART = 256 * 1024
"""Every piece but the last has exactly so many bytes."""


class UnknownUpload(LookupError):
    """Nothing of this draft is being sent under this id."""


class WrongPart(ValueError):
    """A piece of a size that no piece has."""


@dataclass(frozen=True)
class Progress:
    """How much is here; `taken` tells whether the piece that was just sent is part of it."""

    received: int
    taken: bool = True


@dataclass(frozen=True)
class _Begun:
    """An upload as the database knows it; it reads like an upload that came in one go."""

    name: str
    question: str
    size: int
    received: int
    parts: Sequence[str]
    key: bytes
    file_id: UUID | None

    def chunks(self) -> Iterator[bytes]:
        for path in self.parts:
            yield from unsealed_pieces(path, self.key)


def begin_upload(
    draft_id: UUID, *, question: str, name: str, size: int, limits: Limits, at: datetime
) -> UUID:
    """Make room for a file of a draft. Raises UploadRefused; only adds a row."""
    name = shown_name(name)
    if size < 1:
        raise UploadRefused("empty", name=name)
    check_size(name, size, limits.largest)
    if max(count_of(draft_id, None), _unfinished(draft_id)) >= limits.files:
        raise UploadRefused("too_many", most=limits.files)
    row = PartialUpload(
        id=uuid7(),
        draft_id=draft_id,
        question=question[:80],
        name=name,
        size=size,
        begun_at=at,
        touched_at=at,
    )
    row.wrapped_key = wrap(new_key(), row.id.bytes)
    row.add()
    return row.id


def progress_of(draft_id: UUID, upload_id: UUID) -> Progress:
    """Where to go on. Raises UnknownUpload."""
    return Progress(_begun(draft_id, upload_id).received)


def take_part(
    draft_id: UUID, upload_id: UUID, start: int, content: bytes, *, limits: Limits, at: datetime
) -> Progress:
    """Keep the piece that belongs at `start`; one that belongs elsewhere changes nothing.

    Raises UnknownUpload, WrongPart, and UploadRefused as soon as the first piece shows a type that
    is not taken.
    """
    begun = _begun(draft_id, upload_id)
    if begun.file_id is not None or start != begun.received:
        return Progress(begun.received, taken=False)
    if len(content) != min(PART, begun.size - start):
        raise WrongPart(len(content))
    if start == 0:
        media_type = checked_type(begun.name, content[:HEAD], limits)
        check_size(begun.name, begun.size, limits.of(group_of(media_type)))
    path = new_path()
    write_sealed(path, begun.key, content)
    try:
        found = _add_part(draft_id, upload_id, start, len(content), path, at)
    except BaseException:
        remove_sealed(path)
        raise
    if not found.taken:  # somebody else's piece was first
        remove_sealed(path)
    return found


def finish_upload(draft_id: UUID, upload_id: UUID, *, limits: Limits, at: datetime) -> FileRef:
    """Make one file of the pieces; the caller holds the draft, so that this is done once.

    Raises UnknownUpload (also where pieces are missing, or it was done before) and UploadRefused.
    """
    begun = _begun(draft_id, upload_id)
    if begun.file_id is not None or begun.received != begun.size:
        raise UnknownUpload(upload_id)
    ref = receive_upload(begun, draft_id=draft_id, question=begun.question, at=at, limits=limits)
    _end(draft_id, upload_id, UUID(ref["id"]))
    return ref


def drop_upload_of(draft_id: UUID, upload_id: UUID) -> None:
    """Give it up: its pieces are erased. Nothing happens if it is not of this draft."""
    _end(draft_id, upload_id, None)


def _begun(draft_id: UUID, upload_id: UUID) -> _Begun:
    with connection.cursor() as cursor:
        cursor.execute(
            "select name, question, size, received, array(select jsonb_array_elements_text(parts)),"
            " wrapped_key, file_id from evidence_upload_of(%s, %s)",
            [draft_id, upload_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise UnknownUpload(upload_id)
    name, question, size, received, parts, wrapped, file_id = row
    key = unwrap(bytes(wrapped), upload_id.bytes)
    return _Begun(name, question, size, received, parts, key, file_id)


def _add_part(
    draft_id: UUID, upload_id: UUID, start: int, size: int, path: str, at: datetime
) -> Progress:
    with connection.cursor() as cursor:
        cursor.execute(
            "select received, taken from evidence_part(%s, %s, %s, %s, %s, %s)",
            [draft_id, upload_id, start, size, path, at],
        )
        row = cursor.fetchone()
    if row is None:
        raise UnknownUpload(upload_id)
    return Progress(*row)


def _unfinished(draft_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select evidence_unfinished(%s)", [draft_id])
        return int(cursor.fetchone()[0])


def _end(draft_id: UUID, upload_id: UUID, file_id: UUID | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select array(select jsonb_array_elements_text(evidence_upload_end(%s, %s, %s)))",
            [draft_id, upload_id, file_id],
        )
        paths = cursor.fetchone()[0]
    for path in paths:
        transaction.on_commit(lambda path=path: remove_sealed(path))  # type: ignore[misc]
