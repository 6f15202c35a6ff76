"""Addresses of the built style sheet, script and icon, and of a force's colours.

The front-end build writes hashed names into `static/vendor/assets.json`; a server may keep files
whose name matches IMMUTABLE for ever.
"""

from __future__ import annotations

import json
import logging
import re
from functools import lru_cache
from pathlib import Path

from frontcounter.web.page import Look

STATIC_ROOT = Path(__file__).resolve().parent / "static"
STATIC_URL = "/static/"
MANIFEST = STATIC_ROOT / "vendor" / "assets.json"
IMMUTABLE = r"^.+\.[0-9a-f]{12}\.[a-z]+$"

_SOURCES = {
    "app.css": "css/frontcounter.css",
    "staff.css": "css/staff.css",
    "app.js": "js/reveal.js",
    "icon.svg": "img/icon.svg",
}
_LOOK = re.compile(r"([0-9a-f]{6})-([0-9a-f]{6})\.css\Z")

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    try:
        loaded: dict[str, str] = json.loads(MANIFEST.read_text("utf-8"))
    except FileNotFoundError:
        # A page must still open: it is readable, if plain, without the built files.
        logger.warning("front end not built: run python -m frontcounter.web.build")
        return dict(_SOURCES)
    return loaded


def asset(name: str) -> str:
    """Return the address of a style sheet ("app.css"), "icon.svg" or a script ("app.js")."""
    # A script that is newer than the build is served as it was written.
    return STATIC_URL + (_manifest().get(name) or _SOURCES.get(name) or f"js/{name}")


def built() -> bool:
    """Tell whether the front-end build has run."""
    return MANIFEST.is_file()


def look_url(look: Look) -> str:
    """Return the address of the style sheet with a force's colours."""
    colours = f"{look.accent}-{look.accent_text}".replace("#", "").lower()
    return f"{STATIC_URL}look/{colours}.css"


def _mix(colour: str, other: str, share: float) -> str:
    """Return `colour` with this share (0 to 1) of `other`, both six hex digits."""
    pairs = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (0, 2, 4))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def look_css(name: str) -> str | None:
    """Return the custom properties for a file name like "1f3a5f-ffffff.css"; None if malformed."""
    match = _LOOK.match(name)
    if match is None:
        return None
    accent, text = match.groups()
    return (
        f":root{{--fc-accent:#{accent};--fc-accent-text:#{text};"
        f"--fc-accent-dark:{_mix(accent, '000000', 0.25)};"
        f"--fc-accent-soft:{_mix(accent, 'ffffff', 0.92)};"
        f"--fc-accent-line:{_mix(accent, 'ffffff', 0.7)}}}"
    )
