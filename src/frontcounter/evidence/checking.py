"""Which kind of file this is, by its own first bytes, whatever the sender says of it."""

from __future__ import annotations

HEAD = 64
"""So many first bytes tell the type of every file that we take."""

PICTURE, DOCUMENT, VIDEO, AUDIO = "picture", "document", "video", "audio"
GROUPS = (PICTURE, DOCUMENT, VIDEO, AUDIO)

_ENDINGS = {
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "application/pdf": (".pdf",),
    "video/mp4": (".mp4", ".m4v"),
    "video/quicktime": (".mov", ".qt"),
    "video/3gpp": (".3gp", ".3g2"),
    "video/webm": (".webm",),
    "audio/mp4": (".m4a",),
    "audio/mpeg": (".mp3",),
    "audio/wav": (".wav",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
}
_SIGNS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
    (b"OggS\0", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)
_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_OLD_QUICKTIME = (b"moov", b"mdat", b"wide", b"free", b"skip")
_LONGEST_NAME = 120


def media_type_of(head: bytes) -> str | None:
    """The type of a file that begins with these bytes; None where we do not take such files."""
    for sign, kind in _SIGNS:
        if head.startswith(sign):
            return kind
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    if head[4:8] in _OLD_QUICKTIME:
        return "video/quicktime"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:HEAD]:
        return "video/webm"
    # A frame of MPEG sound, layer 3, without a tag before it.
    if len(head) >= 4 and head[0] == 0xFF and head[1] in (0xFA, 0xFB, 0xF2, 0xF3):
        return "audio/mpeg"
    return None


def _by_brand(brand: bytes) -> str:
    """Films, sounds and iPhone pictures share one container; its brand tells them apart."""
    if brand in _HEIC:
        return "image/heic"
    if brand == b"qt  ":
        return "video/quicktime"
    if brand.startswith((b"3gp", b"3g2")):
        return "video/3gpp"
    return "audio/mp4" if brand.startswith((b"M4A", b"M4B")) else "video/mp4"


def group_of(media_type: str) -> str:
    """What people call it: picture, document, video or audio."""
    first = media_type.partition("/")[0]
    return {"image": PICTURE, "video": VIDEO, "audio": AUDIO}.get(first, DOCUMENT)


def known_type(media_type: str) -> bool:
    """Whether we take files of this type at all."""
    return media_type in _ENDINGS


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


def ending_of(media_type: str) -> str:
    """The usual ending of such a file, without its dot."""
    return _ENDINGS.get(media_type, (".bin",))[0][1:]
