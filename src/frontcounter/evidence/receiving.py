"""Taking in an upload: limits first, then its bytes, and nothing on disk that is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Protocol

from frontcounter.evidence.checking import HEAD, fitting_name, media_type_of, shown_name

MEGABYTE = 1_000_000


class Upload(Protocol):
    """What the web framework hands over."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterator[bytes]: ...


class UploadRefused(Exception):
    """A file that is not taken. The words are `evidence.refused.<code>` with `values`."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True)
class Limits:
    """How large one file may be (bytes), and how many files a draft or report may have."""

    size: int = 15 * MEGABYTE
    files: int = 10


@dataclass(frozen=True)
class Received:
    """What was read: facts of the file, not of what the sender said."""

    name: str
    media_type: str
    size: int
    sha256: str


def read_upload(upload: Upload, sink: IO[bytes], limits: Limits) -> Received:
    """Copy an upload to `sink`, at most `limits.size` bytes. Raises UploadRefused."""
    name = shown_name(upload.name or "")
    if (upload.size or 0) > limits.size:
        raise UploadRefused("oversize", name=name, limit=limits.size)
    sha256, size, head = hashlib.sha256(), 0, b""
    for chunk in upload.chunks():
        size += len(chunk)
        if size > limits.size:
            raise UploadRefused("oversize", name=name, limit=limits.size)
        if len(head) < HEAD:
            head += chunk[:HEAD]
            if len(head) >= HEAD and media_type_of(head) is None:
                raise UploadRefused("wrong_type", name=name)
        sha256.update(chunk)
        sink.write(chunk)
    if size == 0:
        raise UploadRefused("empty", name=name)
    media_type = media_type_of(head)
    if media_type is None:
        raise UploadRefused("wrong_type", name=name)
    return Received(fitting_name(name, media_type), media_type, size, sha256.hexdigest())
