"""A report as a PDF: PDF/A-3a and PDF/UA-1 in one, the same bytes for the same value."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import typst

from frontcounter.base.sizes import size_text
from frontcounter.documents.glyphs import Showable, common
from frontcounter.documents.report import Photo, ReportDocument, Row

_LONG_ANSWER = 300  # characters: longer answers get the whole width under their question
_MANY_LINES = 12  # the same: beside its question, an answer is kept on one page
_REGIONS = {"us-letter": "CA", "a4": "GB"}
_PNG = b"\x89PNG"
_NO_PICTURES: Mapping[str, bytes] = {}


class PdfRefused(Exception):
    """typst would not make the document; the text says why (a fault of ours, not the reader's)."""


@lru_cache(maxsize=1)
def _template() -> bytes:
    source = files("frontcounter.documents").joinpath("templates", "report.typ")
    return source.read_bytes()


@lru_cache(maxsize=1)
def template_version() -> str:
    """Names the template and the engine that drew a document: kept with what was frozen."""
    return f"typst-{version('typst')}-{hashlib.sha256(_template()).hexdigest()[:16]}"


def render_pdf(doc: ReportDocument, pictures: Mapping[str, bytes] = _NO_PICTURES) -> bytes:
    """The document as PDF bytes; `pictures` are safe copies (JPEG, PNG) by the original's SHA-256.

    Raises PdfRefused if the engine refuses even the plainest form of the text.
    """
    with tempfile.TemporaryDirectory(prefix="frontcounter-pdf-") as folder:
        names = _lay_out(Path(folder), doc, pictures)
        try:
            return _compile(doc, _data(doc, names, Showable()), folder)
        except typst.TypstError:
            # Characters that the fonts have singly may still fail together: plainest form.
            return _compile_plain(doc, names, folder)


def _compile_plain(doc: ReportDocument, names: Mapping[str, str], folder: str) -> bytes:
    nothing_else: Callable[[str], bool] = common
    try:
        return _compile(doc, _data(doc, names, Showable(can_show=nothing_else)), folder)
    except typst.TypstError as error:
        raise PdfRefused(str(error)) from error


def _lay_out(folder: Path, doc: ReportDocument, pictures: Mapping[str, bytes]) -> dict[str, str]:
    names: dict[str, str] = {}
    for index, photo in enumerate(doc.photos):
        picture = pictures.get(photo.sha256)
        if picture:
            name = f"{index}.{'png' if picture.startswith(_PNG) else 'jpg'}"
            (folder / name).write_bytes(picture)
            names[photo.sha256] = name
    return names


def _compile(doc: ReportDocument, data: Mapping[str, object], folder: str) -> bytes:
    made: bytes = typst.compile(  # type: ignore[call-overload] # its stub wants a list of literals
        _template(),
        root=folder,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["a-3a", "ua-1"],
        timestamp=int(doc.made.at.timestamp()),
    )
    return made


def _data(doc: ReportDocument, names: Mapping[str, str], show: Showable) -> dict[str, object]:
    made = doc.made.at.astimezone(UTC)
    data: dict[str, object] = {
        "force": show(doc.force_name),
        "accent": doc.accent,
        "lang": doc.language,
        "region": _REGIONS[doc.paper],
        "paper": doc.paper,
        "title": show(doc.title),
        "doc_title": f"{show(doc.title)} – {show(doc.number)}",
        "official": doc.official,
        "kind": doc.kind,
        "banner": show(doc.banner),
        "footer": show(f"{doc.number} · {doc.label('made', date=doc.made.text)}"),
        "page": doc.label("page"),
        "facts": [{"label": show(name), "value": show(value)} for name, value in doc.facts()],
        "notes": [show(note) for note in doc.notes],
        "sections": [
            {"title": show(section.title), "runs": _runs(section.rows, show)}
            for section in doc.sections
        ],
        "photos": [_photo(doc, n, names, show) for n in range(len(doc.photos))],
        "declaration": show.lines(doc.declaration),
        "seal": doc.official,
        "data_sha256": doc.data_sha256 or "",
        "l": _labels(doc),
    }
    data |= {part: getattr(made, part) for part in _DATE_PARTS}
    data["glyphs"] = doc.label("glyphs", example=show.replaced[0]) if show.replaced else ""
    return data


_DATE_PARTS = ("year", "month", "day", "hour", "minute", "second")


def _labels(doc: ReportDocument) -> dict[str, str]:
    keys = {
        "unofficial_note": "unofficial_note",
        "photos": "photos.title",
        "name": "photos.name",
        "size": "photos.size",
        "scan": "photos.scan",
        "declaration": "declaration",
        "seal_title": "seal.title",
        "seal_text": "seal.text",
        "seal_sha256": "seal.sha256",
    }
    return {name: doc.label(key) for name, key in keys.items()}


def _runs(rows: Sequence[Row], show: Showable) -> list[dict[str, object]]:
    """Rows in runs: short answers together, each long one by itself."""
    runs: list[dict[str, object]] = []
    together: list[dict[str, object]] = []
    for row in rows:
        lines = [line for answer in row.lines for line in show.lines(answer)]
        drawn: dict[str, object] = {"label": show(row.label), "lines": lines}
        if len(lines) > _MANY_LINES or sum(len(line) for line in lines) > _LONG_ANSWER:
            runs.append({"long": True, "rows": [drawn]})
            together = []
            continue
        if not together:
            runs.append({"long": False, "rows": together})
        together.append(drawn)
    return runs


def _photo(
    doc: ReportDocument, index: int, names: Mapping[str, str], show: Showable
) -> dict[str, object]:
    photo: Photo = doc.photos[index]
    alt = doc.label("photos.alt", number=index + 1, total=len(doc.photos), name=photo.name)
    return {
        "name": show(photo.name),
        "sha256": photo.sha256,
        "size": size_text(photo.size, doc.language),
        "scan": doc.label(f"scan.{photo.scan}"),
        "file": names.get(photo.sha256, ""),
        "alt": show(alt),
    }
