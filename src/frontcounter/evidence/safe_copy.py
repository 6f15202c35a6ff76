"""What people sent, drawn anew: pixels and nothing else. Runs in a child process with limits."""

from __future__ import annotations

import io
import json
import struct
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from frontcounter.base.child import run_limited
from frontcounter.evidence.checking import HEAD, media_type_of
from frontcounter.evidence.told_by import told_by

LONGEST_SIDE = 2400
PREVIEW_SIDE = 480
MOST_PIXELS = 60_000_000
MOST_PAGES = 30
PAGE_SIDE = 1600
# So few points across that nobody is known, and nothing is seen but light and colour.
_BLUR_POINTS = 14


@dataclass(frozen=True)
class SafeCopy:
    """The copy (JPEG, or a PDF of pages), a small picture of it, the same blurred beyond
    recognition, and what the original told of itself: size, time, place, camera.
    """

    content: bytes
    media_type: str
    facts: dict[str, Any]
    preview: bytes = b""
    blurred: bytes = b""


def make_safe_copy(original: bytes) -> SafeCopy:
    """Of a picture or a PDF. Raises `base.child.ChildError` where the file is broken, too large,
    needs a password, or is an attack.
    """
    pages = media_type_of(original[:HEAD]) == "application/pdf"
    answer = run_limited(
        f"frontcounter.evidence.safe_copy:{'redraw_pages' if pages else 'redraw'}",
        original,
        cpu_seconds=40 if pages else 20,
        memory_mb=1536 if pages else 1024,
        wall_seconds=60,
    )
    facts, content, preview, blurred = _unpacked(answer)
    kind = "application/pdf" if pages else "image/jpeg"
    return SafeCopy(content, kind, json.loads(facts), preview, blurred)


def redraw(original: bytes) -> bytes:
    """In the child: one picture, upright, as a JPEG."""
    from PIL import Image, ImageOps

    _careful()
    formats = ["JPEG", "PNG", "WEBP"]
    if media_type_of(original[:HEAD]) == "image/heic":
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False)
        formats = ["HEIF"]
    with Image.open(io.BytesIO(original), formats=formats) as image:
        facts = {"width": image.width, "height": image.height, **told_by(image)}
        image.load()
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture = _on_white(upright)
    return _packed(facts, _jpeg(picture, 85), picture)


def redraw_pages(original: bytes) -> bytes:
    """In the child: the first pages of a PDF as pictures in a PDF of ours."""
    import pypdfium2

    _careful()
    document: Any = pypdfium2.PdfDocument(original)  # type: ignore[no-untyped-call]
    count = len(document)
    pages = [_page(document[number]) for number in range(min(count, MOST_PAGES))]
    if not pages:
        raise ValueError("a PDF without pages")
    sink = io.BytesIO()
    pages[0].save(sink, "PDF", save_all=True, append_images=pages[1:], quality=80, resolution=140)
    return _packed({"pages": count, "shown": len(pages)}, sink.getvalue(), pages[0])


def _careful() -> None:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def _page(page: Any) -> Any:
    longest = max(page.get_width(), page.get_height(), 1)
    drawn = page.render(scale=min(PAGE_SIDE / longest, 4), may_draw_forms=False)
    return drawn.to_pil().convert("RGB")


def _packed(facts: dict[str, Any], content: bytes, picture: Any) -> bytes:
    """Facts, copy, preview and blurred preview, each after its length."""
    small = picture.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    parts = (json.dumps(facts).encode(), content, _jpeg(small, 75), _jpeg(_blurred(small), 60))
    return b"".join(struct.pack("!I", len(part)) + part for part in parts)


def _unpacked(answer: bytes) -> Sequence[bytes]:
    parts, place = [], 0
    for _ in range(4):
        (length,) = struct.unpack_from("!I", answer, place)
        parts.append(answer[place + 4 : place + 4 + length])
        place += 4 + length
    return parts


def _blurred(small: Any) -> Any:
    from PIL import Image, ImageFilter

    few = small.copy()
    few.thumbnail((_BLUR_POINTS, _BLUR_POINTS))
    return few.resize(small.size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(12))


def _jpeg(picture: Any, quality: int) -> bytes:
    sink = io.BytesIO()
    picture.save(sink, "JPEG", quality=quality, optimize=True)
    return sink.getvalue()


def _on_white(image: Any) -> Any:
    """Only pixels go over: a new picture has no metadata, no profile, no comment."""
    from PIL import Image

    if image.mode.startswith(
        "I"
    ):  # sixteen bits of grey: converted as they are, all would be white
        image = image.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
    seen = image.convert("RGBA")
    ground = Image.new("RGB", seen.size, "white")
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground
