"""Dates, times, money and spans as people of one language and country write them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from frontcounter.base.languages import NBSP, Language, language
from frontcounter.base.sizes import size_text

PlainDate = dt.date
Day = dt.date | dt.datetime

_SYMBOLS = {"CAD": "$", "GBP": "£", "USD": "US$", "EUR": "€"}
# A currency's own country writes its bare sign; elsewhere "CA$" keeps it apart.
_FOREIGN = {"CAD": "CA$"}
_DECIMALS = {"JPY": 0}


@dataclass(frozen=True, slots=True)
class Formats:
    """Formats of one language ("en", "fr" …), country ("CA", "GB") and time zone.

    Aware datetimes are shown in `zone` when there is one, naive ones as they stand.
    """

    lang: str
    country: str = "CA"
    zone: dt.tzinfo | None = None

    @property
    def ways(self) -> Language:
        """How this language writes things."""
        return language(self.lang)

    def local(self, at: dt.datetime) -> dt.datetime:
        """Return the instant in this zone."""
        return at.astimezone(self.zone) if self.zone and at.tzinfo else at

    def day(self, on: Day) -> str:
        """Return "26 November 2026" / "26 novembre 2026"."""
        on = self._date(on)
        return f"{self.ways.day_number(on.day)} {self.ways.months[on.month - 1]} {on.year}"

    def date(self, on: Day) -> str:
        """Return "Thursday 26 November 2026" / "le jeudi 26 novembre 2026"."""
        return self.ways.date.format(weekday=self.weekday(on), day=self.day(on))

    def weekday(self, on: Day) -> str:
        """Return "Thursday" / "jeudi"."""
        return self.ways.days[self._date(on).weekday()]

    def date_short(self, on: Day) -> str:
        """Return "26 Nov 2026" / "26 nov. 2026", for tables."""
        on = self._date(on)
        return f"{on.day} {self.ways.short_months[on.month - 1]} {on.year}"

    def time(self, at: dt.time | dt.datetime) -> str:
        """Return "5:30 p.m." (Canada), "5:30pm" (UK), "17 h 30" (French)."""
        if isinstance(at, dt.datetime):
            at = self.local(at).time()
        return self.ways.time(at.hour, at.minute, self.country)

    def moment(self, at: dt.datetime) -> str:
        """Return "Thursday 26 November 2026, 5 p.m." / "le jeudi 26 novembre 2026 à 17 h"."""
        at = self.local(at)
        return self.ways.moment.format(date=self.date(at), time=self.time(at.time()))

    def moment_short(self, at: dt.datetime) -> str:
        """Return "26 Nov 2026, 5 p.m." / "26 nov. 2026, 17 h", for tables and timelines."""
        at = self.local(at)
        return f"{self.date_short(at)}, {self.time(at.time())}"

    def number(self, n: float, decimals: int = 0) -> str:
        """Return 5000 as "5,000" / "5 000" and 2.5 as "2.5" / "2,5"."""
        return self.ways.number(f"{n:,.{decimals}f}")

    def money(self, minor: int, currency: str = "CAD") -> str:
        """Return an amount of minor units: "$5,000", "5 000 $", "£5,000", "$12.50"."""
        places = _DECIMALS.get(currency, 2)
        whole, cents = divmod(abs(minor), 10**places)
        text = self.number(whole)
        if cents:
            text += self.ways.decimal + f"{cents:0{places}d}"
        sign = "-" if minor < 0 else ""
        symbol = _SYMBOLS.get(currency, currency + NBSP)
        if self.country != "CA":
            symbol = _FOREIGN.get(currency, symbol)
        if self.ways.money.startswith("{symbol}"):
            return f"{sign}{symbol}{text}"
        return sign + self.ways.money.format(amount=text, symbol=symbol.strip(NBSP))

    def span(self, length: dt.timedelta) -> str:
        """Return the largest unit, rounded down: "2 days", "3 hours", "1 minute"."""
        n, unit = _largest(length)
        one, other = self.ways.spans[unit]
        return f"{n}{NBSP}{one if self.ways.is_singular(n) else other}"

    def until(self, at: dt.datetime, now: dt.datetime) -> str:
        """Return "in 2 days" / "dans 2 jours", or "2 days late" / "2 jours de retard"."""
        if at >= now:
            return self.ways.until.format(span=self.span(at - now))
        return self.ways.late.format(span=self.span(now - at))

    def since(self, at: dt.datetime, now: dt.datetime) -> str:
        """Return "2 days ago" / "il y a 2 jours"."""
        return self.ways.since.format(span=self.span(now - at))

    def size(self, n_bytes: int) -> str:
        """Return a file's size: "640 KB", "2.5 MB" / "2,5 Mo"."""
        return size_text(n_bytes, self.lang)

    def join(self, items: Sequence[str], *, last: str = "and") -> str:
        """Return "a, b and c" / "a, b et c"; `last` is "and" or "or"."""
        word = self.ways.conjunctions[last]
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {word} {items[-1]}"

    def _date(self, on: Day) -> PlainDate:
        return self.local(on).date() if isinstance(on, dt.datetime) else on


def _split(length: dt.timedelta) -> tuple[int, int, int]:
    minutes = int(length.total_seconds() // 60)
    return minutes // 1440, minutes % 1440 // 60, minutes % 60


def _largest(length: dt.timedelta) -> tuple[int, int]:
    parts = _split(length)
    return next(((n, unit) for unit, n in enumerate(parts) if n), (0, 2))
