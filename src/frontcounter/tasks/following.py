"""Follow-up by a unit: what it was asked, whether it has begun, what came of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from frontcounter.accounts.actor import Actor
from frontcounter.accounts.roles import StaffRole
from frontcounter.base.scope import current_force_id
from frontcounter.reports.services import Refused, perform
from frontcounter.tasks.models import Kind, Task, TaskState
from frontcounter.tasks.queries import TaskLine

ASKS = ("visit", "video", "witness", "victim", "suspect", "patrol", "other")
"""What a unit may be asked to do."""

RETURNED = ("not_ours", "not_enough", "nobody_free", "done_before")
"""Why a unit sends it back."""

RESULTS = (
    "spoken_with",
    "evidence_collected",
    "suspect_identified",
    "property_found",
    "attended",
    "nothing_found",
)
"""What came of it."""

MOST = 60
_COLUMNS = tuple(TaskLine.__dataclass_fields__)


def of_units(units: Collection[str]) -> list[TaskLine]:
    """What these units are asked and have not finished: the urgent first, then by due time."""
    asked = Task.objects.filter(kind__in=[Kind.FOLLOW_UP, Kind.REFERRAL], unit__in=units)
    rows = asked.exclude(state=TaskState.DONE)
    found = rows.order_by("-priority", "due_at", "id").values(*_COLUMNS)[:MOST]
    return [TaskLine(**row) for row in found]


def follow_up_of(report_id: UUID) -> TaskLine | None:
    """What a unit is asked about this report now."""
    rows = Task.objects.filter(report_id=report_id, kind=Kind.FOLLOW_UP)
    row = rows.exclude(state=TaskState.DONE).values(*_COLUMNS).first()
    return TaskLine(**row) if row else None


def was_asked(report_id: UUID, units: Collection[str]) -> bool:
    """Whether one of these units was ever asked to follow the report up."""
    asked = Task.objects.filter(report_id=report_id, kind=Kind.FOLLOW_UP, unit__in=units)
    return asked.exists()


def ask_unit(
    report_id: UUID, actor: Actor, unit: str, asked: Collection[str], *, note: str, at: datetime
) -> None:
    """Hand a report to a unit with what is asked. Raises Refused."""
    wanted = [one for one in ASKS if one in asked]
    if not wanted:
        raise Refused("asked_missing")
    details = {"unit": unit, "asked": wanted}
    perform("follow_up", report_id, actor, at=at, note=note, details=details)


def accept(report_id: UUID, actor: Actor, units: Collection[str], *, at: datetime) -> None:
    """Somebody of the unit takes it on."""
    _check(report_id, actor, units)
    perform("accept_follow_up", report_id, actor, at=at)


def send_back(
    report_id: UUID, actor: Actor, units: Collection[str], why: str, *, note: str, at: datetime
) -> None:
    """The unit does not do it, and says why: a reviewer looks again."""
    _check(report_id, actor, units)
    if why not in RETURNED:
        raise Refused("reason_missing")
    details = {"outcome": why}
    perform("return_follow_up", report_id, actor, at=at, note=note, details=details)


def finish(
    report_id: UUID, actor: Actor, units: Collection[str], result: str, *, note: str, at: datetime
) -> None:
    """The unit has done it, with what came of it: a reviewer reads that."""
    _check(report_id, actor, units)
    if result not in RESULTS:
        raise Refused("result_missing")
    details = {"outcome": result}
    perform("finish_follow_up", report_id, actor, at=at, note=note, details=details)


def _check(report_id: UUID, actor: Actor, units: Collection[str]) -> None:
    """Only the unit that was asked answers; a supervisor may for any."""
    task = follow_up_of(report_id)
    if task is None:
        raise Refused("no_follow_up")
    if task.unit not in units and not actor.has_any(frozenset({StaffRole.SUPERVISOR})):
        raise Refused("not_your_unit")


# One review task per report tells when it came and where: an index of the districts' newest.
_NEW_IN = """
select t.report_id from tasks_task t
where t.force_id = %s and t.desk = 'review' and t.district = any(%s) and t.kind = 'review'
  and t.opened_at >= %s
order by t.opened_at desc limit %s
"""


def new_in(districts: Collection[str], since: datetime, *, most: int = MOST) -> list[UUID]:
    """Reports that came from these districts since then, the newest first."""
    if not districts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEW_IN, [current_force_id(), list(districts), since, most])
        return [row[0] for row in cursor.fetchall()]
