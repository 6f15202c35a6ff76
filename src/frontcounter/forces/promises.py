"""When a promise is due: clock hours by the clock, business days in the force's calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from frontcounter.forces.published import ForceSettings


def due_at(settings: ForceSettings, kind: str, start: datetime) -> datetime:
    """The instant (UTC) by which the promise `kind`, made at `start`, must be kept."""
    rule = settings.promises[kind]
    if rule.unit == "clock_hours":
        return start.astimezone(UTC) + timedelta(hours=rule.length)  # never wall-clock hours
    return settings.calendar.business_days_after(start, rule.length).astimezone(UTC)
