"""Joining a report into another of the same matter, without loss: both stay as they were sent.

A joined report names the one that goes on. Joining into a joined report goes to where that one
went, so that nobody has to follow a chain; what was joined to it earlier still names it, and comes
free with it when it is separated again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.base.scope import current_force_id
from frontcounter.reports.models import Report
from frontcounter.reports.refusing import Refused
from frontcounter.reports.states import State

_GOES_ON = frozenset({State.SUBMITTED, State.IN_REVIEW, State.WAITING, State.RECORDED})

_JOINED = """
with recursive joined(id, depth) as (
    select r.id, 1 from reports_report r where r.force_id = %(force)s and r.joined_to = %(id)s
    union
    select r.id, j.depth + 1 from joined j
    join reports_report r on r.force_id = %(force)s and r.joined_to = j.id
    where j.depth < 8
)
select id from joined order by id limit 50
"""


@dataclass(frozen=True)
class Target:
    """The report that goes on."""

    id: UUID
    number: str
    file_number: str | None


def one_join_at_a_time() -> None:
    """Until this transaction ends, nobody else of the force joins: no circle can come about."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 21))", [f"{current_force_id()}"]
        )


def target_of(report: Report, details: Mapping[str, Any]) -> Target:
    """The report into which this one is joined in the end, or Refused."""
    wanted, seen = UUID(str(details["into"])), {report.id}
    while True:
        if wanted in seen:
            raise Refused("into_itself")
        seen.add(wanted)
        found = Report.objects.filter(id=wanted).first()
        if found is None or not found.for_records or not report.for_records:
            raise Refused("into_missing")
        if found.joined_to is None:
            break
        wanted = found.joined_to
    if found.state not in _GOES_ON and not found.file_number:
        raise Refused("into_ended")
    return Target(found.id, found.tracking_number, found.file_number)


def joined_to(report_id: UUID) -> list[UUID]:
    """The reports that were joined to this one, and those that were joined to them."""
    with connection.cursor() as cursor:
        cursor.execute(_JOINED, {"force": current_force_id(), "id": report_id})
        return [row[0] for row in cursor.fetchall()]


def number_of(report_id: UUID | None) -> str:
    """The tracking number of a report; "" where there is none to be seen."""
    found = Report.objects.filter(id=report_id).values_list("tracking_number", flat=True).first()
    return str(found or "")
