"""Times of the demo, counted from the moment at which it is loaded: the same each time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from frontcounter.forces.calendar import ForceCalendar

_DAY = re.compile(r"(\d+)([wd]) (\d\d:\d\d)")
_AGO = re.compile(r"(\d+)([hm])")
_SPAN = {"h": "hours", "m": "minutes"}
_ONE_DAY = timedelta(days=1)


class UntoldTime(ValueError):
    """A story has a time that cannot be read, or that lies in the future."""


@dataclass(frozen=True)
class StoryClock:
    """Reads the times of stories for one force, loaded at `now`."""

    calendar: ForceCalendar
    now: datetime

    def sent(self, told: str) -> datetime:
        """'3w 18:20' (business days ago), '12d 18:20' or '5h', '40m' ago; UTC."""
        found = _AGO.fullmatch(told)
        if found:
            return self.now - timedelta(**{_SPAN[found[2]]: int(found[1])})
        count, unit, at = self._day(told)
        day = self._local(self.now).date()
        if unit == "d":
            return self._instant(day - count * _ONE_DAY, at)
        while count:
            day -= _ONE_DAY
            count -= self.calendar.is_business_day(day)
        return self._instant(day, at)

    def after(self, sent: datetime, told: str) -> datetime:
        """'+1w 09:10', '+2d 14:00', '+3h', '+20m' after it was sent; UTC and in the past."""
        bare = told.removeprefix("+")
        found = _AGO.fullmatch(bare)
        if found:
            moment = sent + timedelta(**{_SPAN[found[2]]: int(found[1])})
        else:
            count, unit, at = self._day(bare)
            day = self._local(sent).date()
            while count:
                day += _ONE_DAY
                count -= unit == "d" or self.calendar.is_business_day(day)
            moment = self._instant(day, at)
        if moment >= self.now:
            raise UntoldTime(f"“{told}” lies in the future")
        return moment

    def wall(self, sent: datetime, told: str) -> str:
        """'-1 22:30' or '-1' (days before it was sent) or '-3h', as answers keep it: local time."""
        found = _AGO.fullmatch(told.removeprefix("-"))
        if found:
            moment = self._local(sent - timedelta(**{_SPAN[found[2]]: int(found[1])}))
            return f"{moment - timedelta(minutes=moment.minute % 5):%Y-%m-%dT%H:%M}"
        days, _, at = str(told).partition(" ")
        day = self._local(sent).date() + int(days) * _ONE_DAY
        return f"{day}T{at}" if at else str(day)

    def _day(self, told: str) -> tuple[int, str, time]:
        found = _DAY.fullmatch(told)
        if not found:
            raise UntoldTime(f"“{told}” is no time of a story")
        return int(found[1]), found[2], time.fromisoformat(found[3])

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.calendar.zone)

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.calendar.zone).astimezone(UTC)
