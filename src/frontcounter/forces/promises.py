"""When a promise is due: clock hours by the clock, business days in the force's calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from frontcounter.forces.published import ForceSettings


def due_at(settings: ForceSettings, kind: str, start: datetime) -> datetime:
    """The instant (UTC) by which the promise `kind`, made at `start`, must be kept."""
    rule = settings.promises[kind]
    return due_after(settings, rule.length, rule.unit, start)


def due_after(settings: ForceSettings, length: int, unit: str, start: datetime) -> datetime:
    """The instant (UTC) that lies `length` clock hours or business days after `start`."""
    if unit == "clock_hours":
        return start.astimezone(UTC) + timedelta(hours=length)  # never wall-clock hours
    return settings.calendar.business_days_after(start, length).astimezone(UTC)


def after_pause(
    settings: ForceSettings, kind: str, due: datetime, paused: datetime, resumed: datetime
) -> datetime:
    """The new instant (UTC) of a promise whose clock stood still from `paused` to `resumed`.

    Clock hours go on by as much as was left; business days by as many as were left, so that nobody
    who answers on a Sunday finds the promise broken on Monday morning.
    """
    rule = settings.promises[kind]
    if rule.unit == "clock_hours" or due <= paused:
        return due + (resumed - paused)
    left = settings.calendar.business_days_between(paused, due)
    return settings.calendar.business_days_after(resumed, left).astimezone(UTC)
