"""How many reports are expected hour by hour, against the staff that there is.

The mean of the same weekday and hour over the last weeks, drawn towards the mean of that hour over
all days: few weeks say little about one hour of one weekday. No more is claimed than that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from frontcounter.accounts.models import Membership
from frontcounter.accounts.roles import StaffRole
from frontcounter.forces.published import ForceSettings
from frontcounter.forces.units import hours_of
from frontcounter.reports.watching import arrivals, first_submitted
from frontcounter.tasks.models import Absence

WEEKS = 8
PULL = 4  # weeks that the hour's own mean over all days weighs
MINUTES_UNKNOWN = 12.0
"""Minutes of work on a report while none was measured yet."""

WORKING_SHARE = 0.75
"""Of the hours that people are there; the rest is breaks, training, the telephone."""


def expected(
    counts: Mapping[tuple[int, int], int], weeks: float
) -> dict[tuple[int, int], float]:  # fmt: skip
    """Reports per (weekday, hour)."""
    whole = max(weeks, 1.0)
    found = {}
    for hour in range(24):
        usual = sum(counts.get((day, hour), 0) for day in range(7)) / (7 * whole)
        for day in range(7):
            found[day, hour] = (counts.get((day, hour), 0) + PULL * usual) / (whole + PULL)
    return found


def work_out_arrivals(
    settings: ForceSettings, *, at: datetime, minutes: float | None
) -> dict[str, Any]:
    """The next seven days: reports, hours of work, and hours of staff; and what it rests on."""
    local = at.astimezone(settings.zone)
    until = local.replace(hour=0, minute=0, second=0, microsecond=0)
    since = until - timedelta(weeks=WEEKS)
    first = first_submitted()
    weeks = min(WEEKS, max(1.0, (until - max(since, first)).days / 7)) if first else 1.0
    counts = arrivals(str(settings.zone), since, until)
    hourly = expected(counts, weeks)
    each = minutes or MINUTES_UNKNOWN
    days = []
    for ahead in range(7):
        day = until + timedelta(days=ahead)
        weekday = day.weekday()
        reports = sum(hourly[weekday, hour] for hour in range(24))
        days.append(
            {
                "day": day.date().isoformat(),
                "reports": round(reports, 1),
                "busiest": max(range(24), key=lambda hour: hourly[weekday, hour]),
                "work_hours": round(reports * each / 60, 1),
                "staff_hours": round(_staff_hours(settings, day), 1),
            }
        )
    return {
        "days": days,
        "reports": sum(counts.values()),
        "weeks": round(weeks, 1),
        "minutes": round(each, 1),
        "measured": minutes is not None,
        "hours": [round(sum(hourly[day, hour] for day in range(7)) / 7, 2) for hour in range(24)],
    }


def _staff_hours(settings: ForceSettings, day: datetime) -> float:
    """Hours that reviewers are there on a day, less those who are away at noon."""
    noon = day.replace(hour=12)
    away = set(
        Absence.objects.filter(
            ended_early_at__isnull=True, begins_at__lte=noon, ends_at__gt=noon
        ).values_list("user_id", flat=True)
    )
    people = Membership.objects.filter(role=StaffRole.REVIEWER, active=True)
    total = 0.0
    for user_id, unit in people.values_list("user_id", "unit"):
        if user_id not in away:
            total += min(hours_of(settings, unit).length(day.weekday()), 8.0)
    return total * WORKING_SHARE
