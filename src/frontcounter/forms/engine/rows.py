"""Several offences in one go: each row of a spreadsheet checked like the pages of a report.

What is asked once for all (pages marked `shared`, and the gate) is answered on the pages
themselves. Every other question is a column (row_columns.py); a row may also answer the gate for
itself, so that one row can be stopped where the others go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from .answering import PageResult, check_page
from .cleaning import many_lines, one_line
from .document import FormDocument, Page
from .journey import Answers, Stop, walk
from .kinds.base import Raw
from .kinds.place_spot import Locate
from .noticing import hints
from .row_columns import Column, columns, meanings, plain
from .row_dates import split_date
from .texts import say

SECONDS = re.compile(r"(\d{1,2}:\d{2}):\d{2}(\.0+)?")
MOST_WORDS = 12
Known: TypeAlias = Sequence[tuple[Column, Mapping[str, list[str]]]]
"""The columns, each with what its words mean."""


@dataclass(frozen=True)
class RowError:
    """One mistake of a row: the column's words, what to do, and what stands in the cell."""

    column: str
    message: str
    typed: str = ""


@dataclass(frozen=True)
class RowResult:
    """What one row comes to. `answers`: those of the row and what all rows share."""

    answers: dict[str, Any]
    errors: tuple[RowError, ...] = ()
    stop: Stop | None = None
    hints: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.errors and self.stop is None


@dataclass(frozen=True)
class Sorting:
    """How rows are read and checked: whose words, which country's dates, and when it is."""

    lang: str
    now: datetime
    region: str
    locate: Locate | None = None


def check_rows(
    form: FormDocument, shared: Answers, rows: Iterable[Mapping[str, str]], sorting: Sorting
) -> list[RowResult]:
    """Check each row as if its pages had been sent, with what all rows share."""
    known = [(c, meanings(form, c) if c.words else {}) for c in columns(form, sorting.lang)]
    return [_check_row(form, shared, known, cells, sorting) for cells in rows]


def _check_row(
    form: FormDocument,
    shared: Answers,
    known: Known,
    cells: Mapping[str, str],
    sorting: Sorting,
) -> RowResult:
    raw, errors = _submitted(form, known, cells, sorting)
    answers: dict[str, Any] = dict(shared)
    on_way = {page.id for page in walk(form, answers).steps}
    for page in form.all_pages:
        if page.shared or page.id not in on_way:
            continue
        result = _check_page(form, page, raw, answers, sorting)
        answers |= result.values
        if result.stop is not None:
            return RowResult(answers, stop=result.stop)
        errors += _in_words(result, known, cells, {error.column for error in errors})
        on_way = {page.id for page in walk(form, answers).steps}
    found = hints(form, answers, sorting.lang) if not errors else []
    return RowResult(answers, tuple(errors), hints=tuple(hint.text for hint in found))


def _check_page(
    form: FormDocument, page: Page, raw: Raw, answers: dict[str, Any], sorting: Sorting
) -> PageResult:
    own = {question.id: question for question in page.questions}
    sent = {name: values for name, values in raw.items() if name.partition(".")[0] in own}
    if page.is_gate:  # a row that does not say otherwise is like all others
        for name, question in own.items():
            if name in sent or answers.get(name) is None:
                continue
            sent |= question.fill(answers[name])
    return check_page(
        form,
        page.id,
        sent,
        answers,
        lang=sorting.lang,
        now=sorting.now,
        region=sorting.region,
        locate=sorting.locate,
    )


def _in_words(
    result: PageResult, known: Known, cells: Mapping[str, str], told: set[str]
) -> list[RowError]:
    """The mistakes of a page by column, once each; one that was already told is left out."""
    by_name = {name: column for column, _ in known for name in column.names()}
    found: dict[str, RowError] = {}
    for error in result.errors:
        name = error.field_name
        column = by_name.get(name) or by_name.get(name.replace(".how", ".from"))
        label = column.label if column else ""
        typed = one_line(cells.get(column.code, ""))[:80] if column else ""
        if label not in told:
            found.setdefault(label, RowError(label, error.message, typed))
    return list(found.values())


# From what stands in a cell to what a page would have sent.


def _submitted(
    form: FormDocument, known: Known, cells: Mapping[str, str], sorting: Sorting
) -> tuple[Raw, list[RowError]]:
    raw: Raw = {}
    errors: list[RowError] = []
    for column, meant in known:
        text = many_lines(cells.get(column.code, ""))
        if not text:
            continue
        found = _read(column, meant, text, sorting.region)
        if found is None:
            errors.append(RowError(column.label, _why(column, sorting), one_line(text)[:80]))
        else:
            raw |= found
    for question in form.questions:
        if question.KIND == "time_window":
            raw |= _how(question.id, raw)
    return raw, errors


def _read(column: Column, meant: Mapping[str, list[str]], text: str, region: str) -> Raw | None:
    """The names and values that the cell gives; None where it cannot be read."""
    if column.words:
        codes = _codes(column, meant, text)
        return None if codes is None else ({column.name: codes} if codes else {})
    if column.widget == "date":
        found = split_date(text, region)
        if found is None:
            return None
        raw = {name: [value] for name, value in zip(column.parts, found.boxes, strict=True)}
        return raw | ({f"{column.name}_time": [found.time]} if found.time else {})
    clean = SECONDS.fullmatch(text)
    return {column.name: [clean[1] if clean else text]}


def _codes(column: Column, meant: Mapping[str, list[str]], text: str) -> list[str] | None:
    """The codes that the words of a cell mean, in any language of the form; None if unknown."""
    if (whole := meant.get(plain(text))) is not None:
        return whole
    if column.widget != "checkboxes":
        return None
    codes: list[str] = []
    for part in re.split(r"[;|\n]", text):
        if not part.strip():
            continue
        found = meant.get(plain(part))
        if found is None:
            return None
        codes += found
    return codes


def _how(question_id: str, raw: Raw) -> Raw:
    """How well the time is known: two dates are a span, and a time is one that was noted."""

    def told(end: str) -> bool:
        return any(raw.get(f"{question_id}.{end}_{part}") for part in ("day", "time"))

    if not told("from") and not told("to"):
        return {}
    exact = "exact" if raw.get(f"{question_id}.from_time") else "about"
    return {f"{question_id}.how": ["between" if told("to") else exact]}


def _why(column: Column, sorting: Sorting) -> str:
    if column.widget == "date":
        return say("rows.date", sorting.lang)
    return say("rows.choose", sorting.lang, words=say("rows.or", sorting.lang).join(
        word.label for word in column.words[:MOST_WORDS]
    ))  # fmt: skip
