"""What the watch over reports reads: who wrote before, which promises are over, what arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.base.scope import current_force_id
from frontcounter.forms.engine.noticing import written
from frontcounter.forms.pages.published import published_form
from frontcounter.reports.models import Promise, Report
from frontcounter.reports.workflow import ARROWS

# Literals, so that the partial index of open promises (reports_promise_due) is used.
_OVERDUE = """
select p.report_id, p.kind, p.due_at from reports_promise p
join reports_report r on r.force_id = p.force_id and r.id = p.report_id
where p.force_id = %s and p.due_at < %s and p.kept_at is null and p.lifted_at is null
  and p.lapsed_at is null and p.paused_at is null and r.state = any(%s)
order by p.due_at limit %s
"""
_EARLIER = """
select max(r.submitted_at) from reports_identifier mine
join reports_identifier i on i.force_id = mine.force_id and i.kind = mine.kind
  and i.normal = mine.normal and i.report_id <> mine.report_id
join reports_report r on r.force_id = i.force_id and r.id = i.report_id
where mine.force_id = %s and mine.report_id = %s and mine.kind in ('phone', 'email')
  and r.submitted_at between %s and %s
"""


@dataclass(frozen=True)
class Overdue:
    """A promise whose time is over, of a report that is still being worked on."""

    report_id: UUID
    kind: str
    due_at: datetime


def overdue(at: datetime, *, most: int = 100) -> list[Overdue]:
    """Open, unpaused promises whose time is over, the oldest first."""
    states = [str(state) for state in ARROWS["lapse"].sources]
    with connection.cursor() as cursor:
        cursor.execute(_OVERDUE, [current_force_id(), at, states, most])
        return [Overdue(*row) for row in cursor.fetchall()]


def lock_overdue(report_id: UUID, kind: str, at: datetime) -> bool:
    """Lock the report; whether this promise of it is still open and over."""
    if not Report.objects.select_for_update().filter(id=report_id).values_list("id").first():
        return False
    return Promise.objects.filter(
        report_id=report_id,
        kind=kind,
        due_at__lt=at,
        kept_at__isnull=True,
        lifted_at__isnull=True,
        lapsed_at__isnull=True,
        paused_at__isnull=True,
    ).exists()


def lapsed_before(report_id: UUID, kind: str) -> bool:
    """Whether the same was promised and broken before: then the apology was made already."""
    broken = Promise.objects.filter(report_id=report_id, kind=kind, lapsed_at__isnull=False)
    return broken.exists()


@dataclass(frozen=True)
class Told:
    """What routing reads of a report beyond its task."""

    group: str
    text: str
    value_minor: int | None
    neutral: bool  # its messages must give nothing away
    contact: dict[str, Any]
    submitted_at: datetime
    tracking_number: str
    state: str


def told(report_id: UUID) -> Told | None:
    """What a report says, for rules; never shown to anybody."""
    row = Report.objects.filter(id=report_id).first()
    if row is None:
        return None
    form = published_form(row.form_hash)
    return Told(
        group=form.group,
        text="\n".join(written(form, row.answers)),
        value_minor=row.value_minor,
        neutral=form.handling.safe_exit,
        contact=dict(row.contact),
        submitted_at=row.submitted_at,
        tracking_number=row.tracking_number,
        state=row.state,
    )


def earlier_by_same_person(report_id: UUID, before: datetime, *, days: int) -> datetime | None:
    """When somebody with the same telephone or e-mail last reported, within so many days."""
    since = before - timedelta(days=days)
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, [current_force_id(), report_id, since, before])
        row = cursor.fetchone()
    return row[0] if row else None


_ARRIVALS = """
select extract(isodow from l)::int - 1, extract(hour from l)::int, count(*)
from (select submitted_at at time zone %s as l from reports_report
      where force_id = %s and desk = 'review' and submitted_at >= %s and submitted_at < %s) a
group by 1, 2
"""
_FIRST = "select min(submitted_at) from reports_report where force_id = %s"


def arrivals(zone: str, since: datetime, until: datetime) -> dict[tuple[int, int], int]:
    """How many reports came per (weekday, hour) of local time; Monday is 0."""
    with connection.cursor() as cursor:
        cursor.execute(_ARRIVALS, [zone, current_force_id(), since, until])
        return {(row[0], row[1]): row[2] for row in cursor.fetchall()}


def first_submitted() -> datetime | None:
    """When the force's first report came."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, [current_force_id()])
        row = cursor.fetchone()
    return row[0] if row else None


# A promise is kept or broken when it is settled; one that was lifted counts neither way.
_PROMISES = """
select p.kind, count(*) filter (where p.kept_at is not null and p.kept_at <= p.due_at), count(*)
from reports_promise p join reports_report r on r.force_id = p.force_id and r.id = p.report_id
where p.force_id = %s and p.due_at >= %s and p.due_at < %s and p.lifted_at is null
  and p.paused_at is null and r.desk = 'review'
group by p.kind order by p.kind
"""


def promises_kept(since: datetime, until: datetime) -> dict[str, tuple[int, int]]:
    """Kind → (kept in time, all) of the promises that fell due in this time."""
    with connection.cursor() as cursor:
        cursor.execute(_PROMISES, [current_force_id(), since, until])
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
