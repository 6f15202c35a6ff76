"""A date as it stands in a cell of a spreadsheet: 2026-11-20, 20/11/2026, 20 Nov 2026."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .cleaning import parse_date

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(.+))?")
_FIGURES = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ]+(.+))?")
_NAMED = re.compile(
    r"(\d{1,2})(?:er|st|nd|rd|th)?[-/. ]+([^\W\d_]+)\.?[-/., ]+(\d{4}|\d{2})(?: +(.+))?"
)
_SECONDS = re.compile(r"(\d{1,2}:\d{2}):\d{2}(?:\.0+)?")
DAY_FIRST = frozenset({"GB"})
"""Countries that write 3/11 for the third of November, and nothing else."""


@dataclass(frozen=True)
class CellDate:
    """Day, month and year as for the boxes of a page; `time`, if one stood behind the date."""

    boxes: tuple[str, str, str]
    time: str = ""


def split_date(text: str, region: str) -> CellDate | None:
    """The parts of a date; None where it is none, or could be one of two days.

    Where 3/11 may be March or November, nobody guesses: the cell is shown to be written again.
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        return _made(found[3], found[2], found[1], found[4])
    if found := _FIGURES.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        if region in DAY_FIRST or first > 12 or first == second:
            return _made(found[1], found[2], found[3], found[4])
        return _made(found[2], found[1], found[3], found[4]) if second > 12 else None
    if found := _NAMED.fullmatch(text):
        return _made(found[1], found[2], found[3], found[4])
    return None


def _made(day: str, month: str, year: str, rest: str | None) -> CellDate | None:
    if parse_date(day, month, year) is None:
        return None
    time = (rest or "").strip()
    if seconds := _SECONDS.fullmatch(time):
        time = seconds[1]
    midnight = time in {"0:00", "00:00"}  # how a program writes that there is no time
    return CellDate((day, month, year), "" if midnight else time)
