"""date: three boxes; and the boxes themselves, which other kinds use too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from ..cleaning import parse_date
from ..reading import Reader
from ..texts import long_date, say
from ..views import Field, Input
from .base import Asking, Checking, Question, Raw, Value

EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 1, 1)


def zone_of(name: str) -> ZoneInfo:
    """The zone, or UTC when the name is unknown here."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return ZoneInfo("UTC")


def local_now(c: Checking, zone: str) -> datetime:
    """The wall time of `c.now` in the zone, naive."""
    return c.now.astimezone(zone_of(zone)).replace(tzinfo=None)


def read_date(stored: object) -> date | None:
    """An ISO day from 1900 to 2200, else None."""
    if not isinstance(stored, str) or len(stored) != 10:
        return None
    try:
        day = date.fromisoformat(stored)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST and day.isoformat() == stored else None


def date_names(part: str) -> tuple[str, str, str]:
    start = f"{part}_" if part else ""
    return f"{start}day", f"{start}month", f"{start}year"


def check_date(c: Checking, part: str, today: date, *, missing: str = "") -> date | None:
    """The date in the three boxes of `part`. `missing`: the error key if all are blank."""
    names = date_names(part)
    typed = [c.get(name) for name in names]
    if not any(typed):
        if missing:
            c.error(names[0], missing)
        return None
    for name, text, key in zip(names, typed, ("no_day", "no_month", "no_year"), strict=True):
        if not text:
            c.error(name, key)
            return None
    day = parse_date(*typed)
    if day is None or day < EARLIEST:
        c.error(names[0], "not_a_date")
        return None
    if day > today:
        c.error(names[0], "future_date")
        return None
    return day


def fill_date(prefix: str, part: str, day: date) -> Raw:
    values = (str(day.day), str(day.month), str(day.year))
    return {f"{prefix}.{n}": [v] for n, v in zip(date_names(part), values, strict=True)}


def date_boxes(
    a: Asking, part: str, label: str, hint: str = "", *, birthday: bool = False
) -> Input:
    """A group of day, month and year; its error is that of any of its boxes."""
    words = ("day", "month", "year")
    names = date_names(part)
    boxes = tuple(
        Input(
            widget="text",
            name=a.name(name),
            label=say(f"date.{word}", a.lang),
            value=a.get(name),
            error=a.error(name),
            inputmode="numeric" if word != "month" else "",
            width=4 if word == "year" else 2,
            autocomplete=f"bday-{word}" if birthday else "",
            spellcheck=False,
        )
        for name, word in zip(names, words, strict=True)
    )
    error = next((box.error for box in boxes if box.error), a.error(part))
    return Input(
        widget="date", name=a.name(part), label=label, hint=hint, error=error, inputs=boxes
    )


@dataclass(frozen=True, kw_only=True)
class DateQuestion(Question):
    """A day, not in the future. Canonical: 'YYYY-MM-DD'. Names: .day .month .year."""

    KIND = "date"
    zone: str = "UTC"

    @classmethod
    def parse(cls, r: Reader) -> Self:
        return cls(**cls.common(r), zone=r.string("zone", "UTC"))

    def read(self, stored: object) -> Value | None:
        return stored if read_date(stored) else None

    def fill(self, value: Value) -> Raw:
        return fill_date(self.id, "", date.fromisoformat(value))

    def check(self, c: Checking) -> Value | None:
        if self.required and not any(c.get(name) for name in date_names("")):
            self.missing(c, "day", "date")
            return None
        day = check_date(c, "", local_now(c, self.zone).date())
        return day.isoformat() if day else None

    def ask(self, a: Asking) -> Field:
        hint = say("date.hint", a.lang)
        boxes = date_boxes(a, "", "", hint)
        return self.field(a, inputs=(boxes,), composite=True)

    def show(self, value: Value, lang: str) -> list[str]:
        return [long_date(date.fromisoformat(value), lang)]
