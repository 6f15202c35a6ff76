"""A force's calendar: which days it works, which holidays count, and when its desks are open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class ForceCalendar:
    """Business days and hours in local time."""

    zone: ZoneInfo
    country: str
    subdivision: str
    categories: tuple[str, ...]
    extra_days: frozenset[date]
    hours: tuple[tuple[time, time] | None, ...]

    @classmethod
    def from_document(cls, document: Mapping[str, Any], zone: ZoneInfo) -> ForceCalendar:
        """`open` maps mon…sun to ["08:00", "17:00"]; a day that is left out is closed."""
        hours = tuple(
            (time.fromisoformat(span[0]), time.fromisoformat(span[1])) if span else None
            for span in (document["open"].get(day) for day in WEEKDAYS)
        )
        return cls(
            zone=zone,
            country=document["country"],
            subdivision=document.get("subdivision", ""),
            categories=tuple(document.get("categories", ("public",))),
            extra_days=frozenset(
                date.fromisoformat(str(d)) for d in document.get("extra_days", ())
            ),
            hours=hours,
        )

    def is_business_day(self, day: date) -> bool:
        """Open that weekday, and neither a holiday that counts nor a day of the force's own."""
        if self.hours[day.weekday()] is None or day in self.extra_days:
            return False
        return day not in _holidays(self.country, self.subdivision, self.categories, day.year)

    def close_of(self, day: date) -> datetime:
        """The instant at which the desks close on a business day, in local time."""
        span = self.hours[day.weekday()]
        if span is None:
            raise ValueError(f"{day} is not a business day")
        return datetime.combine(day, span[1], self.zone)

    def opens_after(self, at: datetime) -> datetime | None:
        """None while the desks are open, else the instant at which they open next, local time."""
        local = at.astimezone(self.zone)
        day = local.date()
        span = self.hours[day.weekday()]
        if self.is_business_day(day) and span is not None and local.time() < span[1]:
            opens = datetime.combine(day, span[0], self.zone)
            return opens if local < opens else None
        day = self._next_business_day(day)
        first = self.hours[day.weekday()]
        return datetime.combine(day, first[0], self.zone) if first else None

    def business_days_after(self, start: datetime, count: int) -> datetime:
        """Close of the `count`-th business day after the day of `start`.

        What arrives on a day that is closed, or after hours, counts from the next business day:
        the day of arrival itself never counts, so nobody is promised less than `count` full days.
        """
        local = start.astimezone(self.zone)
        day = local.date()
        closed = not self.is_business_day(day)
        if closed or local >= self.close_of(day):
            day = self._next_business_day(day)
        for _ in range(count):
            day = self._next_business_day(day)
        return self.close_of(day)

    def business_days_between(self, start: datetime, end: datetime) -> int:
        """How many business days of the force end after `start` and not after `end`."""
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        count = 0
        while day < last:
            day += timedelta(days=1)
            count += self.is_business_day(day)
        return count

    def _next_business_day(self, day: date) -> date:
        for _ in range(366):
            day += timedelta(days=1)
            if self.is_business_day(day):
                return day
        raise ValueError("the calendar has no business day within a year")


@lru_cache(maxsize=256)
def _holidays(
    country: str, subdivision: str, categories: tuple[str, ...], year: int
) -> frozenset[date]:
    found = holidays.country_holidays(
        country, subdiv=subdivision or None, categories=categories, years=year
    )
    return frozenset(found)
