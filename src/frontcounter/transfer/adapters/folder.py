"""A folder that the records system watches: `kind: folder`, setting `folder`.

A package appears whole, under `<idempotency key>.zip`, or not at all. Watchers often take files
away at once, so what was put there is remembered in `.frontcounter/`, beside the packages:

    <key>.part      being written; renamed when it is complete
    <key>.sha256    the package is complete: from now on a missing .part was delivered
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from frontcounter.transfer.adapters import (
    Delivered,
    Destination,
    NeedsPerson,
    Outcome,
    Retry,
    Settings,
    destination,
    wanted,
)
from frontcounter.transfer.package import Package, checked_key, chunks, open_package


class FolderDrop:
    """Packages put into one folder of this machine (or mounted on it)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = folder / ".frontcounter"

    def deliver(self, package: Package, key: str) -> Outcome:
        """Put the package there once; Retry while the folder cannot be written."""
        name = checked_key(key)
        with package.open() as source:
            try:
                self._own.mkdir(exist_ok=True)
                with self._alone():
                    return self._deliver(package, source, name)
            except OSError as error:
                return Retry("folder_unavailable", error.strerror or "")

    def _deliver(self, package: Package, source: IO[bytes], name: str) -> Outcome:
        final = self._folder / f"{name}.zip"
        part = self._own / f"{name}.part"
        done = self._own / f"{name}.sha256"
        if done.exists() and done.read_text().strip() != package.sha256:
            return NeedsPerson("key_used_for_other_content")
        if final.exists():
            if open_package(final).sha256 != package.sha256:
                return NeedsPerson("key_used_for_other_content")
        elif not done.exists():
            if _copy(source, part) != package.sha256:
                part.unlink()
                return NeedsPerson("package_changed")
            _write(done, package.sha256)
            _sync(self._own)
            part.rename(final)
        elif part.exists():
            part.rename(final)
        _sync(self._folder)
        return Delivered()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._own / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _copy(source: IO[bytes], target: Path) -> str:
    """Copy to disk for good; returns the SHA-256 of what was copied."""
    sha256 = hashlib.sha256()
    with target.open("wb") as sink:
        for chunk in chunks(source):
            sha256.update(chunk)
            sink.write(chunk)
        sink.flush()
        os.fsync(sink.fileno())
    return sha256.hexdigest()


def _write(path: Path, text: str) -> None:
    half = path.with_suffix(".half")
    with half.open("w") as file:
        file.write(f"{text}\n")
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@destination("folder")
def make(settings: Settings) -> Destination:
    """A folder drop; the folder must be there."""
    return FolderDrop(Path(wanted(settings, "folder")))
