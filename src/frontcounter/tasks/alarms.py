"""Urgent things reach somebody who is there now, and go on to the next desk until one says: mine.

A row is added where the urgent thing is made; the worker tells the desks, within seconds. An alarm
never lowers, closes or decides anything: it only makes somebody look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings as installation
from django.db import IntegrityError, connection, transaction

from frontcounter.accounts.actor import SYSTEM, Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import uuid7
from frontcounter.base.numbers import Number
from frontcounter.base.scope import current_force_id
from frontcounter.forces.alarms import AlarmDesk, AlarmPlan, alarm_plan
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.forces.units import unit_name
from frontcounter.messages.models import Channel
from frontcounter.messages.services import queue
from frontcounter.reports.registry import Change
from frontcounter.reports.services import note_event
from frontcounter.reports.watching import told
from frontcounter.tasks import control_room
from frontcounter.tasks.models import Alarm, Task

URGENT = 2
URGENT_REPORT, SEND_A_CAR = "urgent", "send_a_car"


def raise_for(change: Change, *arrows: str) -> None:
    """An urgent report was made by one of these arrows: alarm. Only adds a row: the public may."""
    if change.priority < URGENT or change.silent or change.arrow not in arrows:
        return
    Alarm(
        id=uuid7(),
        report_id=change.report_id,
        desk=change.desk,
        why=URGENT_REPORT,
        raised_at=change.at,
        next_at=change.at,
    ).add()


def end_for(report_id: UUID, actor: Actor, *, at: datetime) -> None:
    """Somebody has taken the report in hand, or it has ended: it need not ring any longer."""
    ringing = Alarm.objects.filter(report_id=report_id, ended_at__isnull=True)
    if actor.kind == "staff":
        ringing.update(
            ended_at=at,
            acknowledged_at=at,
            acknowledged_by_id=UUID(actor.id),
            acknowledged_by_name=actor.name,
        )
    else:
        ringing.update(ended_at=at)


def raise_alarm(
    *,
    report_id: UUID | None = None,
    task_id: UUID | None = None,
    why: str = SEND_A_CAR,
    at: datetime,
    desk: str = "review",
) -> UUID | None:
    """Alarm about a report or a task now; None where the report has an open alarm already."""
    alarm = Alarm(
        id=uuid7(),
        report_id=report_id,
        task_id=task_id,
        desk=desk,
        why=why[:30],
        raised_at=at,
        next_at=at,
    )
    try:
        with transaction.atomic():
            alarm.add()
    except IntegrityError as error:
        if "tasks_alarm_once" not in str(error):
            raise
        return None
    audit(Verb.ALTER, "alarm.raised", subject=f"alarm:{alarm.id}", at=at)
    return alarm.id


def tell_due(*, at: datetime, most: int = 50) -> int:
    """Tell the next desk of every alarm whose time has come; returns how many were told of."""
    due = Alarm.objects.select_for_update(skip_locked=True).filter(
        ended_at__isnull=True, acknowledged_at__isnull=True, next_at__lte=at
    )
    alarms = list(due.order_by("next_at")[:most])
    for alarm in alarms:
        _tell(alarm, at)
    return len(alarms)


def _tell(alarm: Alarm, at: datetime) -> None:
    settings = settings_in_scope()
    plan = alarm_plan(settings, alarm.desk)
    place = plan.next_staffed(alarm.step, at.astimezone(settings.zone))
    desk, new_step = plan.desks[place], place != alarm.step
    alarm.step, alarm.unit = place, desk.unit
    alarm.told_at, alarm.times = at, alarm.times + 1
    alarm.next_at = at + timedelta(minutes=plan.minutes)
    alarm.save(update_fields=["step", "unit", "told_at", "times", "next_at"])
    number = _number(alarm)
    _mail(settings, plan, desk, number, at)
    control_room.ask(alarm, desk, number, at=at)
    audit(Verb.DISCLOSE, "alarm.told", subject=f"alarm:{alarm.id}", at=at,
          details={"unit": desk.unit, "step": place, "times": alarm.times})  # fmt: skip
    if new_step and alarm.report_id is not None:
        details = {"unit": desk.unit, "why": alarm.why}
        note_event(alarm.report_id, "alarm_told", SYSTEM, at=at, details=details)


def on_at_once(alarm_id: UUID, step: int, *, at: datetime) -> None:
    """A desk's system could not be told: the next desk is, without waiting. The last one rings on
    as it does, for there is nobody after it."""
    alarm = Alarm.objects.select_for_update().filter(id=alarm_id, step=step).first()
    if alarm is None or alarm.ended_at is not None:
        return
    if step < len(alarm_plan(settings_in_scope(), alarm.desk).desks) - 1:
        _tell(alarm, at)


def _mail(
    settings: ForceSettings, plan: AlarmPlan, desk: AlarmDesk, number: str, at: datetime
) -> None:
    """To the desk's own address: a number and a link, nothing of a person."""
    if not desk.email:
        return
    lang = settings.languages[0]
    queue(
        "alarm",
        lang=lang,
        channel=Channel.EMAIL,
        address=desk.email,
        values={
            "alarm_number": number,
            "alarm_unit": unit_name(settings, desk.unit, lang),
            "alarm_minutes": str(plan.minutes),
            "alarm_page": f"{installation.PUBLIC_ADDRESS}/staff/{settings.slug}/alarms",
        },
        at=at,
    )


