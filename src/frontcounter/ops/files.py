"""Folders and files that only we may read."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from pathlib import Path


def make_folder(path: Path, mode: int) -> Path:
    """The folder; made with this mode if missing, left as it is otherwise."""
    if not path.is_dir():
        path.mkdir(parents=True)
        path.chmod(mode)
    return path


def private_folder(path: Path, owners: Collection[int]) -> Path:
    """The folder with mode 0700 if made now; refuses one that somebody else laid there for us."""
    make_folder(path, 0o700)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise PermissionError(f"{path} belongs to somebody else; remove it.")
    return path


def write_private(path: Path, text: str) -> None:
    """A new file with mode 0600 from its first byte, complete or absent."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
