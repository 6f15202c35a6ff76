"""Several offences by spreadsheet: what comes back from whatever program, row by row."""

from __future__ import annotations

from typing import Any

import pytest
from engine_help import NOW, demo_form, document, form_of, page, question, text

from frontcounter.forms.engine import DocumentError, FormDocument, load_document
from frontcounter.forms.engine.row_columns import columns, shared_form
from frontcounter.forms.engine.row_dates import split_date
from frontcounter.forms.engine.rows import RowResult, Sorting, check_rows
from frontcounter.forms.engine.sheets import (
    MOST_BYTES,
    MOST_ROWS,
    SheetError,
    read_sheet,
    template,
    write_csv,
)
from frontcounter.forms.engine.usual import usual_answers

SHARED = {"hurt": "no", "shop": "The corner store"}


def many_form() -> FormDocument:
    """A gate, one page for all, and one page for each offence."""
    hurt = question("yes_no", "hurt", required=True, error=text("Select"))
    told = {"is": {"hurt": "yes"}}
    stop = {"code": "hurt", "when": told, "title": text("Call us"), "text": text("Please call"),
            "door": "non_emergency", "offer_call": False}  # fmt: skip
    return load_document(
        document(
            page(
                "for_all", question("text", "shop", required=True, error=text("Name")), shared=True
            ),
            page(
                "each",
                question("time_window", "happened", required=True),
                question("choice", "what", required=True, error=text("Say what it was")),
                question("choices", "saw"),
                question("amount", "worth"),
                question("long_text", "story", role="narrative"),
                question("property_list", "things"),
            ),
            gate=[page("safe", hurt, stops=[stop])],
        )
        | {"handling": {"many": True}}
    )


def csv_of(*rows: str, head: str = "ref,happened.from,what,worth,story") -> bytes:
    return "\n".join([head, *rows]).encode()


def results(content: bytes, *, lang: str = "en", region: str = "CA") -> list[RowResult]:
    form = many_form()
    sheet = read_sheet(content, form)
    rows = [row.cells for row in sheet.rows]
    return check_rows(form, SHARED, rows, Sorting(lang, NOW, region))


def refused(content: bytes) -> str:
    with pytest.raises(SheetError) as why:
        read_sheet(content, many_form())
    return why.value.code


def test_what_all_share_is_no_column_and_the_gate_comes_last() -> None:
    codes = [column.code for column in columns(many_form(), "en")]
    assert "shop" not in codes
    assert codes[:2] == ["happened.from", "happened.from_time"]
    assert codes[-1] == "hurt"
    assert "things.category" in codes
    assert shared_form(many_form()).pages[0].id == "for_all"


def test_only_a_plain_report_may_be_told_many_times() -> None:
    with pytest.raises(DocumentError):
        load_document({**document(page("p", question("text"))),
                       "handling": {"many": True, "confidential": True}})  # fmt: skip
    assert not form_of(question("text")).handling.many


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_template_comes_back_with_nothing_to_complain_of(lang: str) -> None:
    sheet = template(many_form(), lang, now=NOW)
    assert sheet.startswith(b"\xef\xbb\xbf")
    assert refused(sheet) == "no_rows"  # what explains and the example are no offences
    lines = sheet.decode("utf-8-sig").splitlines()
    mine = "\r\n".join([lines[0], lines[2].replace("xample (", "x (").replace("xemple (", "x (")])
    (result,) = results(mine.encode(), lang=lang)
    assert result.ok
    assert result.answers["happened"]["precision"] == "exact"
    assert result.answers["shop"] == "The corner store"


def test_a_row_becomes_the_answers_that_the_pages_would_have_given() -> None:
    (result,) = results(csv_of("A-1,2026-11-20,Red,12.50,Gone"))
    assert result.ok
    assert result.answers["what"] == "red"
    assert result.answers["worth"] == {"minor": 1250, "currency": "CAD"}
    assert result.answers["happened"] == {
        "precision": "about", "from": "2026-11-20", "zone": "America/Winnipeg"}  # fmt: skip
    assert result.answers["hurt"] == "no"


def test_mistakes_are_named_by_the_words_of_their_column() -> None:
    (result,) = results(csv_of("A-1,2026-13-20,Purple,twelve,"))
    told = {error.column: error.message for error in result.errors}
    assert set(told) == {"Label – Date", "Label", "Label (3)"}
    assert told["Label – Date"] == "Write the date as year-month-day, like 2026-11-20"
    assert told["Label"] == "Write one of these: Red, Blue"
    assert "amount" in told["Label (3)"]


def test_a_row_with_somebody_hurt_is_stopped_and_the_others_go_on() -> None:
    head = "happened.from,what,hurt"
    first, second = results(csv_of("2026-11-20,red,yes", "2026-11-20,red,", head=head))
    assert first.stop is not None
    assert first.stop.door == "non_emergency"
    assert second.ok


