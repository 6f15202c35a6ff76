"""A certificate of destruction as a PDF, from plain values: the same bytes for the same batch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

import typst

from frontcounter.documents.glyphs import Showable
from frontcounter.documents.labels import label
from frontcounter.forces.published import ForceSettings
from frontcounter.web.texts import t

_PAPER = {"CA": "us-letter", "US": "us-letter"}


@dataclass(frozen=True)
class Certificate:
    """Everything that stands on it, in words; no personal data."""

    title: str
    says: str
    facts: Sequence[tuple[str, str]]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    hashes_title: str
    hashes: Sequence[str]
    backups: str
    made: datetime


def certificate_pdf(told: Certificate, settings: ForceSettings, lang: str) -> bytes:
    """A tagged PDF that readers for the blind can read."""
    show = Showable()
    words = settings.words(lang)
    data = {
        "lang": lang,
        "paper": _PAPER.get(settings.country, "a4"),
        "accent": settings.document["look"]["accent"],
        "force": show(settings.name(lang)),
        "banner": show(t("web.page.demo", lang, words=words)) if settings.demo else "",
        "page": label("page", lang, words),
        "title": show(told.title),
        "says": show(told.says),
        "facts": [[show(part) for part in one] for one in told.facts],
        "head": [show(one) for one in told.head],
        "rows": [[show(part) for part in one] for one in told.rows],
        "hashes_title": show(told.hashes_title),
        "hashes": list(told.hashes),
        "backups": show(told.backups),
    }
    made: bytes = typst.compile(
        files("frontcounter.documents").joinpath("templates", "certificate.typ").read_bytes(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["ua-1"],
        timestamp=int(told.made.timestamp()),
    )
    return made
