"""What a file is, by its own bytes, and what it is called when we hand it on."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

import pytest

from frontcounter.evidence.checking import media_type_of, shown_name
from frontcounter.evidence.receiving import Limits, UploadRefused, read_upload

JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


class Sent:
    """An upload in pieces; `size` is what the sender says."""

    def __init__(self, name: str, *pieces: bytes, size: int | None = None) -> None:
        self.name: str | None = name
        self.size: int | None = size
        self.pieces, self.taken = pieces, 0

    def chunks(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.taken += 1
            yield piece


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (b"<html>", None),
        (b"GIF89a", None),
        (b"%PDF-1.7", None),
        (b"MZ", None),
        (b"RIFF\0\0\0\0WEBP", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_first_bytes_say(head: bytes, kind: str | None) -> None:
    assert media_type_of(head) == kind


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("bike.jpg", "bike.jpg"),
        ("Bike.JPEG", "Bike.JPEG"),
        ("vélo à moi.jpg", "vélo à moi.jpg"),
        ("C:\\Users\\me\\bike.jpg", "bike.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("photo.html", "photo.html.jpg"),
        ("photo.png", "photo.png.jpg"),
        ("photo", "photo.jpg"),
        ("gpj\u202eexe.jpg", "gpj exe.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "a Set-Cookie: x.jpg"),
        ("", "file.jpg"),
        (".jpg", ".jpg"),
    ],
)
def test_a_jpeg_is_handed_on_under_a_name_that_opens_as_a_jpeg(given: str, shown: str) -> None:
    assert read_upload(Sent(given, JPEG), io.BytesIO(), Limits()).name == shown


def test_a_long_name_keeps_its_ending() -> None:
    name = shown_name("b" * 300 + ".jpg")
    assert len(name) <= 120
    assert name.endswith(".jpg")


def test_what_was_read_is_what_came() -> None:
    pieces = (PNG[:3], PNG[3:7], PNG[7:], b"more" * 1000)
    sink = io.BytesIO()
    received = read_upload(Sent("x.png", *pieces), sink, Limits())
    assert sink.getvalue() == b"".join(pieces)
    assert received.sha256 == hashlib.sha256(b"".join(pieces)).hexdigest()
    assert (received.size, received.media_type) == (len(sink.getvalue()), "image/png")


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (Sent("empty.jpg"), "empty"),
        (Sent("empty.jpg", b""), "empty"),
        (Sent("page.jpg", b"<html>" + bytes(100)), "wrong_type"),
        (Sent("short.jpg", b"\xff\xd8"), "wrong_type"),
        (Sent("says so.jpg", JPEG, size=10_000), "oversize"),
        (Sent("lies.jpg", *[JPEG] * 100, size=5), "oversize"),
    ],
)
def test_what_is_not_taken_has_a_reason(upload: Sent, code: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        read_upload(upload, io.BytesIO(), Limits(size=1_000))
    assert refused.value.code == code


def test_reading_stops_at_the_limit_and_at_the_first_wrong_bytes() -> None:
    large, page = Sent("a.jpg", *[JPEG] * 1000), Sent("b.jpg", *[b"<html>" + bytes(94)] * 1000)
    for upload in (large, page):
        with pytest.raises(UploadRefused):
            read_upload(upload, io.BytesIO(), Limits(size=1_000))
    assert (large.taken, page.taken) == (10, 1)
