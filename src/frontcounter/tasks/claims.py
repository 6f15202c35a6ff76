"""Who holds what, who looks at what now, and how long work really takes.

A claim whose holder has gone comes back to the queue after a while. Two people never work on one
report without knowing of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models.functions import Coalesce

from frontcounter.accounts.actor import SYSTEM, Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import uuid7
from frontcounter.base.numbers import Number
from frontcounter.base.scope import current_force_id
from frontcounter.forces.alarms import watch_rules
from frontcounter.forces.published import settings_in_scope
from frontcounter.reports.services import Refused, note_event, perform
from frontcounter.tasks.models import Kind, Looking, Task, TaskState

NOW_LOOKING = timedelta(minutes=2)
RETURNED = (Kind.REVIEW, Kind.CALL_BACK, Kind.ANSWER)
"""Kinds that come back to the queue by themselves; a unit's follow-up takes days."""


@dataclass(frozen=True)
class Looker:
    """Somebody else who has the report open."""

    name: str
    at: datetime


# A gap of more than ten minutes was no work; a look is written down once a minute at most.
_GAP = """
case when seen_at >= %(at)s - interval '10 minutes' and seen_at <= %(at)s
     then extract(epoch from %(at)s - seen_at)::int else 0 end
"""
# Others are read as they were before: nobody sees themselves.
_LOOK = f"""
with here as (
    insert into tasks_looking (id, force_id, report_id, user_id, name, at)
    values (%(id)s, %(force)s, %(report)s, %(user)s, %(name)s, %(at)s)
    on conflict (force_id, report_id, user_id)
    do update set at = excluded.at where tasks_looking.at < excluded.at - interval '1 minute'
), seen as (
    update tasks_task set looked_at = coalesce(looked_at, %(at)s),
        touch_seconds = touch_seconds + case when claimed_by_id = %(user)s then {_GAP} else 0 end,
        seen_at = case when claimed_by_id = %(user)s then %(at)s else seen_at end
    where force_id = %(force)s and report_id = %(report)s and state <> 'done'
      and (looked_at is null or (state = 'claimed' and claimed_by_id = %(user)s
           and coalesce(seen_at, claimed_at) < %(at)s - interval '1 minute'))
)
select name, at from tasks_looking
where force_id = %(force)s and report_id = %(report)s and user_id <> %(user)s and at >= %(since)s
order by at desc
"""  # noqa: S608 - every part is a constant
_TOUCH = f"""
update tasks_task set touch_seconds = touch_seconds + {_GAP}, seen_at = %(at)s
where force_id = %(force)s and report_id = %(report)s and state = 'claimed'
  and kind = any(%(kinds)s)
"""  # noqa: S608 - every part is a constant


def look(report_id: UUID, actor: Actor, *, at: datetime) -> list[Looker]:
    """Note that this person has the report open; returns who else had it in the last minutes."""
    given: dict[str, Any] = {
        "id": uuid7(), "force": current_force_id(), "report": report_id, "user": UUID(actor.id),
        "name": actor.name[:120], "at": at, "since": at - NOW_LOOKING,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, given)
        return [Looker(name, when) for name, when in cursor.fetchall()]


def count_touch(report_id: UUID, *kinds: Kind, at: datetime) -> None:
    """Add the time since the holder's last visit, unless they were away; they are here now."""
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"at": at, "force": current_force_id(), "report": report_id}
        cursor.execute(_TOUCH, given | {"kinds": [str(kind) for kind in kinds]})


def return_idle(*, at: datetime, most: int = 50) -> int:
    """Give back what its holder has not looked at for too long; returns how many tasks."""
    minutes = watch_rules(settings_in_scope()).return_after_minutes
    idle = Task.objects.annotate(last=Coalesce("seen_at", "claimed_at")).filter(
        state=TaskState.CLAIMED, kind__in=RETURNED, last__lt=at - timedelta(minutes=minutes)
    )
    return _return([*idle.order_by("last")[:most]], "idle", at)


def return_of(people: list[UUID], *, at: datetime, most: int = 200) -> int:
    """Give back what these people hold: they are away."""
    held = Task.objects.filter(state=TaskState.CLAIMED, kind__in=RETURNED)
    return _return([*held.filter(claimed_by_id__in=people)[:most]], "absent", at)


def _return(tasks: list[Task], why: str, at: datetime) -> int:
    return sum(give_up(task, SYSTEM, why=why, at=at) for task in tasks)


def give_up(task: Task, actor: Actor, *, why: str, at: datetime) -> bool:
    """Take a task out of somebody's hands, with a line on the timeline that names them."""
    details = {"why": why, "holder": task.claimed_by_name}
    if task.kind == Kind.REVIEW and task.report_id is not None:
        try:
            perform("take_away", task.report_id, actor, at=at, details=details)
        except Refused:
            return False  # it was decided in the meantime
        return True
    given = Task.objects.filter(id=task.id, state=TaskState.CLAIMED).update(
        state=TaskState.OPEN,
        claimed_at=None,
        claimed_by_id=None,
        claimed_by_name="",
        seen_at=None,
        lost_by_id=task.claimed_by_id,
    )
    if not given:
        return False
    audit(Verb.ALTER, "task.take_away", subject=f"task:{task.id}", at=at, details={"why": why})
    if task.report_id is not None:
        details["kind"] = task.kind
        note_event(task.report_id, "claim_returned", actor, at=at, details=details)
    return True


def lost_number(user_id: UUID) -> Number:
    """How many of this person's tasks went back to the queue, not told yet."""
    sql = "select count(*) from tasks_task where force_id = %s and lost_by_id = %s"
    return Number(sql, (current_force_id(), user_id))


def take_lost(user_id: UUID) -> int:
    """How many of this person's tasks went back to the queue; told once."""
    return int(Task.objects.filter(lost_by_id=user_id).update(lost_by_id=None))


def still_there(at: datetime) -> None:
    """For the demo: whoever holds something when it is loaded had it open just now."""
    Task.objects.filter(state=TaskState.CLAIMED).update(seen_at=at)


def forget_looks(*, at: datetime) -> None:
    """Who looked an hour ago is of no use to anybody; the audit record knows who read what."""
    Looking.objects.filter(at__lt=at - timedelta(hours=1)).delete()
