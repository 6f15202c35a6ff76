"""What a report's page shows of units, a victim's needs and referrals."""

from __future__ import annotations

from dataclasses import dataclass

from frontcounter.accounts.staff import StaffRequest
from frontcounter.casework import who
from frontcounter.casework.report_page import ReportPage
from frontcounter.forces.following import support_services
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.states import State
from frontcounter.tasks.queries import TaskLine
from frontcounter.tasks.victims import NeedsLine, ReferralLine

_LIVE = frozenset({State.SUBMITTED, State.IN_REVIEW, State.WAITING, State.RECORDED})


@dataclass(frozen=True)
class After:
    """`asked` is what a unit is asked now; `may` whether this person may ask and refer."""

    asked: TaskLine | None
    unit: str
    needs: list[NeedsLine]
    referrals: list[ReferralLine]
    services: dict[str, str]
    may: bool
    may_ask: bool


def after_of(request: StaffRequest, record: ReportRecord, page: ReportPage) -> After:
    """Put the block together."""
    force, lang, asked = request.force, request.lang, page.task("follow_up")
    unit = force.units.get(asked.unit) if asked else None
    may = request.actor.has_any(frozenset((*who.REVIEWERS, *who.CALLERS)))
    live = record.state in _LIVE
    return After(
        asked=asked,
        unit=force.text(unit.name, lang) if unit else "",
        needs=page.lists.needs,
        referrals=page.lists.referrals,
        services={one.code: force.text(one.name, lang) for one in support_services(force).values()},
        may=may and live,
        may_ask=may and live and asked is None,
    )
