"""Taking in an upload: limits first, then its bytes, and nothing on disk that is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Protocol

from frontcounter.evidence.checking import (
    AUDIO,
    DOCUMENT,
    GROUPS,
    HEAD,
    PICTURE,
    VIDEO,
    fitting_name,
    group_of,
    media_type_of,
    shown_name,
)

MEGABYTE = 1_000_000


class Upload(Protocol):
    """What the web framework hands over."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterator[bytes]: ...


class UploadRefused(Exception):
    """A file that is not taken. The words are `evidence.refused.<code>` with `values`."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True)
class Limits:
    """How large one file of each group may be (bytes), how many there may be, and what is taken.

    `pictures_only` says why only pictures are: on confidential types, nothing else can be freed of
    what it tells about the person who made it.
    """

    picture: int = 20 * MEGABYTE
    document: int = 20 * MEGABYTE
    video: int = 100 * MEGABYTE
    files: int = 10
    groups: tuple[str, ...] = GROUPS
    types: tuple[str, ...] = ()
    pictures_only: bool = False

    def of(self, group: str) -> int:
        """The limit of one group; sound may be as large as a document."""
        sizes = {PICTURE: self.picture, VIDEO: self.video, DOCUMENT: self.document}
        return sizes[group if group != AUDIO else DOCUMENT]

    @property
    def largest(self) -> int:
        """No file of any group that is taken may be larger."""
        return max(self.of(group) for group in self.groups)

    def takes(self, media_type: str | None) -> bool:
        """Whether a file of this type is taken here."""
        if media_type is None or group_of(media_type) not in self.groups:
            return False
        return not self.types or media_type in self.types


@dataclass(frozen=True)
class Received:
    """What was read: facts of the file, not of what the sender said."""

    name: str
    media_type: str
    size: int
    sha256: str


def read_upload(upload: Upload, sink: IO[bytes], limits: Limits) -> Received:
    """Copy an upload to `sink`, at most what its group may have. Raises UploadRefused."""
    name = shown_name(upload.name or "")
    most = limits.largest
    check_size(name, upload.size or 0, most)
    sha256, size, head, media_type = hashlib.sha256(), 0, b"", None
    for chunk in upload.chunks():
        size += len(chunk)
        if media_type is None and len(head) < HEAD:
            head += chunk[:HEAD]
            if len(head) >= HEAD:
                media_type = checked_type(name, head, limits)
                most = limits.of(group_of(media_type))
                check_size(name, upload.size or 0, most)
        check_size(name, size, most)
        sha256.update(chunk)
        sink.write(chunk)
    if size == 0:
        raise UploadRefused("empty", name=name)
    media_type = media_type or checked_type(name, head, limits)
    check_size(name, size, limits.of(group_of(media_type)))
    return Received(fitting_name(name, media_type), media_type, size, sha256.hexdigest())


def checked_type(name: str, head: bytes, limits: Limits) -> str:
    """The type of a file that begins so, or UploadRefused where it is not taken here."""
    media_type = media_type_of(head)
    if media_type is None or not limits.takes(media_type):
        raise UploadRefused(_why_not(media_type, limits), name=name)
    return media_type


def check_size(name: str, size: int, most: int) -> None:
    """Raises UploadRefused above `most` bytes."""
    if size > most:
        raise UploadRefused("oversize", name=name, limit=most)


def _why_not(media_type: str | None, limits: Limits) -> str:
    if media_type is not None and limits.pictures_only:
        return "pictures_only"
    return "wrong_type" if limits.groups == (PICTURE,) else "wrong_kind"
