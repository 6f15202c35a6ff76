"""Which decisions a force wants to be taken by several people, one after the other.

`second_person:` in the force's file, by the code of the decision (not_take, redirect, record,
join): a rule, or a list of them. `{roles: [crime_registrar], types: [threats]}` wants one more
person; `{levels: [{}, {roles: [crime_registrar]}], value_over: 5000}` wants two, the last one in
that role. Of several rules that fit, the one with the most levels counts. Redirecting ends a report
as not taking does, so it wants the same people unless the file says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from frontcounter.forces.published import ForceSettings

Levels = tuple[frozenset[str], ...]
"""The roles of each further level, of which one will do; an empty set is anybody who decides."""

SAME_AS = {"redirect": "not_take"}
"""Decision → the one whose rules count where the force says nothing of it."""


@dataclass(frozen=True)
class Matter:
    """What the rules look at."""

    type: str
    marks: tuple[str, ...] = ()
    value_minor: int | None = None
    priority: int = 0


def levels(settings: ForceSettings, decision: str, matter: Matter) -> Levels:
    """Who must agree after the first person, in order; empty where one person will do."""
    found = (_levels_of(rule) for rule in _rules(settings, decision) if _fits(rule, matter))
    return max(found, key=len, default=())


def _rules(settings: ForceSettings, decision: str) -> Iterable[Mapping[str, Any]]:
    told = settings.document.get("second_person") or {}
    rules = told.get(decision)
    if rules is None:
        rules = told.get(SAME_AS.get(decision, "")) or ()
    return (rules,) if isinstance(rules, Mapping) else rules


def _levels_of(rule: Mapping[str, Any]) -> Levels:
    steps = rule.get("levels") or ({"roles": rule.get("roles", ())},)
    return tuple(frozenset(step.get("roles", ())) for step in steps)


def _fits(rule: Mapping[str, Any], matter: Matter) -> bool:
    """Whether everything that the rule asks of the report holds."""
    if rule.get("types") and matter.type not in rule["types"]:
        return False
    if rule.get("marks") and not {*rule["marks"]} & {*matter.marks}:
        return False
    if "value_over" in rule and (matter.value_minor or 0) <= int(rule["value_over"]) * 100:
        return False
    return matter.priority >= int(rule.get("priority", 0))


def talk_before_withdrawal(settings: ForceSettings, report_type: str, *, sensitive: bool) -> bool:
    """Whether somebody talks with the person before their wish to withdraw is agreed to.

    `talk_before_withdrawal: sensitive` (where the file says nothing), `always`, `never`, or types.
    """
    told = settings.document.get("talk_before_withdrawal", "sensitive")
    if isinstance(told, str):
        return told == "always" or (told == "sensitive" and sensitive)
    return report_type in told


def asks_before_handing_over(settings: ForceSettings) -> bool:
    """Whether the person must have answered that another service may have their report:
    `hand_over: {ask_first: true}`. Elsewhere staff write how they agreed."""
    return bool((settings.document.get("hand_over") or {}).get("ask_first"))


def takes_over_from(settings: ForceSettings, slug: str) -> bool:
    """Whether this force takes reports from that one: `takes_over_from: [slugs]`, or `any`."""
    told = settings.document.get("takes_over_from", ())
    return told == "any" or (not isinstance(told, str) and slug in told)
