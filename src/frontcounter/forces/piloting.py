"""Beginning small: a pilot lets only so many in; a practice area is no real service at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from frontcounter.forces.published import ForceSettings


@dataclass(frozen=True)
class Pilot:
    """Whom a force lets report online while it tries it. Without areas, everywhere."""

    areas: frozenset[str]
    share: float
    daily_cap: int | None
    until: date | None
    door: str

    def on(self, at: datetime, settings: ForceSettings) -> bool:
        """Whether the pilot is still going on, by the force's own day; after it, all may."""
        return self.until is None or at.astimezone(settings.zone).date() <= self.until

    def takes(self, district: str) -> bool:
        """Whether it takes what happened there. Where that is not known, a person decides."""
        return not self.areas or not district or district in self.areas


def pilot_of(settings: ForceSettings) -> Pilot | None:
    """What the force published under `pilot`, if anything."""
    told: Any = settings.document.get("pilot")
    if not told:
        return None
    until = told.get("until")
    return Pilot(
        areas=frozenset(str(area) for area in told.get("areas") or ()),
        share=float(told.get("share", 1)),
        daily_cap=told.get("daily_cap"),
        until=date.fromisoformat(str(until)) if until else None,
        door=str(told.get("door", "non_emergency")),
    )


def day_began(settings: ForceSettings, at: datetime) -> datetime:
    """Midnight of the force's own day."""
    return datetime.combine(at.astimezone(settings.zone).date(), time.min, settings.zone)


def is_practice(settings: ForceSettings) -> bool:
    """Whether this is a companion force to practise in: nothing in it is real, nothing leaves."""
    return bool(settings.document.get("practice", False))
