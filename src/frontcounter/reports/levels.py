"""A decision that several people take: the first proposes it, each further level agrees in turn.

Who must agree is the force's (`forces/deciding.py`). What was wanted when the decision was proposed
stays wanted, so that a later correction of the report spares nobody; what is wanted since counts
too. Nobody agrees to what they proposed or agreed to before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontcounter.accounts.actor import Actor
from frontcounter.forces.deciding import Levels, Matter, levels
from frontcounter.forces.published import ForceSettings
from frontcounter.forces.triage import triage
from frontcounter.reports.models import Assessment, Report
from frontcounter.reports.states import Arrow

PROPOSABLE = ("not_take", "redirect", "record", "join")


@dataclass(frozen=True)
class Waiting:
    """What waits for a further level. `level` counts from 2; `last` of them takes the decision."""

    decision: str
    level: int
    last: int
    roles: frozenset[str]
    people: frozenset[str]

    def refuses(self, actor: Actor) -> str | None:
        """Why this person cannot agree: they had a part in it, or another role is wanted."""
        if actor.id in self.people:
            return "second_person"
        return "special_role" if self.roles and not self.roles & actor.roles else None


def wanted(report: Report, decision: str, settings: ForceSettings) -> Levels:
    """Who must agree to this decision about this report, as it stands now."""
    matter = Matter(report.type, tuple(report.marks), report.value_minor, report.priority)
    return levels(settings, decision, matter)


def waiting(report: Report, settings: ForceSettings) -> Waiting | None:
    """What was proposed, and who takes it up next; None where nothing was."""
    told = report.proposal
    if not told:
        return None
    now = wanted(report, str(told["decision"]), settings)
    then: Levels = tuple(frozenset(roles) for roles in told.get("levels", ()))
    chain = max((then, now), key=len) or (frozenset(),)
    agreed = told.get("agreed", ())
    done = min(len(agreed), len(chain) - 1)
    people = {str(told.get("by")), *(str(one["by"]) for one in agreed)}
    return Waiting(
        decision=str(told["decision"]),
        level=done + 2,
        last=len(chain) + 1,
        roles=chain[done],
        people=frozenset(people),
    )


def level_of(proposal: Mapping[str, Any] | None) -> int:
    """The level of review at which a report is: 1 until something was proposed."""
    return 2 + len(proposal.get("agreed", ())) if proposal else 1


def proposed(
    report: Report,
    settings: ForceSettings,
    actor: Actor,
    at: datetime,
    note: str,
    details: Mapping[str, Any],
) -> dict[str, Any]:
    """What the next person finds: the decision, its reason, who proposed it, and who must agree."""
    decision = str(details["decision"])
    return {
        "decision": decision,
        "reason": str(details.get("reason", "")),
        "details": {k: v for k, v in details.items() if k not in {"decision", "reason"}},
        "levels": [sorted(roles) for roles in wanted(report, decision, settings)],
        **_signed(actor, at, note),
    }


def agreed(report: Report, actor: Actor, at: datetime, note: str) -> dict[str, Any]:
    """The proposal with one more person's agreement."""
    told: dict[str, Any] = dict(report.proposal or {})
    return {**told, "agreed": [*told.get("agreed", ()), _signed(actor, at, note)]}


def _signed(actor: Actor, at: datetime, note: str) -> dict[str, str]:
    return {"note": note, "by": actor.id, "by_name": actor.name, "at": at.isoformat()}


def refused_alone(
    arrow: Arrow,
    report: Report,
    actor: Actor,
    settings: ForceSettings,
    given: tuple[str, Mapping[str, Any]] | None,
) -> str | None:
    """Why this person alone may not take a decision for which the force wants several.

    It is taken as it was proposed, by the last level. `given` is the reason and the details of the
    decision; None while only asking whether a button makes sense.
    """
    if arrow.code not in PROPOSABLE:
        return None
    found = waiting(report, settings)
    if found is None or found.decision != arrow.code:
        return "propose_first" if wanted(report, arrow.code, settings) else None
    if given is not None and (why_not := _otherwise(arrow, report, *given)):
        return why_not
    return found.refuses(actor) or ("agree_first" if found.level < found.last else None)


def _otherwise(arrow: Arrow, report: Report, reason: str, details: Mapping[str, Any]) -> str | None:
    """Whether the decision is another one than was proposed: with another reason or target."""
    told = report.proposal or {}
    if arrow.reasons and told.get("reason") != reason:
        return "another_reason"
    before = told.get("details", {})
    other = any(str(before.get(name)) != str(details.get(name)) for name in arrow.needs)
    return "another_target" if other else None


def not_judged(arrow: Arrow, report: Report, settings: ForceSettings) -> str | None:
    """A victim's report is turned down only after a person has answered the triage prompts."""
    told = triage(settings)
    if arrow.code not in told.before or report.type not in told.required_for:
        return None
    answered = Assessment.objects.filter(report_id=report.id).exists()
    return None if answered else "triage_first"
