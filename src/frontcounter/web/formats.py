"""Dates, times, money and spans as people of one language and country write them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

NBSP = "\u00a0"

PlainDate = dt.date
Day = dt.date | dt.datetime

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_SHORT = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janv. févr. mars avr. mai juin juill. août sept. oct. nov. déc.",
}
_SPANS = {
    "en": (("day", "days"), ("hour", "hours"), ("minute", "minutes")),
    "fr": (("jour", "jours"), ("heure", "heures"), ("minute", "minutes")),
}
_SHORT_SPANS = {"en": ("d", "h", "min"), "fr": ("j", "h", "min")}
_SYMBOLS = {"CAD": "$", "GBP": "£", "USD": "US$", "EUR": "€"}
# A currency's own country writes its bare sign; elsewhere "CA$" keeps it apart.
_FOREIGN = {"CAD": "CA$"}
_DECIMALS = {"JPY": 0}


@dataclass(frozen=True, slots=True)
class Formats:
    """Formats of one language ("en", "fr"), country ("CA", "GB") and time zone.

    Aware datetimes are shown in `zone` when there is one, naive ones as they stand.
    """

    lang: str
    country: str = "CA"
    zone: dt.tzinfo | None = None

    def local(self, at: dt.datetime) -> dt.datetime:
        """Return the instant in this zone."""
        return at.astimezone(self.zone) if self.zone and at.tzinfo else at

    def day(self, on: Day) -> str:
        """Return "26 November 2026" / "26 novembre 2026"."""
        on = self._date(on)
        return f"{self._day_number(on)} {_MONTHS[self.lang].split()[on.month - 1]} {on.year}"

    def date(self, on: Day) -> str:
        """Return "Thursday 26 November 2026" / "le jeudi 26 novembre 2026"."""
        on = self._date(on)
        article = "le " if self.lang == "fr" else ""
        return f"{article}{self.weekday(on)} {self.day(on)}"

    def weekday(self, on: Day) -> str:
        """Return "Thursday" / "jeudi"."""
        return _DAYS[self.lang][self._date(on).weekday()]

    def date_short(self, on: Day) -> str:
        """Return "26 Nov 2026" / "26 nov. 2026", for tables."""
        on = self._date(on)
        return f"{on.day} {_SHORT[self.lang].split()[on.month - 1]} {on.year}"

    def time(self, at: dt.time | dt.datetime) -> str:
        """Return "5:30 p.m." (Canada), "5:30pm" (UK), "17 h 30" (French)."""
        if isinstance(at, dt.datetime):
            at = self.local(at).time()
        if self.lang == "fr":
            minutes = f"{NBSP}{at.minute:02d}" if at.minute else ""
            return f"{at.hour}{NBSP}h{minutes}"
        minutes = f":{at.minute:02d}" if at.minute else ""
        if not minutes and at.hour in (0, 12):
            noon = "midday" if self.country == "GB" else "noon"
            return noon if at.hour else "midnight"
        british = self.country == "GB"
        half = ("pm" if british else "p.m.") if at.hour >= 12 else ("am" if british else "a.m.")
        return f"{at.hour % 12 or 12}{minutes}{'' if british else NBSP}{half}"

    def moment(self, at: dt.datetime) -> str:
        """Return "Thursday 26 November 2026, 5 p.m." / "le jeudi 26 novembre 2026 à 17 h"."""
        at = self.local(at)
        joint = " à " if self.lang == "fr" else ", "
        return f"{self.date(at)}{joint}{self.time(at.time())}"

    def moment_short(self, at: dt.datetime) -> str:
        """Return "26 Nov 2026, 5 p.m." / "26 nov. 2026, 17 h", for tables and timelines."""
        at = self.local(at)
        return f"{self.date_short(at)}, {self.time(at.time())}"

    def number(self, n: float, decimals: int = 0) -> str:
        """Return 5000 as "5,000" / "5 000" and 2.5 as "2.5" / "2,5"."""
        text = f"{n:,.{decimals}f}"
        if self.lang == "fr":
            return text.replace(",", NBSP).replace(".", ",")
        return text

    def money(self, minor: int, currency: str = "CAD") -> str:
        """Return an amount of minor units: "$5,000", "5 000 $", "£5,000", "$12.50"."""
        places = _DECIMALS.get(currency, 2)
        whole, cents = divmod(abs(minor), 10**places)
        text = self.number(whole)
        if cents:
            text += ("," if self.lang == "fr" else ".") + f"{cents:0{places}d}"
        sign = "-" if minor < 0 else ""
        symbol = _SYMBOLS.get(currency, currency + NBSP)
        if self.country != "CA":
            symbol = _FOREIGN.get(currency, symbol)
        if self.lang == "fr":
            return f"{sign}{text}{NBSP}{symbol.strip(NBSP)}"
        return f"{sign}{symbol}{text}"

    def span(self, length: dt.timedelta) -> str:
        """Return the largest unit, rounded down: "2 days", "3 hours", "1 minute"."""
        n, unit = _largest(length)
        one, other = _SPANS[self.lang][unit]
        single = n < 2 if self.lang == "fr" else n == 1
        return f"{n}{NBSP}{one if single else other}"

    def span_short(self, length: dt.timedelta) -> str:
        """Return "2 d 3 h" / "2 j 3 h", "3 h 20 min", "5 min": two units, for tables."""
        days, hours, minutes = _split(length)
        units = list(zip((days, hours, minutes), _SHORT_SPANS[self.lang], strict=True))
        first = next((i for i, (n, _) in enumerate(units) if n), 2)
        shown = [f"{n}{NBSP}{unit}" for n, unit in units[first : first + 2] if n or first == 2]
        return NBSP.join(shown)

    def until(self, at: dt.datetime, now: dt.datetime) -> str:
        """Return "in 2 days" / "dans 2 jours", or "2 days late" / "2 jours de retard"."""
        if at >= now:
            return ("dans " if self.lang == "fr" else "in ") + self.span(at - now)
        late = self.span(now - at)
        return f"{late} de retard" if self.lang == "fr" else f"{late} late"

    def since(self, at: dt.datetime, now: dt.datetime) -> str:
        """Return "2 days ago" / "il y a 2 jours"."""
        ago = self.span(now - at)
        return f"il y a {ago}" if self.lang == "fr" else f"{ago} ago"

    def size(self, n_bytes: int) -> str:
        """Return a file's size: "640 KB", "2.5 MB" / "2,5 Mo"."""
        letter = "o" if self.lang == "fr" else "B"
        if n_bytes < 1_000_000:
            kilo = "k" if self.lang == "fr" else "K"
            return f"{self.number(max(1, round(n_bytes / 1000)))}{NBSP}{kilo}{letter}"
        return f"{self.number(n_bytes / 1_000_000, 1)}{NBSP}M{letter}"

    def join(self, items: Sequence[str], *, last: str = "and") -> str:
        """Return "a, b and c" / "a, b et c"; `last` is "and" or "or"."""
        word = {"and": "et", "or": "ou"}[last] if self.lang == "fr" else last
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {word} {items[-1]}"

    def _date(self, on: Day) -> PlainDate:
        return self.local(on).date() if isinstance(on, dt.datetime) else on

    def _day_number(self, on: PlainDate) -> str:
        return "1er" if self.lang == "fr" and on.day == 1 else str(on.day)


def _split(length: dt.timedelta) -> tuple[int, int, int]:
    minutes = int(length.total_seconds() // 60)
    return minutes // 1440, minutes % 1440 // 60, minutes % 60


def _largest(length: dt.timedelta) -> tuple[int, int]:
    parts = _split(length)
    return next(((n, unit) for unit, n in enumerate(parts) if n), (0, 2))
