"""Spreadsheets as CSV: the template that is handed out, and the file that comes back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .cleaning import many_lines, one_line
from .document import FormDocument
from .kinds.base import Raw
from .row_columns import Column, columns, plain
from .texts import say
from .usual import usual_answers

MOST_ROWS = 200
MOST_BYTES = 1_000_000
MOST_CELL = 20_000
REF = "ref"
"""The first column: what the business calls the offence itself. It is not part of the report."""
WORDED = frozenset({"text", "long_text", "person_seen"})
_CODE = re.compile(r"\[([a-z0-9_.]+)\]\s*$")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class SheetError(ValueError):
    """The file as a whole cannot be taken; `code` says why (texts of the site)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class SheetRow:
    """One row: its number in the spreadsheet, the business's own reference, text by column code."""

    number: int
    ref: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A file that was read; `unknown`: headers that are no column of this form."""

    rows: tuple[SheetRow, ...]
    unknown: tuple[str, ...] = ()


def safe_cell(text: str) -> str:
    """The text so that no spreadsheet program takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with its mark, so that spreadsheet programs read accents right; no formulas."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([safe_cell(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def template(form: FormDocument, lang: str, *, now: datetime) -> bytes:
    """The CSV to fill in: headers, what goes into each column, and an example; both are skipped."""
    known = columns(form, lang)
    answers = usual_answers(form, now=now, everything=True)
    raw = _filled(form, answers)
    return write_csv([
        [f"{say('rows.ref', lang)} [{REF}]", *(column.header for column in known)],
        [say("rows.how", lang), *(_how(column, lang) for column in known)],
        [say("rows.example", lang), *(_example(form, column, raw, lang) for column in known)],
    ])  # fmt: skip


def _how(column: Column, lang: str) -> str:
    need = say("rows.needed" if column.needed else "rows.optional", lang)
    what = _what(column, lang)
    return say("rows.need", lang, need=need, what=what) if what else need


def _what(column: Column, lang: str) -> str:
    """What the cell may hold, where it is not just words."""
    if column.widget == "date":
        return say("rows.date_form", lang)
    if column.widget == "checkboxes" and len(column.words) == 1:
        return say("labels.yes_no.yes", lang)
    words = " | ".join(word.label for word in column.words)
    return words + (say("rows.several", lang) if column.widget == "checkboxes" else "")


def _filled(form: FormDocument, answers: Mapping[str, Any]) -> Raw:
    raw: Raw = {}
    for question in form.questions:
        value = question.read(answers.get(question.id))
        if value is not None:
            raw |= question.fill(value)
    return raw


def _example(form: FormDocument, column: Column, raw: Raw, lang: str) -> str:
    """As `example_cell`; what is told in one's own words is told in this language."""
    cell = example_cell(column, raw)
    own_words = form.by_question[column.question_id].KIND in WORDED
    if cell and (own_words or column.name.endswith(".description")):
        return say("rows.thing" if column.name.endswith(".description") else "rows.words", lang)
    return cell


def example_cell(column: Column, raw: Raw) -> str:
    """What stands in a cell for what a page would send."""
    if column.parts:
        day, month, year = ((raw.get(name) or [""])[0] for name in column.parts)
        return f"{year}-{month:0>2}-{day:0>2}" if year else ""
    values = raw.get(column.name, [])
    labels = {word.code: word.label for word in column.words}
    return " | ".join(labels.get(value, value) for value in values)


# Reading


def read_sheet(content: bytes, form: FormDocument) -> Sheet:
    """The rows of an uploaded CSV. Raises SheetError where the file is none that we can read."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SheetError("empty")
    if len(content) > MOST_BYTES:
        raise SheetError("too_big")
    if content.startswith((_ZIP, _OLD_EXCEL, b"%PDF")):
        raise SheetError("not_csv")
    lines = _best_lines(_decoded(content), form)
    codes, unknown = _header(lines[0][1], form)
    if not set(codes) - {"", REF}:
        raise SheetError("no_columns")
    rows = _rows(lines[1:], codes, form)
    if not rows:
        raise SheetError("no_rows")
    if len(rows) > MOST_ROWS:
        raise SheetError("too_many")
    return Sheet(tuple(rows), tuple(unknown))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # "Unicode text" of a spreadsheet program
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _best_lines(text: str, form: FormDocument) -> list[tuple[int, list[str]]]:
    """The lines, cut at whichever sign gives the most columns of this form."""
    text = text.replace("\x00", "")
    before = 0
    if re.match(r"sep=.\r?\n", text, flags=re.IGNORECASE):  # a note to a spreadsheet program
        text, before = text.partition("\n")[2], 1
    tried = []
    for sign in (",", ";", "\t"):
        lines = _cut(text, sign, before)
        codes = _header(lines[0][1], form)[0] if lines else []
        tried.append((sum(1 for code in codes if code), lines))
    found, lines = max(tried, key=lambda one: one[0])
    if not found:
        raise SheetError("no_columns")
    return lines


def _cut(text: str, sign: str, before: int) -> list[tuple[int, list[str]]]:
    """(number in the spreadsheet, cells) of each line that is not blank."""
    try:
        cut = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error:
        raise SheetError("not_csv") from None
    return [
        (n, line) for n, line in enumerate(cut, start=before + 1) if any(c.strip() for c in line)
    ]


def _header(line: Sequence[str], form: FormDocument) -> tuple[list[str], list[str]]:
    """The code of each column ("" for one that is not of this form), and the unknown headers."""
    known = {REF: REF}
    for lang in form.languages:
        known[plain(say("rows.ref", lang))] = REF
        known |= {plain(column.label): column.code for column in columns(form, lang)}
    codes = {column.code for column in columns(form, form.languages[0])} | {REF}
    found: list[str] = []
    unknown: list[str] = []
    for cell in line:
        named = _CODE.search(cell.strip())
        code = named[1] if named else plain(cell)
        code = code if code in codes else known.get(plain(_CODE.sub("", cell)), "")
        if code in found:
            code = ""
        if not code and cell.strip():
            unknown.append(one_line(cell)[:80])
        found.append(code)
    return found, unknown


def _rows(
    lines: Sequence[tuple[int, list[str]]], codes: Sequence[str], form: FormDocument
) -> list[SheetRow]:
    ours = {
        plain(say(f"rows.{key}", lang)) for lang in form.languages for key in ("how", "example")
    }
    found = []
    for number, line in lines:
        cells = {
            code: _unguarded(many_lines(cell))[:MOST_CELL]
            for code, cell in zip(codes, line, strict=False)
            if code and cell.strip()
        }
        ref = one_line(cells.pop(REF, ""))
        if cells and plain(ref) not in ours:
            found.append(SheetRow(number, ref[:60], cells))
    return found


def _unguarded(text: str) -> str:
    """Without the sign that `safe_cell` put before what looked like a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
