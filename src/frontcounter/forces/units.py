"""What a force tells of its units: when they work, where, how much they can hold, who steps in.

Keys of a unit beside `code` and `name`: `hours` ("always", or weekday → [from, to]),
`districts` (areas that are its own), `capacity` (tasks that may wait there), `when_closed` and
`when_full` (another unit).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from frontcounter.forces.calendar import WEEKDAYS
from frontcounter.forces.published import ForceSettings

ALWAYS = "always"


@dataclass(frozen=True)
class Hours:
    """When somebody is there, by local weekday (Monday first); None: day and night.

    A span that ends at or before its beginning goes on until that hour of the next day.
    """

    spans: tuple[tuple[time, time] | None, ...] | None

    @classmethod
    def of(cls, told: Any) -> Hours:
        if not isinstance(told, Mapping):
            return cls(None)
        return cls(tuple(_span(told.get(day)) for day in WEEKDAYS))

    def open_at(self, local: datetime) -> bool:
        """Whether somebody is there at this local time."""
        if self.spans is None:
            return True
        now = local.time()
        today = self.spans[local.weekday()]
        if today and (today[0] <= now < today[1] or (today[1] <= today[0] <= now)):
            return True
        before = self.spans[(local - timedelta(days=1)).weekday()]
        return bool(before and before[1] <= before[0] and now < before[1])

    def length(self, weekday: int) -> float:
        """Hours of a weekday on which somebody is there."""
        if self.spans is None:
            return 24.0
        span = self.spans[weekday]
        if span is None:
            return 0.0
        start, end = (one.hour + one.minute / 60 for one in span)
        return end - start if end > start else end - start + 24


def _span(told: Any) -> tuple[time, time] | None:
    return (time.fromisoformat(told[0]), time.fromisoformat(told[1])) if told else None


@dataclass(frozen=True)
class UnitRules:
    """How a unit works; what is not told does not bind it."""

    code: str
    hours: Hours | None
    districts: frozenset[str]
    capacity: int | None
    when_closed: str
    when_full: str


def unit_rules(settings: ForceSettings) -> dict[str, UnitRules]:
    """Every unit of the force by its code, in the order of its file."""
    return {
        str(unit["code"]): UnitRules(
            code=str(unit["code"]),
            hours=Hours.of(unit["hours"]) if "hours" in unit else None,
            districts=frozenset(str(code) for code in unit.get("districts", ())),
            capacity=unit.get("capacity"),
            when_closed=str(unit.get("when_closed", "")),
            when_full=str(unit.get("when_full", "")),
        )
        for unit in settings.document["units"]
    }


def unit_of_district(settings: ForceSettings, district: str) -> str:
    """The unit whose area this is (a detachment, a division); "" where no unit claims it."""
    if not district:
        return ""
    rules = unit_rules(settings).values()
    return next((unit.code for unit in rules if district in unit.districts), "")


def unit_name(settings: ForceSettings, code: str, lang: str) -> str:
    """What the unit is called; its code where the force no longer has it."""
    unit = settings.units.get(code)
    return settings.text(unit.name, lang) if unit else code


def hours_of(settings: ForceSettings, code: str) -> Hours:
    """When the unit works: as it tells, else while the force's desks are open."""
    rules = unit_rules(settings).get(code)
    if rules and rules.hours is not None:
        return rules.hours
    return Hours(settings.calendar.hours)
