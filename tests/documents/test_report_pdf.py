"""The report as a PDF: an accessible archive, the same bytes each time, whatever was typed."""

from __future__ import annotations

import dataclasses
import io
import subprocess
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from PIL import Image
from report_samples import ENGLISH, FRENCH, SHA, unofficial

from frontcounter.documents.pdf import render_pdf
from frontcounter.documents.report import Photo, ReportDocument, Row, Section


def _text(pdf: bytes) -> str:
    """What a reader can select and copy, on one line."""
    said = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True)
    return " ".join(said.stdout.decode().split())


def _written(text: str, title: str = "What happened") -> ReportDocument:
    section = Section(title, (Row("In your own words", (text,)),))
    return dataclasses.replace(ENGLISH, sections=(section,))


def _elements(node: Any) -> Iterator[Any]:
    """Every element of the structure tree."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node.K)


def _jpeg() -> bytes:
    sink = io.BytesIO()
    Image.new("RGB", (400, 300), "seagreen").save(sink, "JPEG")
    return sink.getvalue()


@pytest.mark.parametrize("doc", [ENGLISH, FRENCH, unofficial(ENGLISH)], ids=["en", "fr", "own"])
def test_it_is_an_accessible_archive_in_its_language(doc: ReportDocument) -> None:
    pdf = render_pdf(doc)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert str(document.Root.Lang).startswith(doc.language)
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert "/OutputIntents" in document.Root
        assert doc.title in str(metadata["dc:title"])
        assert doc.number in str(metadata["dc:title"])


def test_headings_and_tables_are_told_to_a_screen_reader() -> None:
    with pikepdf.open(io.BytesIO(render_pdf(ENGLISH))) as document:
        kinds = Counter(str(one.S) for one in _elements(document.Root.StructTreeRoot))
    assert kinds["/H1"] == 1
    assert kinds["/H2"] == len(ENGLISH.sections) + len(["photos", "declaration", "check"])
    assert kinds["/H3"] == 1, "the long answer's question"
    assert kinds["/TH"] == 3 + 3, "one for each table of short answers, three for the photos"
    assert kinds["/TD"] >= 20


def test_each_section_is_one_bookmark_however_many_pages_it_takes() -> None:
    rows = tuple(Row(f"Item {n}", ("Bicycle", "No serial number")) for n in range(80))
    pdf = render_pdf(dataclasses.replace(ENGLISH, sections=(Section("What was taken", rows),)))
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        titles = [child.title for child in outline.root[0].children]
        assert len(document.pages) > 3
    assert titles.count("What was taken") == 1


def test_photos_are_shown_with_what_they_are() -> None:
    pdf = render_pdf(ENGLISH, {SHA: _jpeg()})
    with pikepdf.open(io.BytesIO(pdf)) as document:
        figures = [
            one for one in _elements(document.Root.StructTreeRoot) if str(one.S) == "/Figure"
        ]
        assert [str(one.Alt) for one in figures] == [
            "Photo 1 of 2 sent with the report: bike in spring.jpg"
        ]
    text = _text(pdf)
    assert SHA in text
    assert "2.4\u00a0MB" in text or "2.4 MB" in text
    assert "Not checked" in text, "the second photo was never scanned"


def test_every_font_is_inside() -> None:
    with pikepdf.open(io.BytesIO(render_pdf(FRENCH))) as document:
        fonts = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(one.keys()) for one in fonts)


def test_the_official_copy_shows_its_numbers_and_fingerprint() -> None:
    text = _text(render_pdf(ENGLISH))
    for shown in (
        "Official report",
        "RR-2026-001234",
        "T7K-4M2-9XQ",
        "KQ7M-2XPD-94TR",
        str(ENGLISH.data_sha256),
        "Page 1 of 2",
        "Demonstration only.",
    ):
        assert shown in text


def test_an_unofficial_copy_says_so_on_every_page_and_bears_no_seal() -> None:
    doc = unofficial(ENGLISH)
    pdf = render_pdf(doc)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
    text = _text(pdf)
    assert text.count("UNOFFICIAL COPY") == pages
    assert "It is not an official police report." in text
    assert "Verification code" not in text
    assert "SHA-256 of the recorded report" not in text


def test_french_is_never_broken_where_it_must_not_be() -> None:
    said = "«\u00a0Le vélo valait 1\u00a0150\u00a0$ à 18\u00a0h\u00a0!\u00a0» " * 60
    section = Section("Ce qui s’est passé", (Row("Dans vos propres mots", (said,)),))
    pdf = render_pdf(dataclasses.replace(FRENCH, sections=(section,)))
    printed = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True)
    lines = [line.strip() for line in printed.stdout.decode().splitlines()]
    assert "Numéro de dossier" in lines
    assert any(line.startswith("« Le vélo") for line in lines), "the sample is long enough"
    assert not [line for line in lines if line.startswith(("»", "!", "$", "h ", "150"))]
    assert not [line for line in lines if line.endswith(("«", " 1", "18"))]


def test_the_same_value_gives_the_same_bytes() -> None:
    assert render_pdf(ENGLISH) == render_pdf(ENGLISH)


@pytest.mark.parametrize(
    "typed",
    [
        '#set text(size: 99pt) #read("/etc/passwd") = Not a heading',
        "<script>alert(1)</script> & <b>bold</b>",
        "$ 1 + 1 $ *bold* _under_ `code` \\u{41} https://example.org/?a=b#c // gone /* gone */",
        "{page} {pages} {number} %s",
    ],
)
def test_what_was_typed_is_shown_as_it_was_typed(typed: str) -> None:
    assert typed in _text(render_pdf(_written(typed, title=typed)))


def test_a_narrative_of_ten_thousand_characters_is_all_there() -> None:
    words = " ".join(f"word{number}" for number in range(1_200))[:10_000]
    pdf = render_pdf(_written(words))
    text = _text(pdf)
    assert all(word in text for word in words.split())


def test_an_answer_of_three_hundred_lines_runs_over_pages() -> None:
    pdf = render_pdf(_written("\n".join(str(number) for number in range(300))))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) > 4
    assert " 299 " in _text(pdf)


def test_a_long_word_stays_inside_its_column() -> None:
    assert "x" * 30 in _text(render_pdf(_written("x" * 400)))


def test_no_character_stops_it() -> None:
    odd = "Zażółć 漢字 👩‍👩‍👧 \u202egnp.exe \x00\x07 ﷽ e\u0301 " + "x" * 400
    doc = dataclasses.replace(
        _written(odd, title=odd),
        title=odd[:40],
        force_name=odd[:40],
        photos=(Photo(odd[:60], SHA, 1, "clean"),),
        declaration=odd,
        notes=(odd,),
    )
    assert render_pdf(doc, {SHA: _jpeg()})


def test_what_the_fonts_lack_is_named_and_the_reader_is_told() -> None:
    text = _text(render_pdf(_written("My bicycle 🚲 was blue")))
    assert "My bicycle [U+1F6B2] was blue" in text
    assert "cannot be shown in this document" in text
    assert "cannot be shown" not in _text(render_pdf(_written("My bicycle was blue")))


def test_a_disguised_name_is_shown_undisguised() -> None:
    assert "photo[U+202E]gpj.exe" in _text(render_pdf(_written("photo\u202egpj.exe")))


def test_a_flood_of_rare_characters_costs_a_bounded_number_of_probes() -> None:
    flood = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3_000))
    asked: list[str] = []

    def can_show(char: str) -> bool:
        asked.append(char)
        return False

    from frontcounter.documents.glyphs import Showable

    shown = Showable(can_show=can_show)(flood)
    assert len(asked) == 400
    assert "[U+4E00]" in shown


def test_an_official_copy_needs_its_date_code_and_fingerprint() -> None:
    with pytest.raises(ValueError, match="official copy needs"):
        dataclasses.replace(ENGLISH, verification_code=None)
