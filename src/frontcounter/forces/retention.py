"""How long a force keeps a report after its end: data of `force.yaml`, the first rule that fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from frontcounter.forces.published import ForceSettings

UNLESS_TOLD = 7
"""Years, where a force says nothing at all (small test forces): long enough to lose nothing."""

SEARCHES = {"years": 1}
"""Where a force says nothing of words in saved searches."""


@dataclass(frozen=True)
class Rule:
    """`types` or `groups` (none: every type) with one of `outcomes` (none: every end)."""

    name: str
    types: frozenset[str]
    groups: frozenset[str]
    outcomes: frozenset[str]
    years: int
    days: int

    def fits(self, report_type: str, group: str, outcome: str) -> bool:
        narrow = self.types | self.groups
        mine = not narrow or report_type in self.types or group in self.groups
        return mine and (not self.outcomes or outcome in self.outcomes)

    def ends(self, ended: date) -> date:
        """The day from which the report may be destroyed."""
        try:
            later = ended.replace(year=ended.year + self.years)
        except ValueError:  # 29 February
            later = ended.replace(year=ended.year + self.years, month=3, day=1)
        return later + timedelta(days=self.days)


@dataclass(frozen=True)
class Retention:
    """A force's rules. `purge_after_receipt`: days after the records system's receipt, or None.

    `work`: what ended without a report (officers' requests, calls), from its end. `searches`: words
    in a saved search, from when it was last saved.
    """

    rules: tuple[Rule, ...]
    default: Rule
    work: Rule
    searches: Rule
    purge_after_receipt: int | None = None

    def rule_for(self, report_type: str, group: str, outcome: str) -> Rule:
        """The first rule that fits, else the default."""
        fitting = (rule for rule in self.rules if rule.fits(report_type, group, outcome))
        return next(fitting, self.default)


def retention_of(settings: ForceSettings) -> Retention:
    """What the force published under `retention`."""
    told: Mapping[str, Any] = settings.document.get("retention") or {}
    copy = told.get("intake_copy") or {}
    default = told.get("default") or {"years": UNLESS_TOLD}
    return Retention(
        rules=tuple(_rule(one, f"{place}") for place, one in enumerate(told.get("rules", ()), 1)),
        default=_rule(default, "default"),
        work=_rule(told.get("work") or default, "work"),
        searches=_rule(told.get("searches") or SEARCHES, "searches"),
        purge_after_receipt=copy.get("purge_after_receipt"),
    )


def _rule(told: Mapping[str, Any], name: str) -> Rule:
    return Rule(
        name=str(told.get("name") or name)[:40],
        types=_set(told.get("types")),
        groups=_set(told.get("groups")),
        outcomes=_set(told.get("outcomes")),
        years=int(told.get("years") or 0),
        days=int(told.get("days") or 0),
    )


def _set(told: Iterable[str] | None) -> frozenset[str]:
    return frozenset(str(one) for one in told or ())