def _number(alarm: Alarm) -> str:
    """The report's tracking number, or the number of a task without a report."""
    if alarm.report_id is not None:
        report = told(alarm.report_id)
        return report.tracking_number if report else ""
    task = Task.objects.filter(id=alarm.task_id).first()
    return task.number if task else ""


def acknowledge(alarm_id: UUID, actor: Actor, *, at: datetime) -> AlarmLine | None:
    """Somebody has it: nobody else is told. Returns it as it stands; None where there is none."""
    alarm = Alarm.objects.select_for_update().filter(id=alarm_id).first()
    if alarm is None:
        return None
    if alarm.acknowledged_at is None and alarm.ended_at is None:
        alarm.acknowledged_at = alarm.ended_at = at
        alarm.acknowledged_by_id, alarm.acknowledged_by_name = UUID(actor.id), actor.name
        alarm.save()
        audit(Verb.ALTER, "alarm.acknowledged", subject=f"alarm:{alarm.id}", at=at)
        if alarm.report_id is not None:
            note_event(alarm.report_id, "alarm_acknowledged", actor, at=at)
    return next(iter(_lines("and a.id = %s", [alarm_id])), None)


@dataclass(frozen=True)
class AlarmLine:
    """An alarm as pages show it: no name, no words of the reporter."""

    id: UUID
    report_id: UUID | None
    task_id: UUID | None
    why: str
    unit: str
    raised_at: datetime
    told_at: datetime | None
    times: int
    acknowledged_at: datetime | None
    acknowledged_by_name: str
    task_number: str
    report_number: str  # "" where the reader does not see the report


_SELECT = """
select a.id, a.report_id, a.task_id, a.why, a.unit, a.raised_at, a.told_at, a.times,
       a.acknowledged_at, a.acknowledged_by_name, coalesce(t.number, ''),
       coalesce(r.tracking_number, '')
from tasks_alarm a
left join tasks_task t on t.force_id = a.force_id and t.id = a.task_id
left join reports_report r on r.force_id = a.force_id and r.id = a.report_id
where a.force_id = %s {} order by a.raised_at desc, a.id limit 50
"""


def _lines(where: str, given: Sequence[Any]) -> list[AlarmLine]:
    with connection.cursor() as cursor:
        cursor.execute(_SELECT.format(where), [current_force_id(), *given])
        return [AlarmLine(*row) for row in cursor.fetchall()]


def open_alarms(units: frozenset[str], *, everywhere: bool) -> list[AlarmLine]:
    """What rings now: for these units, or (a supervisor) wherever it rings."""
    if everywhere:
        return _lines("and a.ended_at is null", [])
    return _lines("and a.ended_at is null and a.unit = any(%s)", [list(units)])


def recent_alarms(since: datetime) -> list[AlarmLine]:
    """What rang lately, with who took it."""
    return _lines("and a.raised_at >= %s", [since])


def ringing_number(units: frozenset[str], *, everywhere: bool) -> Number:
    """How many alarms ring for these units, or (a supervisor) wherever they ring."""
    sql = "select 1 from tasks_alarm where force_id = %s and ended_at is null"
    values: tuple[Any, ...] = (current_force_id(),)
    if not everywhere:
        sql, values = f"{sql} and unit = any(%s)", (*values, list(units))
    return Number(f"select count(*) from ({sql} limit 50) a", values)  # noqa: S608 - constants