@pytest.mark.parametrize(
    ("encoding", "sign"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t"), ("cp1252", ",")],
)
def test_whatever_a_spreadsheet_program_writes_is_read(encoding: str, sign: str) -> None:
    lines = [["Label – Date [happened.from]", "what", "story"],
             ["2026-11-20", "Blue (fr)", f'"À l’été{sign}\nvolé ""hier"""']]  # fmt: skip
    content = "\r\n".join(sign.join(cells) for cells in lines)
    (result,) = results(content.encode(encoding))
    assert result.ok
    assert result.answers["story"] == f'À l’été{sign}\nvolé "hier"'


def test_headers_are_known_by_words_or_code_and_the_rest_is_named() -> None:
    sheet = read_sheet(csv_of("1,2,red,x", head="Your own reference,LABEL – Date,what,Till"),
                       many_form())  # fmt: skip
    assert sheet.unknown == ("Till",)
    assert sheet.rows[0].ref == "1"
    assert dict(sheet.rows[0].cells) == {"happened.from": "2", "what": "red"}


def test_a_note_about_the_sign_and_blank_lines_do_not_shift_the_numbers() -> None:
    sheet = read_sheet(b"sep=;\r\nref;what\r\n;;\r\nA;red\r\n", many_form())
    assert [(row.number, row.ref) for row in sheet.rows] == [(4, "A")]


def test_several_answers_stand_with_a_bar_between_them() -> None:
    head = "happened.from,what,saw"
    found = results(csv_of("2026-11-20,red,Red | blue", "2026-11-20,red,Red | green", head=head))
    assert found[0].answers["saw"] == ["red", "blue"]
    assert found[1].errors


@pytest.mark.parametrize(
    ("cell", "region", "day"),
    [
        ("2026-11-03", "CA", ("03", "11", "2026")),
        ("20/11/2026", "CA", ("20", "11", "2026")),
        ("11/20/2026", "CA", ("20", "11", "2026")),
        ("03/11/2026", "CA", None),  # the third of November, or the eleventh of March
        ("03/11/2026", "GB", ("03", "11", "2026")),
        ("3 nov. 2026", "CA", ("3", "nov", "2026")),
        ("1er novembre 2026", "CA", ("1", "novembre", "2026")),
        ("soon", "CA", None),
    ],
)
def test_a_date_is_never_guessed(cell: str, region: str, day: tuple[str, str, str] | None) -> None:
    found = split_date(cell, region)
    assert (found.boxes if found else None) == day


def test_a_date_with_its_time_in_one_cell_gives_both() -> None:
    (result,) = results(csv_of("A,2026-11-20 22:30:00,red,,"))
    assert result.answers["happened"]["from"] == "2026-11-20T22:30"
    (result,) = results(csv_of("2026-11-19,2026-11-20,red", head="happened.from,happened.to,what"))
    assert result.answers["happened"]["precision"] == "between"


def test_what_we_write_is_no_formula_and_comes_back_as_it_was() -> None:
    told = '=HYPERLINK("http://example.org")'
    written = write_csv([["happened.from", "what", "story"], ["2026-11-20", "red", told]])
    assert b",\"'=HYPERLINK" in written
    (result,) = results(written)
    assert result.answers["story"] == told
    for sign in "+-@":
        assert write_csv([[f"{sign}1"]]).decode("utf-8-sig").startswith(f"'{sign}")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a workbook", "not_csv"),
        (b"name,price\nx,1\n", "no_columns"),
        (csv_of(), "no_rows"),
        (csv_of(*["A,2026-11-20,red,,"] * (MOST_ROWS + 1)), "too_many"),
        (b"what\n" + b"x" * MOST_BYTES, "too_big"),
        (b"\x00\xff\xfe\x01" * 50, "no_columns"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_nothing_that_stands_in_a_cell_breaks_the_reading() -> None:
    for odd in ("\x00", "'", '"', "=cmd|' /C calc'!A0", "🚲" * 2000, "\u202e", "[what]"):
        cell: Any = odd.replace('"', '""')
        for head in ("ref,what,story", "what,ref,story", "story,what,ref"):
            results(f'{head}\nred,"{cell}",x\n'.encode())


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("report_type", ["theft_shop", "fuel_no_payment"])
def test_the_example_of_each_type_could_be_sent_as_it_stands(report_type: str, lang: str) -> None:
    form = demo_form("red-river", report_type)
    answers = usual_answers(form, now=NOW, everything=True)
    shared = {name: answers[name] for name in shared_form(form).by_question if name in answers}
    written = template(form, lang, now=NOW).decode("utf-8-sig")
    word = {"en": "Example", "fr": "Exemple"}[lang]
    (row,) = read_sheet(written.replace(f"{word} (", "Mine (").encode(), form).rows
    (result,) = check_rows(form, shared, [row.cells], Sorting(lang, NOW, "CA"))
    assert result.ok, result.errors
    assert not [c for c in columns(form, lang) if c.page_id in ("where", "you")]
