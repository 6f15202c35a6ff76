"""The report as a PDF: an accessible archive, the same bytes each time, whatever was typed."""

from __future__ import annotations

import dataclasses
import io

import pikepdf
import pytest
from report_samples import ENGLISH, FRENCH, unofficial

from frontcounter.documents.pdf import render_pdf
from frontcounter.documents.report import ReportDocument, Row, Section


@pytest.mark.parametrize("doc", [ENGLISH, FRENCH, unofficial(ENGLISH)], ids=["en", "fr", "own"])
def test_it_is_an_accessible_archive_in_its_language(doc: ReportDocument) -> None:
    pdf = render_pdf(doc)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")
        assert str(document.Root.Lang).startswith(doc.language)
        assert "/StructTreeRoot" in document.Root
        assert doc.title in str(metadata["dc:title"])


def test_the_same_value_gives_the_same_bytes() -> None:
    assert render_pdf(ENGLISH) == render_pdf(ENGLISH)


def test_no_character_stops_it() -> None:
    odd = "Zażółć 漢字 👩‍👩‍👧 \u202egnp.exe \x00\x07 ﷽ " + "x" * 400
    section = Section("Odd", (Row(odd, (odd, odd)),))
    assert render_pdf(dataclasses.replace(ENGLISH, sections=(section,), title=odd[:40]))


def test_an_official_copy_needs_its_date_code_and_fingerprint() -> None:
    with pytest.raises(ValueError, match="official copy needs"):
        dataclasses.replace(ENGLISH, verification_code=None)
