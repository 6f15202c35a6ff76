"""For which report types a force wants the triage prompts answered before a report is turned down.

`triage: {required_for: [threats, hate_incident]}` in the force's file; none where it says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from frontcounter.forces.published import ForceSettings


@dataclass(frozen=True)
class Triage:
    """The types whose reports are judged by a person before they are turned down."""

    required_for: frozenset[str]


def triage(settings: ForceSettings) -> Triage:
    """What the force says of triage."""
    told = settings.document.get("triage") or {}
    return Triage(frozenset(told.get("required_for", ())))
