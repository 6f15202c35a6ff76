"""A transfer package: one zip with the report, its official PDF, the originals and a manifest.

The same inputs make the same bytes, on any machine and at any time: a retry sends what was sent.

    manifest.json     format, version, idempotency key; SHA-256, size and media type of each file
    report.json       the report document, canonical JSON, format `frontcounter-report`
    report.pdf        the official PDF
    originals/<first 16 of the SHA-256>-<n>.<ext>
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from frontcounter.forms.engine import canonical_json

FORMAT = "frontcounter-package"
REPORT_FORMAT = "frontcounter-report"
VERSION = 1
CHUNK = 1 << 18
EARLIEST = (1980, 1, 1, 0, 0, 0)
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class PackageError(ValueError):
    """A package cannot be made from these parts: they are not what was recorded."""


@dataclass(frozen=True)
class Original:
    """One untouched upload: its recorded hash and size (bytes), and how to read it once more."""

    sha256: str
    size: int
    extension: str
    media_type: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Package:
    """A finished package: the file, and the SHA-256 (hex) and size (bytes) of its content."""

    path: Path
    sha256: str
    size: int

    def open(self) -> IO[bytes]:
        """The content, from its beginning."""
        return self.path.open("rb")


def checked_key(key: str) -> str:
    """The idempotency key, fit to be a file name and a header; raises PackageError if not."""
    if not _KEY.fullmatch(key):
        raise PackageError("an idempotency key is 1 to 120 letters, digits, dots and dashes")
    return key


def build_package(
    target: Path,
    *,
    key: str,
    report: Mapping[str, object],
    pdf: bytes,
    originals: Sequence[Original] = (),
) -> Package:
    """Write the package to `target`, complete or not at all; large originals are streamed.

    Raises PackageError if an original is not the file that was recorded, or a name is unfit.
    """
    document = _report_document(report)
    names = [_original_name(number, part) for number, part in enumerate(originals, 1)]
    listed = [_entry("report.json", "application/json", document)]
    listed.append(_entry("report.pdf", "application/pdf", pdf))
    for name, part in zip(names, originals, strict=True):
        listed.append(_row(name, part.media_type, part.sha256, part.size))
    manifest = {"format": FORMAT, "version": VERSION, "key": checked_key(key), "files": listed}
    half = target.with_name(f".{target.name}.half")
    try:
        with half.open("w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(_member("manifest.json"), canonical_json(manifest))
                archive.writestr(_member("report.json"), document)
                archive.writestr(_member("report.pdf"), pdf)
                for name, part in zip(names, originals, strict=True):
                    _add(archive, name, part)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            sha256, size = digest(file)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return Package(target, sha256, size)


def open_package(path: Path) -> Package:
    """A package that was built before, with the hash of the bytes that are there now."""
    with path.open("rb") as file:
        return Package(path, *digest(file))


def digest(file: IO[bytes]) -> tuple[str, int]:
    """SHA-256 (hex) and size of what is left of a file."""
    sha256, size = hashlib.sha256(), 0
    for chunk in chunks(file):
        sha256.update(chunk)
        size += len(chunk)
    return sha256.hexdigest(), size


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """What is left of a file, piece by piece."""
    while chunk := file.read(CHUNK):
        yield chunk


def _report_document(report: Mapping[str, object]) -> bytes:
    fixed: dict[str, object] = {"format": REPORT_FORMAT, "version": VERSION}
    for name, value in fixed.items():
        if report.get(name, value) != value:
            raise PackageError(f"the report document's {name} is not {value}")
    return canonical_json({**report, **fixed})


def _original_name(number: int, part: Original) -> str:
    if not _SHA256.fullmatch(part.sha256) or not _EXTENSION.fullmatch(part.extension):
        raise PackageError("an original needs a SHA-256 in hex and a plain extension")
    return f"originals/{part.sha256[:16]}-{number}.{part.extension}"


def _entry(path: str, media_type: str, content: bytes) -> dict[str, object]:
    return _row(path, media_type, hashlib.sha256(content).hexdigest(), len(content))


def _row(path: str, media_type: str, sha256: str, size: int) -> dict[str, object]:
    return {"path": path, "mediaType": media_type, "sha256": sha256, "size": size}


def _member(name: str, size: int = 0) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, EARLIEST)
    member.create_system = 3
    member.external_attr = 0o100600 << 16
    # Stored, not compressed: compressors differ between machines, and photos do not shrink.
    member.compress_type = zipfile.ZIP_STORED
    member.file_size = size
    return member


def _add(archive: zipfile.ZipFile, name: str, part: Original) -> None:
    sha256, size = hashlib.sha256(), 0
    with part.open() as source, archive.open(_member(name, part.size), "w") as sink:
        for chunk in chunks(source):
            size += len(chunk)
            if size > part.size:
                break
            sha256.update(chunk)
            sink.write(chunk)
    if size != part.size or sha256.hexdigest() != part.sha256:
        raise PackageError(f"{name} is not the file that was recorded")
