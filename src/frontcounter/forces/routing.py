"""Which unit reviews a report: the force's rules in order, the first that fits.

`routing:` of `force.yaml` is a list of {name, when, unit, because}. Everything that `when` names
must hold: `types` or `groups`, `districts`, `words` (in what was written; `*` any ending),
`value_over` (whole units of the currency), `repeat_within_days` (the same person has reported
before), `languages`, `marks`, `desk`, `channel`, `hour` ([from, to], local). After the rules come
the marks of `routes`, then the unit of the desk. A unit that is closed or full hands on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from frontcounter.forces.published import ForceSettings
from frontcounter.forces.units import unit_rules

REVIEW = "review"
BY_MARK, BY_DESK = "mark", "desk"
"""Rules that every force has: `routes` by mark, and the unit of the desk."""

LONGEST_CHAIN = 4  # units that hand on to each other


@dataclass(frozen=True)
class Rule:
    """One line of `routing`."""

    name: str
    unit: str
    because: Mapping[str, str]
    when: Mapping[str, Any]

    @property
    def needs_reading(self) -> bool:
        """Whether it asks for more than what a report's task says of itself."""
        return bool({"words", "value_over", "repeat_within_days"} & set(self.when))


@dataclass(frozen=True)
class Facts:
    """What rules ask about a report. `earlier_days`: since the person's report before this one."""

    type: str
    group: str = ""
    desk: str = REVIEW
    district: str = ""
    language: str = ""
    channel: str = ""
    marks: tuple[str, ...] = ()
    text: str = ""
    value_minor: int | None = None
    earlier_days: float | None = None


@dataclass(frozen=True)
class Decision:
    """The unit, the rule that named it, and the units that were closed or full on the way."""

    unit: str
    rule: str
    because: Mapping[str, str] = field(default_factory=dict)
    passed: tuple[tuple[str, str], ...] = ()  # (unit, "closed" or "full")


def rules_of(settings: ForceSettings) -> tuple[Rule, ...]:
    """The force's rules, in order."""
    return tuple(
        Rule(str(one["name"]), str(one["unit"]), one.get("because", {}), one.get("when", {}))
        for one in settings.document.get("routing", ())
    )


def decide(
    settings: ForceSettings,
    facts: Facts,
    at: datetime,
    *,
    waiting: Callable[[str], int] = lambda _unit: 0,
    cheaply: bool = False,
) -> Decision:
    """Which unit, and why. `waiting` counts the open tasks of a unit.

    `cheaply`: without the rules that need to read the report or others; what comes of it is
    looked at again by the worker.
    """
    rule = _first(settings, facts, at, cheaply)
    unit, passed = rule.unit, list[tuple[str, str]]()
    for _ in range(LONGEST_CHAIN):
        handed = _hands_on(settings, unit, at, waiting)
        if handed is None or handed[0] in {unit, *(one for one, _ in passed)}:
            break
        passed.append((unit, handed[1]))
        unit = handed[0]
    return Decision(unit, rule.name, rule.because, tuple(passed))


def _first(settings: ForceSettings, facts: Facts, at: datetime, cheaply: bool) -> Rule:
    if facts.desk == REVIEW:
        for rule in rules_of(settings):
            if not (cheaply and rule.needs_reading) and fits(rule, facts, settings, at):
                return rule
        for mark in facts.marks:
            if mark in settings.routes:
                return Rule(BY_MARK, settings.routes[mark], {}, {})
        return Rule(BY_DESK, settings.review_unit, {}, {})
    return Rule(BY_DESK, settings.desks[facts.desk], {}, {})


def _hands_on(
    settings: ForceSettings, code: str, at: datetime, waiting: Callable[[str], int]
) -> tuple[str, str] | None:
    """(unit, why) where this one cannot take it now and names another."""
    unit = unit_rules(settings).get(code)
    if unit is None:
        return None
    local = at.astimezone(settings.zone)
    if unit.when_closed and unit.hours and not unit.hours.open_at(local):
        return unit.when_closed, "closed"
    if unit.when_full and unit.capacity is not None and waiting(code) >= unit.capacity:
        return unit.when_full, "full"
    return None


def fits(rule: Rule, facts: Facts, settings: ForceSettings, at: datetime) -> bool:
    """Whether everything that the rule asks holds."""
    when = rule.when
    sorts = {*when.get("types", ())} | {f"@{one}" for one in when.get("groups", ())}
    if sorts and not sorts & {facts.type, f"@{facts.group}"}:
        return False
    if when.get("desk", facts.desk) != facts.desk:
        return False
    for key, value in (
        ("districts", facts.district),
        ("languages", facts.language),
        ("channel", facts.channel),
    ):
        if key in when and value not in _several(when[key]):
            return False
    if "marks" in when and not {*_several(when["marks"])} & {*facts.marks}:
        return False
    return _read(when, facts) and _hour(when, at.astimezone(settings.zone))


def _read(when: Mapping[str, Any], facts: Facts) -> bool:
    """The conditions that need the report itself, or others."""
    if "value_over" in when and (facts.value_minor or 0) <= int(when["value_over"]) * 100:
        return False
    if "words" in when and not says(facts.text, when["words"]):
        return False
    days = when.get("repeat_within_days")
    return days is None or (facts.earlier_days is not None and facts.earlier_days <= days)


def _hour(when: Mapping[str, Any], local: datetime) -> bool:
    if "hour" not in when:
        return True
    start, end = (int(one) for one in when["hour"])
    inside = start <= local.hour < end
    return inside if start < end else (local.hour >= start or local.hour < end)


def _several(told: Any) -> Iterable[str]:
    return (told,) if isinstance(told, str) else told


def plain(text: str) -> str:
    """Small letters without accents, words apart by one space."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(one for one in bare if not unicodedata.combining(one))
    return " ".join(re.findall(r"[\w]+", kept))


def says(text: str, words: Iterable[str]) -> bool:
    """Whether any of the words (or several words in a row) stands in the text."""
    heard = f" {plain(text)} "
    for word in words:
        ending = word.endswith("*")
        wanted = plain(word)
        if wanted and (f" {wanted}" if ending else f" {wanted} ") in heard:
            return True
    return False
