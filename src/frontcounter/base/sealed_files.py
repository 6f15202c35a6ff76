"""Files on disk that only their own key opens: evidence, official PDFs, packages.

A file's name is random, its key is new for each file and wrapped by the force's key; destroying the
wrapped key erases the file everywhere, in backups too.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from frontcounter.base.scope import current_force_id
from frontcounter.base.seal import seal, unseal


def new_path() -> str:
    """A random place for one file of the force in scope, relative to the files' folder."""
    name = secrets.token_hex(16)
    return f"{current_force_id().hex}/{name[:2]}/{name}"


def write_sealed(path: str, key: bytes, plain: bytes) -> None:
    """Seal the bytes and put them there: whole or not at all, and on the disk when this returns."""
    target = _absolute(path)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(seal(key, plain, path.encode()))
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    _sync_folder(target.parent)


def read_sealed(path: str, key: bytes) -> bytes:
    """The plain bytes; FileNotFoundError, or Unsealable where they were changed."""
    return unseal(key, _absolute(path).read_bytes(), path.encode())


def remove_sealed(path: str) -> None:
    """Remove the file if it is there."""
    if path:
        with suppress(FileNotFoundError):
            _absolute(path).unlink()


def _absolute(path: str) -> Path:
    root = Path(settings.FILES_FOLDER)
    target = root / path
    if ".." in Path(path).parts or Path(path).is_absolute():
        raise ValueError("a path leaves the files' folder")
    return target


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
