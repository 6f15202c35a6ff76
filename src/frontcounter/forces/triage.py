"""For which report types a force wants the triage prompts answered before a report is turned down.

`triage: {required_for: [threats, hate_incident]}` in the force's file; none where it says nothing.
`before` names the decisions that wait for it: not taking and redirecting, unless it says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from frontcounter.forces.published import ForceSettings

MAY_WAIT = ("not_take", "redirect", "join", "hand_over")
"""Decisions after which nobody here looks at the report again."""
WAIT = ("not_take", "redirect")


@dataclass(frozen=True)
class Triage:
    """The types whose reports are judged by a person before they are turned down."""

    required_for: frozenset[str]
    before: frozenset[str] = frozenset(WAIT)


def triage(settings: ForceSettings) -> Triage:
    """What the force says of triage."""
    told = settings.document.get("triage") or {}
    return Triage(frozenset(told.get("required_for", ())), frozenset(told.get("before", WAIT)))
