"""The plan of calls: when to try next, by the person's own times and the force's hours. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from frontcounter.forces.calling import Calling, calling_of, span_on
from frontcounter.forces.published import ForceSettings

MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"
PARTS = (MORNING, AFTERNOON, EVENING)
ANY = "any"
_STEP = timedelta(minutes=30)
_ANOTHER_PART = timedelta(days=3)
"""For so long another time of day is looked for, before any time will do."""
_HORIZON = timedelta(days=21)

_WORDS = {
    MORNING: r"\bmornings?\b|\ba\.?m\b|before noon|\bmatin(?:ée)?s?\b|avant midi|avant-midi",
    AFTERNOON: r"\bafternoons?\b|après-midi|\blunch",
    EVENING: r"\bevenings?\b|\bafter work\b|\bafter (?:5|6|17)|\bnights?\b|\bsoir(?:ée)?s?\b"
    r"|après le travail|après (?:17|18)",
}


def part_of(at: datetime) -> str:
    """The time of day of a local moment."""
    return MORNING if at.hour < 12 else AFTERNOON if at.hour < 17 else EVENING


def parts_wanted(windows: Iterable[object]) -> frozenset[str]:
    """The times of day that a person named, in whatever words; none where nobody can tell."""
    told = " ".join(str(window) for window in windows).lower()
    return frozenset(part for part, words in _WORDS.items() if re.search(words, told))


def first_try(settings: ForceSettings, windows: Sequence[object], at: datetime) -> datetime:
    """The first good moment from now on (UTC)."""
    return _next(settings, windows, at, avoid=frozenset(), tries=())


def next_try(
    settings: ForceSettings,
    windows: Sequence[object],
    misses: Sequence[datetime],
    at: datetime,
    *,
    busy: bool = False,
) -> datetime | None:
    """When to call again after the last of `misses` (oldest first); None: the plan is used up.

    At another time of day than before, where the person named none; never more often on one day
    than the force wants. A busy line is tried again soon.
    """
    rules = calling_of(settings)
    if len(misses) >= rules.tries:
        return None
    wait = timedelta(minutes=30) if busy else timedelta(hours=_wait(rules, len(misses)))
    tried = frozenset(part_of(one.astimezone(settings.zone)) for one in misses)
    avoid = frozenset() if busy else tried
    return _next(settings, windows, at + wait, avoid=avoid, tries=misses)


def _wait(rules: Calling, missed: int) -> float:
    return rules.after_hours[max(0, min(missed, len(rules.after_hours)) - 1)]


def _next(
    settings: ForceSettings,
    windows: Sequence[object],
    earliest: datetime,
    *,
    avoid: frozenset[str],
    tries: Sequence[datetime],
) -> datetime:
    wanted = parts_wanted(windows) or frozenset(PARTS)
    full = _full_days(settings, tries)
    best = wanted - avoid
    passes = [(best, _ANOTHER_PART)] if best and best != wanted else []
    for parts, horizon in [*passes, (wanted, _HORIZON), (frozenset(PARTS), _HORIZON)]:
        found = _first(settings, earliest, parts, full, earliest + horizon)
        if found is not None:
            return found
    return earliest.astimezone(UTC)


def _full_days(settings: ForceSettings, tries: Sequence[datetime]) -> frozenset[date]:
    days = [one.astimezone(settings.zone).date() for one in tries]
    most = calling_of(settings).most_per_day
    return frozenset(day for day in days if days.count(day) >= most)


def _first(
    settings: ForceSettings,
    earliest: datetime,
    parts: frozenset[str],
    full: frozenset[date],
    until: datetime,
) -> datetime | None:
    rules, local = calling_of(settings), earliest.astimezone(settings.zone)
    day = local.date()
    while day <= until.astimezone(settings.zone).date():
        span = None if day in full else span_on(settings, rules.hours, day)
        if span is not None:
            moment = max(span[0], local)
            while moment < span[1]:
                if part_of(moment) in parts:
                    return moment.astimezone(UTC)
                moment = _round_up(moment)
        day += timedelta(days=1)
    return None


def _round_up(moment: datetime) -> datetime:
    """The next half hour."""
    start = moment.replace(minute=0, second=0, microsecond=0)
    while start <= moment:
        start += _STEP
    return start
