"""Which decisions a force wants to be taken by two people, or by somebody in a special role.

`second_person:` in the force's file, by the code of the decision (not_take, redirect, record):
{roles: [crime_registrar], types: [threats]}. Both may be left out: any second person, every type.
"""

from __future__ import annotations

from dataclasses import dataclass

from frontcounter.forces.published import ForceSettings


@dataclass(frozen=True)
class SecondPerson:
    """Who confirms a decision that another person proposed; no roles: anybody who may decide."""

    roles: frozenset[str]
    types: frozenset[str]


def second_person(settings: ForceSettings, decision: str, report_type: str) -> SecondPerson | None:
    """Who must confirm this decision about a report of this type; None where one person will do."""
    rule = settings.document.get("second_person", {}).get(decision)
    if rule is None:
        return None
    wanted = SecondPerson(frozenset(rule.get("roles", ())), frozenset(rule.get("types", ())))
    return wanted if not wanted.types or report_type in wanted.types else None


def takes_over_from(settings: ForceSettings, slug: str) -> bool:
    """Whether this force takes reports from that one: `takes_over_from: [slugs]`, or `any`."""
    told = settings.document.get("takes_over_from", ())
    return told == "any" or (not isinstance(told, str) and slug in told)
