"""A photo drawn anew in a child process: its pixels, upright, and nothing else."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms

from frontcounter.base.child import ChildError
from frontcounter.evidence.safe_copy import LONGEST_SIDE, make_safe_copy


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    sink = io.BytesIO()
    image.save(sink, kind, **options)
    return sink.getvalue()


def _copy(original: bytes) -> Image.Image:
    with Image.open(io.BytesIO(make_safe_copy(original).content)) as image:
        image.load()
        return image


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))


def _bomb(side: int) -> bytes:
    """A PNG of a few bytes that says that it is `side` by `side` pixels."""
    head = struct.pack("!IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    parts = _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def test_everything_but_the_pixels_stays_behind() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Maker", "Model"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:19 08:15:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (49.0, 53.0, 42.0), "W", (97.0, 8.0, 24.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    original = _saved(
        Image.new("RGB", (60, 40), "teal"),
        "JPEG",
        exif=exif,
        icc_profile=profile,
        comment=b"a secret comment",
    )
    made = make_safe_copy(original + b"<script>after the end</script>")
    assert made.facts["place"] == [49.895, -97.14]
    assert made.facts["taken"] == "2026:11:19 08:15:00"
    for hidden in (b"secret", b"script", b"Maker", b"2026:11", b"Exif", b"ICC_PROFILE"):
        assert hidden not in made.content
    with Image.open(io.BytesIO(made.content)) as image:
        assert (image.format, image.size) == ("JPEG", (60, 40))
        assert not image.getexif()


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_stands_upright_however_the_camera_was_held(turned: int) -> None:
    scene = Image.new("RGB", (80, 40), "white")
    scene.paste("red", (0, 0, 20, 20))  # top left, as a person saw it
    back = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[turned]
    exif = Image.Exif()
    exif[0x0112] = turned
    held = scene.transpose(back) if back is not None else scene
    seen = _copy(_saved(held, "JPEG", exif=exif, quality=95))
    assert seen.size == (80, 40)
    red, green, _blue = seen.getpixel((10, 10))  # type: ignore[misc]
    assert red > 200
    assert green < 80


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_can_be_seen(mode: str) -> None:
    grey = Image.linear_gradient("L")
    if mode == "I;16":
        values = [pixel * 257 for pixel in grey.tobytes()]
        image = Image.new("I;16", grey.size)
        image.putdata(values)
    else:
        image = grey.convert("RGBA").convert(mode) if mode in ("LA", "RGBA") else grey.convert(mode)
    seen = _copy(_saved(image, "PNG")).convert("L")
    middle = seen.width // 2
    dark, half, light = (seen.getpixel((middle, row)) for row in (4, 128, 250))
    assert dark < 60  # type: ignore[operator]
    assert light > 190  # type: ignore[operator]
    assert mode == "1" or 90 < half < 165  # type: ignore[operator]


@pytest.mark.parametrize("mode", ["L", "CMYK", "YCbCr"])
def test_every_kind_of_jpeg_can_be_seen(mode: str) -> None:
    red = _copy(_saved(Image.new("RGB", (30, 30), "red").convert(mode), "JPEG")).getpixel((9, 9))
    assert red[0] > 60  # type: ignore[index]
    assert mode == "L" or red[1] < 60  # type: ignore[index]


def test_glass_is_drawn_on_white() -> None:
    clear = _saved(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG")
    assert _copy(clear).getpixel((4, 4)) == (255, 255, 255)


def test_a_large_photo_becomes_one_for_a_screen() -> None:
    made = make_safe_copy(_saved(Image.new("RGB", (6000, 4000), "navy"), "JPEG"))
    assert (made.facts["width"], made.facts["height"]) == (6000, 4000)
    with Image.open(io.BytesIO(made.content)) as image:
        assert image.size == (LONGEST_SIDE, LONGEST_SIDE * 2 // 3)


@pytest.mark.parametrize("side", [9_000, 60_000, 2**31 - 1])
def test_a_picture_that_would_burst_is_refused(side: int) -> None:
    with pytest.raises(ChildError):
        make_safe_copy(_bomb(side))


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"<html><body>not a photo</body></html>",
        _saved(Image.effect_noise((300, 300), 80), "JPEG")[:4_000],
        _saved(Image.effect_noise((300, 300), 80), "PNG")[:-4_000],
        _saved(Image.new("RGB", (9, 9)), "GIF"),
        _saved(Image.new("RGB", (9, 9)), "TIFF"),
    ],
    ids=["empty", "jpeg-head", "png-head", "html", "cut-jpeg", "cut-png", "gif", "tiff"],
)
def test_what_is_no_whole_photo_is_refused_cleanly(broken: bytes) -> None:
    with pytest.raises(ChildError):
        make_safe_copy(broken)


def test_metadata_that_lies_is_no_reason_to_lose_the_photo() -> None:
    exif = Image.Exif()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (1.0, 0.0, 0.0), "W", (2.0, 0.0, 0.0)
    original = _saved(Image.new("RGB", (20, 20)), "JPEG", exif=exif)
    spoiled = original.replace(b"Exif\0\0MM\0*", b"Exif\0\0MM\0\xff").replace(
        b"Exif\0\0II*\0", b"Exif\0\0II\xff\0"
    )
    assert spoiled != original
    assert make_safe_copy(spoiled).facts["width"] == 20


def _heic(image: Image.Image, **options: Any) -> bytes:
    import pillow_heif

    sink = io.BytesIO()
    pillow_heif.from_pillow(image).save(sink, quality=90, **options)
    return sink.getvalue()


@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_a_photo_of_an_iphone_becomes_an_upright_jpeg(turned: int) -> None:
    scene = Image.new("RGB", (160, 80), "white")
    scene.paste("red", (0, 0, 40, 40))
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90,
            8: Image.Transpose.ROTATE_270}.get(turned)  # fmt: skip
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turned, "Maker"
    held = scene.transpose(back) if back is not None else scene
    made = make_safe_copy(_heic(held, exif=exif.tobytes()))
    assert (made.media_type, made.facts["make"]) == ("image/jpeg", "Maker")
    with Image.open(io.BytesIO(made.content)) as seen:
        assert seen.size == (160, 80)
        red, green, _blue = seen.getpixel((20, 20))  # type: ignore[misc]
    assert red > 180
    assert green < 90
    assert b"Maker" not in made.content


def test_a_webp_becomes_a_jpeg() -> None:
    seen = _copy(_saved(Image.new("RGB", (30, 20), "red"), "WEBP"))
    assert seen.size == (30, 20)


def _pdf(*pages: Image.Image) -> bytes:
    sink = io.BytesIO()
    pages[0].save(sink, "PDF", save_all=True, append_images=pages[1:], author="Ann Author")
    return sink.getvalue()


def test_a_pdf_becomes_pictures_of_its_pages() -> None:
    import pikepdf

    original = io.BytesIO()
    with pikepdf.open(io.BytesIO(_pdf(*[Image.new("RGB", (200, 300), "teal")] * 3))) as document:
        document.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS="app.alert('run')"
        )
        document.attachments["x.exe"] = b"MZ attached"
        document.save(original)
    made = make_safe_copy(original.getvalue())
    assert made.media_type == "application/pdf"
    assert made.facts == {"pages": 3, "shown": 3}
    with pikepdf.open(io.BytesIO(made.content)) as copy:
        assert len(copy.pages) == 3
        assert "/OpenAction" not in copy.Root
        assert not copy.attachments
        assert "/Author" not in copy.docinfo
    for hidden in (b"JavaScript", b"app.alert", b"MZ attached", b"Ann Author"):
        assert hidden not in made.content
    with Image.open(io.BytesIO(made.preview)) as first:
        assert first.getpixel((100, 100))[1] > 90  # type: ignore[index]


def test_only_the_first_pages_of_a_long_pdf_are_drawn() -> None:
    made = make_safe_copy(_pdf(*[Image.new("L", (60, 80), "white")] * 40))
    assert made.facts == {"pages": 40, "shown": 30}


@pytest.mark.parametrize("kind", ["password", "cut", "empty", "heic"])
def test_what_cannot_be_drawn_is_refused_cleanly(kind: str) -> None:
    import pikepdf

    if kind == "password":
        sink = io.BytesIO()
        with pikepdf.open(io.BytesIO(_pdf(Image.new("L", (60, 80))))) as document:
            document.save(sink, encryption=pikepdf.Encryption(user="secret", owner="secret"))
        broken = sink.getvalue()
    else:
        noise = Image.effect_noise((300, 300), 80).convert("RGB")
        cut, empty = b"%PDF-1.7\n1 0 obj", b"%PDF-1.7\n%%EOF"
        broken = {"cut": cut, "empty": empty, "heic": _heic(noise)[:2_000]}[kind]
    with pytest.raises(ChildError):
        make_safe_copy(broken)


def test_a_preview_is_small_and_a_blurred_one_shows_no_edge() -> None:
    board = Image.new("L", (800, 600))
    board.putdata([255 * ((x // 20 + y // 20) % 2) for y in range(600) for x in range(800)])
    made = make_safe_copy(_saved(board, "PNG"))
    with Image.open(io.BytesIO(made.preview)) as preview:
        assert preview.size == (480, 360)
        assert preview.convert("L").getextrema() == (0, 255)
    with Image.open(io.BytesIO(made.blurred)) as blurred:
        assert blurred.size == (480, 360)
        low, high = blurred.convert("L").getextrema()
    assert high - low < 60  # type: ignore[operator]
