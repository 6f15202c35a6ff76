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
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0", "image/heic"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2avc1mp41", "video/mp4"),
        (b"\0\0\0\x14ftypqt  \0\0\2\0qt  ", "video/quicktime"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "video/quicktime"),
        (b"\0\0\0\x18ftyp3gp4\0\0\0\0", "video/3gpp"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x84webm", "video/webm"),
        (b"\0\0\0\x1cftypM4A \0\0\0\0", "audio/mp4"),
        (b"ID3\4\0\0", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"OggS\0\2", "audio/ogg"),
        (b"<html>", None),
        (b"GIF89a", None),
        (b"MZ", None),
        (b"PK\3\4", None),
        (b"RIFF\0\0\0\0AVI ", None),
        (b"\x1a\x45\xdf\xa3\x42\x82\x88matroska", None),
        (b"<svg xmlns=", None),
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
        (Sent("page.jpg", b"<html>" + bytes(100)), "wrong_kind"),
        (Sent("short.jpg", b"\xff\xd8"), "wrong_kind"),
        (Sent("says so.jpg", JPEG, size=10_000), "oversize"),
        (Sent("lies.jpg", *[JPEG] * 100, size=5), "oversize"),
    ],
)
def test_what_is_not_taken_has_a_reason(upload: Sent, code: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        read_upload(upload, io.BytesIO(), Limits(picture=1_000, document=1_000, video=1_000))
    assert refused.value.code == code


def test_reading_stops_at_the_limit_and_at_the_first_wrong_bytes() -> None:
    large, page = Sent("a.jpg", *[JPEG] * 1000), Sent("b.jpg", *[b"<html>" + bytes(94)] * 1000)
    for upload in (large, page):
        with pytest.raises(UploadRefused):
            read_upload(upload, io.BytesIO(), Limits(picture=1_000, document=1_000, video=1_000))
    assert (large.taken, page.taken) == (10, 1)


PDF = b"%PDF-1.7\n" + bytes(200)
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(100)


@pytest.mark.parametrize(
    ("content", "limits", "code"),
    [
        (PDF, Limits(groups=("picture",)), "wrong_type"),
        (PDF, Limits(groups=("picture", "video")), "wrong_kind"),
        (PDF, Limits(groups=("picture",), pictures_only=True), "pictures_only"),
        (FILM, Limits(groups=("picture",), pictures_only=True), "pictures_only"),
        (b"MZ" + bytes(200), Limits(groups=("picture",), pictures_only=True), "wrong_type"),
        (PNG, Limits(types=("image/jpeg",), groups=("picture",)), "wrong_type"),
        (JPEG * 20, Limits(picture=1_000, video=10_000), "oversize"),
        (PDF * 20, Limits(document=1_000, video=10_000), "oversize"),
    ],
)
def test_each_question_takes_what_it_asks_for_in_the_size_of_its_kind(
    content: bytes, limits: Limits, code: str
) -> None:
    with pytest.raises(UploadRefused) as refused:
        read_upload(Sent("some.file", content), io.BytesIO(), limits)
    assert refused.value.code == code


def test_a_film_may_be_larger_than_a_photo() -> None:
    limits = Limits(picture=50, document=50, video=10_000)
    assert read_upload(Sent("a.mp4", FILM), io.BytesIO(), limits).media_type == "video/mp4"
