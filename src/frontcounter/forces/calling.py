"""How a force calls people: hours, the plan of tries, slots to book, counters to visit.

`calling:` and `visits:` in the force's file; what is not said there is as here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from frontcounter.forces.calendar import WEEKDAYS
from frontcounter.forces.published import ForceSettings, Texts

Span = tuple[time, time]
Hours = tuple[Span | None, ...]

_AFTER = (4.0, 24.0)


@dataclass(frozen=True)
class Counter:
    """A place that people may come to: `per_slot` of them at once."""

    code: str
    name: Texts
    address: Texts
    hours: Hours
    minutes: int
    per_slot: int


@dataclass(frozen=True)
class Calling:
    """The force's rules for calls.

    `after_hours` is the wait before each further try; one more than its length are planned.
    `slots_per_hour` is how many calls the unit takes in an hour. `dispatch` is the number that
    sends a car, the emergency number where none is named.
    """

    hours: Hours
    after_hours: tuple[float, ...]
    most_per_day: int
    slot_minutes: int
    slots_per_hour: int
    horizon_days: int
    keep_cards_days: int
    dispatch: str
    counters: tuple[Counter, ...]

    @property
    def tries(self) -> int:
        """How often a person is called before another way is taken."""
        return len(self.after_hours) + 1

    @property
    def starts(self) -> tuple[int, ...]:
        """The minutes of an hour at which a call may be booked."""
        found = range(0, 60, self.slot_minutes)
        return tuple(found)[: self.slots_per_hour]

    @property
    def per_slot(self) -> int:
        """How many people may book the same start."""
        return max(1, self.slots_per_hour * self.slot_minutes // 60)

    def counter(self, code: str) -> Counter | None:
        return next((one for one in self.counters if one.code == code), None)


def calling_of(settings: ForceSettings) -> Calling:
    """The rules of this force."""
    told: Mapping[str, Any] = settings.document.get("calling") or {}
    hours = told.get("hours")
    tries: Sequence[Mapping[str, Any]] = told.get("attempts") or ()
    return Calling(
        hours=hours_of(hours) if hours else settings.calendar.hours,
        after_hours=tuple(float(one["after_hours"]) for one in tries) or _AFTER,
        most_per_day=int(told.get("most_per_day", 2)),
        slot_minutes=int(told.get("slot_minutes", 20)),
        slots_per_hour=int(told.get("slots_per_hour", 3)),
        horizon_days=int(told.get("horizon_days", 7)),
        keep_cards_days=int(told.get("keep_cards_days", 365)),
        dispatch=str(told.get("dispatch") or settings.document["emergency"]["number"]),
        counters=tuple(_counter(one) for one in settings.document.get("visits") or ()),
    )


def hours_of(told: Mapping[str, Any]) -> Hours:
    """mon…sun → ["09:00", "20:00"]; a day that is left out is closed."""
    return tuple(
        (time.fromisoformat(span[0]), time.fromisoformat(span[1])) if span else None
        for span in (told.get(day) for day in WEEKDAYS)
    )


def span_on(settings: ForceSettings, hours: Hours, day: date) -> tuple[datetime, datetime] | None:
    """From when until when these hours hold on a day; None on a holiday or a closed day."""
    span = hours[day.weekday()]
    if span is None or _is_holiday(settings, day):
        return None
    zone = settings.zone
    return datetime.combine(day, span[0], zone), datetime.combine(day, span[1], zone)


def starts_on(
    settings: ForceSettings, hours: Hours, day: date, minutes: int, allowed: Sequence[int] = ()
) -> list[datetime]:
    """Every start of `minutes` on a day; `allowed` minutes of the hour only, where some are."""
    span = span_on(settings, hours, day)
    found: list[datetime] = []
    if span is None:
        return found
    start, end = span
    while start + timedelta(minutes=minutes) <= end:
        if not allowed or start.minute in allowed:
            found.append(start)
        start += timedelta(minutes=minutes)
    return found


def _is_holiday(settings: ForceSettings, day: date) -> bool:
    """A day on which the force would work, were it none that its calendar names as free."""
    calendar = settings.calendar
    return calendar.hours[day.weekday()] is not None and not calendar.is_business_day(day)


def _counter(told: Mapping[str, Any]) -> Counter:
    minutes = int(told.get("minutes", 30))
    return Counter(
        code=str(told["code"]),
        name=told["name"],
        address=told["address"],
        hours=hours_of(told["hours"]),
        minutes=minutes,
        per_slot=max(1, int(told.get("per_slot", 1))),
    )
