"""Who hears of something urgent, in which order: `alarm` and `watch` of `force.yaml`.

`alarm: {minutes, desks: [{unit, hours, email, system}]}`: the desks in order; the last one is the
control room, which is always staffed. `watch: {return_after_minutes, soon_hours, look_hours}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontcounter.forces.published import ForceSettings
from frontcounter.forces.units import Hours


@dataclass(frozen=True)
class AlarmDesk:
    """A desk that can be told. `email` is the desk's own address, never a person's; `system` is
    the name of the desk's own program, whose address and secret the installation keeps."""

    unit: str
    hours: Hours
    email: str
    system: str = ""


@dataclass(frozen=True)
class AlarmPlan:
    """The desks in order, and how long each has before the next one is told."""

    minutes: int
    desks: tuple[AlarmDesk, ...]

    def next_staffed(self, after: int, local: datetime) -> int:
        """The place of the next desk that is staffed at this local time; at last the control room.

        The last desk answers always, whatever its hours say: somebody must.
        """
        last = len(self.desks) - 1
        for place in range(after + 1, last):
            if self.desks[place].hours.open_at(local):
                return place
        return last


def alarm_plan(settings: ForceSettings, desk: str = "review") -> AlarmPlan:
    """Whom an urgent report of this desk is told to. A closed desk tells its own unit first."""
    told: Mapping[str, Any] = settings.document.get("alarm") or {}
    desks = tuple(_desk(one) for one in told.get("desks", ()))
    if desk != "review":
        own = settings.desks[desk]
        desks = (_desk({"unit": own, "hours": _hours(settings, own)}), *desks[-1:])
    if not desks:
        desks = (_desk({"unit": settings.review_unit}),)
    return AlarmPlan(int(told.get("minutes", 5)), desks)


def _hours(settings: ForceSettings, unit: str) -> Any:
    units = settings.document["units"]
    return next((one.get("hours") for one in units if one["code"] == unit), None)


def _desk(told: Mapping[str, Any]) -> AlarmDesk:
    return AlarmDesk(
        str(told["unit"]),
        Hours.of(told.get("hours")),
        str(told.get("email", "")),
        str(told.get("system", "")),
    )


@dataclass(frozen=True)
class WatchRules:
    """How long a claim may lie still, from when a promise is about to be broken, and for how many
    hours of open desks a report may lie before somebody has opened it."""

    return_after_minutes: int = 120
    soon_hours: int = 8
    look_hours: int = 8


def watch_rules(settings: ForceSettings) -> WatchRules:
    """What the force tells under `watch`; what it leaves out is as here."""
    told = settings.document.get("watch") or {}
    known = WatchRules.__dataclass_fields__
    return WatchRules(**{name: int(told[name]) for name in known if name in told})
