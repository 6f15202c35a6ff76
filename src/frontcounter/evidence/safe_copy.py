"""A photo drawn anew: its pixels and nothing else. Runs in a child process with limits."""

from __future__ import annotations

import io
import json
import struct
import warnings
from dataclasses import dataclass
from typing import Any

from frontcounter.base.child import run_limited

LONGEST_SIDE = 2400
MOST_PIXELS = 60_000_000
_TAGS = {"make": 0x010F, "model": 0x0110, "software": 0x0131, "changed": 0x0132}
_TAKEN, _EXIF, _GPS = 0x9003, 0x8769, 0x8825


@dataclass(frozen=True)
class SafeCopy:
    """The copy (JPEG) and what the original told of itself: size, time, place, camera."""

    content: bytes
    media_type: str
    facts: dict[str, Any]


def make_safe_copy(original: bytes) -> SafeCopy:
    """Raises `base.child.ChildError` where the file is broken, too large, or an attack."""
    answer = run_limited(
        "frontcounter.evidence.safe_copy:redraw", original, cpu_seconds=20, memory_mb=1024
    )
    (length,) = struct.unpack("!I", answer[:4])
    facts = json.loads(answer[4 : 4 + length])
    return SafeCopy(answer[4 + length :], "image/jpeg", facts)


def redraw(original: bytes) -> bytes:
    """In the child: length and JSON of the facts, then the JPEG."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(original), formats=("JPEG", "PNG")) as image:
        facts = {"width": image.width, "height": image.height, **_told(image)}
        image.load()
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture = _on_white(upright)
    sink = io.BytesIO()
    picture.save(sink, "JPEG", quality=85, optimize=True)
    words = json.dumps(facts).encode()
    return struct.pack("!I", len(words)) + words + sink.getvalue()


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


def _told(image: Any) -> dict[str, Any]:
    """What the metadata claims; nothing where it cannot be read."""
    try:
        exif = image.getexif()
        told = {name: _word(exif.get(tag)) for name, tag in _TAGS.items()}
        told["taken"] = _word(exif.get_ifd(_EXIF).get(_TAKEN))
        found = {name: word for name, word in told.items() if word}
        place = _place(exif.get_ifd(_GPS))
        return {**found, **({"place": place} if place else {})}
    except Exception:  # broken metadata is no reason to refuse the photo
        return {}


def _word(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return "".join(char for char in text if char.isprintable()).strip()[:80]


def _place(gps: Any) -> list[float] | None:
    if not gps or 2 not in gps or 4 not in gps:
        return None
    latitude, longitude = _degrees(gps[2]), _degrees(gps[4])
    south, west = gps.get(1) == "S", gps.get(3) == "W"
    return [round(-latitude if south else latitude, 6), round(-longitude if west else longitude, 6)]


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
