"""What a picture's metadata claims: time, place, camera. Read in the child, never trusted."""

from __future__ import annotations

from typing import Any

_TAGS = {"make": 0x010F, "model": 0x0110, "software": 0x0131, "changed": 0x0132}
_TAKEN, _EXIF, _GPS = 0x9003, 0x8769, 0x8825


def told_by(image: Any) -> dict[str, Any]:
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
