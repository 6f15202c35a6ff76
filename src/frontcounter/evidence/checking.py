"""Which kind of file this is, by its own first bytes, whatever the sender says of it."""

from __future__ import annotations

_SIGNS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
_ENDINGS = {
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
}
HEAD = 16
_LONGEST_NAME = 120


def media_type_of(head: bytes) -> str | None:
    """The type of a file that begins with these bytes; None where we do not take such files."""
    return next((kind for sign, kind in _SIGNS if head.startswith(sign)), None)


def shown_name(given: str) -> str:
    """What the sender called it, fit to be shown: no folders, no characters that cannot be seen."""
    last = given.replace("\\", "/").rpartition("/")[2]
    name = " ".join("".join(char if char.isprintable() else " " for char in last).split())
    if len(name) > _LONGEST_NAME:
        stem, dot, extension = name.rpartition(".")
        kept = extension[:8] if dot else ""
        name = f"{(stem or name)[: _LONGEST_NAME - len(kept) - 2]}…{dot}{kept}"
    return name or "file"


def fitting_name(name: str, media_type: str) -> str:
    """The name with an ending that opens as what the file is.

    A photo may not be called `page.html`: on the machine of whoever downloads it, its name decides
    which program opens it.
    """
    endings = _ENDINGS[media_type]
    return name if name.lower().endswith(endings) else name + endings[0]
