"""What the demo's records system keeps: packages as files, numbers in SQLite."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from frontcounter.transfer.package import FORMAT, VERSION, digest

SCHEMA = """
CREATE TABLE IF NOT EXISTS received (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, year INTEGER NOT NULL, at TEXT NOT NULL
)
"""


@dataclass(frozen=True)
class Received:
    """One stored package."""

    record_number: str
    key: str
    sha256: str
    size: int
    at: str


class Refused(Exception):
    """An answer that is no success: status, code, and what is wrong."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail


class Store:
    """Packages as files, numbers in SQLite; both on disk for good before `keep` returns."""

    def __init__(self, folder: Path, prefix: str, clock: Callable[[], datetime]) -> None:
        self.packages = folder / "packages"
        self.packages.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        self._file = folder / "received.sqlite3"
        self._prefix = prefix
        self._clock = clock
        self._lock = threading.Lock()
        with self._connection() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(SCHEMA)

    def keep(self, key: str, part: Path, sha256: str, size: int) -> tuple[Received, bool]:
        """Store a package under its key; True if it is new, False if it was there already."""
        with self._lock, self._connection() as connection:
            known = self._find(connection, key)
            if known is not None:
                if known.sha256 != sha256:
                    raise Refused(409, "KEY_REUSED", "This key was used for another package.")
                return known, False
            part.replace(self.packages / f"{sha256}.zip")
            _sync(self.packages)
            now = self._clock()
            connection.execute(
                "INSERT INTO received (key, sha256, size, year, at) VALUES (?, ?, ?, ?, ?)",
                (key, sha256, size, now.year, now.isoformat(timespec="seconds")),
            )
            kept = self._find(connection, key)
            assert kept is not None
            return kept, True

    def all(self) -> list[Received]:
        """Everything that was stored, newest first."""
        with self._connection() as connection:
            rows = connection.execute(
                "SELECT number, key, sha256, size, year, at FROM received ORDER BY number DESC"
            )
            return [self._received(row) for row in rows]

    def _find(self, connection: sqlite3.Connection, key: str) -> Received | None:
        row = connection.execute(
            "SELECT number, key, sha256, size, year, at FROM received WHERE key = ?", (key,)
        ).fetchone()
        return None if row is None else self._received(row)

    def _received(self, row: tuple[int, str, str, int, int, str]) -> Received:
        number, key, sha256, size, year, at = row
        return Received(f"{self._prefix}-{year}-{number:06d}", key, sha256, size, at)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._file, timeout=10)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            with connection:
                yield connection
        finally:
            connection.close()


def check_package(path: Path, key: str) -> None:
    """Whether a zip is what its manifest says, for this key; raises Refused if not."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if (manifest["format"], manifest["version"]) != (FORMAT, VERSION):
                raise Refused(422, "UNKNOWN_FORMAT", "This format or version is not known here.")
            if manifest["key"] != key:
                raise Refused(422, "KEY_DIFFERS", "The manifest names another key.")
            for entry in manifest["files"]:
                with archive.open(entry["path"]) as file:
                    if digest(file) != (entry["sha256"], entry["size"]):
                        raise Refused(422, "FILE_DIFFERS", f"{entry['path']} is not as listed.")
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise Refused(422, "NOT_A_PACKAGE", "This is not a transfer package.") from error


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
