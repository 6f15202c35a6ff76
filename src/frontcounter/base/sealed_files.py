"""Files on disk that only their own key opens: evidence, official PDFs, packages.

A file's name is random, its key is new for each file and wrapped by the force's key; destroying the
wrapped key erases the file, in backups of the folder too. A file is sealed in pieces, each bound to
the file's name, its place and whether it is the last, so that none can be moved, lost or cut off.
"""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from frontcounter.base.scope import current_force_id
from frontcounter.base.seal import Unsealable, seal, unseal

PIECE = 1 << 20
_SEAL = 28  # what sealing adds to a piece: nonce and tag


def new_path() -> str:
    """A random place for one file of the force in scope, relative to the files' folder."""
    name = secrets.token_hex(16)
    return f"{current_force_id().hex}/{name[:2]}/{name}"


def write_sealed(path: str, key: bytes, plain: bytes) -> None:
    """Seal the bytes and put them there: whole or not at all, and on the disk when this returns."""
    write_sealed_from(path, key, io.BytesIO(plain))


def write_sealed_from(path: str, key: bytes, source: IO[bytes]) -> None:
    """The same for what is left of an open file, of any size."""
    target = _absolute(path)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            _seal_pieces(source, file, key, path)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    _sync_folder(target.parent)


def read_sealed(path: str, key: bytes) -> bytes:
    """The plain bytes; FileNotFoundError, or Unsealable where they were changed."""
    plain = io.BytesIO()
    copy_unsealed(path, key, plain)
    return plain.getvalue()


def copy_unsealed(path: str, key: bytes, sink: IO[bytes]) -> None:
    """Write the plain bytes to an open file, piece by piece; raises like `read_sealed`."""
    for piece in unsealed_pieces(path, key):
        sink.write(piece)


def unsealed_pieces(path: str, key: bytes) -> Iterator[bytes]:
    """The plain bytes, piece by piece, for what is too large to be held at once."""
    with _absolute(path).open("rb") as file:
        number, piece = 0, file.read(PIECE + _SEAL)
        if not piece:
            raise Unsealable("a sealed file is empty")
        while piece:
            following = file.read(PIECE + _SEAL)
            yield unseal(key, piece, _place(path, number, last=not following))
            number, piece = number + 1, following


def remove_sealed(path: str) -> None:
    """Remove the file if it is there."""
    if path:
        with suppress(FileNotFoundError):
            _absolute(path).unlink()


def remove_strays(known: set[str], older_than: datetime) -> int:
    """Remove files of the force in scope that no row knows: left by a process that was killed.

    Only files last changed before `older_than`: a younger one may belong to an open transaction.
    """
    root = Path(settings.FILES_FOLDER)
    removed = 0
    for file in (root / current_force_id().hex).glob("*/*"):
        stray = str(file.relative_to(root)) not in known
        if stray and file.stat().st_mtime < older_than.timestamp():
            file.unlink(missing_ok=True)
            removed += 1
    return removed


def _seal_pieces(source: IO[bytes], sink: IO[bytes], key: bytes, path: str) -> None:
    number, piece = 0, source.read(PIECE)
    while True:
        following = source.read(PIECE)
        sink.write(seal(key, piece, _place(path, number, last=not following)))
        if not following:
            return
        number, piece = number + 1, following


def _place(path: str, number: int, *, last: bool) -> bytes:
    return f"{path}#{number}{'.' if last else '+'}".encode()


def _absolute(path: str) -> Path:
    if not path or ".." in Path(path).parts or Path(path).is_absolute():
        raise ValueError("a path leaves the files' folder")
    return Path(settings.FILES_FOLDER) / path


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
