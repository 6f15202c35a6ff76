"""The supervisor's figures, worked out by the worker every minute and kept as one row.

Every share comes with what it is a share of. Closed desks have no part in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Any

from django.db import connection

from frontcounter.base.scope import current_force_id
from frontcounter.forces.alarms import watch_rules
from frontcounter.forces.published import settings_in_scope
from frontcounter.reports.watching import promises_kept
from frontcounter.tasks.expecting import work_out_arrivals
from frontcounter.tasks.models import Figures
from frontcounter.tasks.speaking import Unspoken, unspoken

BOARD, ARRIVALS = "board", "arrivals"
DAYS = 30
ARRIVALS_HOLD = timedelta(hours=1)

_BACKLOG = """
select unit, kind,
    count(*) filter (where state = 'open'),
    count(*) filter (where state = 'claimed'),
    count(*) filter (where state = 'waiting'),
    count(*) filter (where state <> 'waiting' and due_at < %(at)s),
    count(*) filter (where state <> 'waiting' and due_at >= %(at)s and due_at < %(soon)s),
    max(extract(epoch from %(at)s - opened_at)) filter (where state <> 'waiting'),
    percentile_cont(0.5) within group (order by extract(epoch from %(at)s - opened_at))
        filter (where state <> 'waiting'),
    percentile_cont(0.9) within group (order by extract(epoch from %(at)s - opened_at))
        filter (where state <> 'waiting'),
    count(*) filter (where kind = 'review' and state = 'open' and looked_at is null)
from tasks_task where force_id = %(force)s and desk = 'review' and state <> 'done'
group by unit, kind order by unit, kind
"""
_PEOPLE = """
select claimed_by_id, max(claimed_by_name),
    count(*) filter (where state = 'claimed'),
    count(*) filter (where state = 'done'),
    percentile_cont(0.5) within group (order by touch_seconds)
        filter (where state = 'done' and touch_seconds > 0)
from tasks_task where force_id = %(force)s and desk = 'review' and claimed_by_id is not null
  and (state = 'claimed' or (state = 'done' and done_at >= %(week)s))
group by claimed_by_id order by 3 desc, 2 limit 200
"""
_TOUCH = """
select kind, count(*), percentile_cont(0.5) within group (order by touch_seconds),
    percentile_cont(0.9) within group (order by touch_seconds)
from tasks_task where force_id = %(force)s and desk = 'review' and state = 'done'
  and done_at >= %(month)s and touch_seconds > 0
group by kind order by kind
"""


def wilson(kept: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Between which shares the truth lies with 95 % confidence (Wilson's interval)."""
    if not of:
        return 0.0, 1.0
    share, square = kept / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z * sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def work_out(*, at: datetime) -> None:
    """Write down the figures of the force in scope; the arrivals once an hour."""
    settings = settings_in_scope()
    soon = timedelta(hours=watch_rules(settings).soon_hours)
    given = {
        "force": current_force_id(),
        "at": at,
        "soon": at + soon,
        "week": at - timedelta(days=7),
        "month": at - timedelta(days=DAYS),
    }
    kept = promises_kept(at - timedelta(days=DAYS), at)
    touch = [_numbers(row) for row in _rows(_TOUCH, given)]
    _keep(
        BOARD,
        at,
        {
            "backlog": [_numbers(row) for row in _rows(_BACKLOG, given)],
            "people": [_numbers(row) for row in _rows(_PEOPLE, given)],
            "touch": touch,
            "promises": [[kind, *counts] for kind, counts in kept.items()],
            "unspoken": [
                [one.language, one.calls, one.due_at.isoformat()]
                for one in unspoken(settings, at=at)
            ],
        },
    )
    if not Figures.objects.filter(name=ARRIVALS, at__gt=at - ARRIVALS_HOLD).exists():
        minutes = next((row[2] / 60 for row in touch if row[0] == "review"), None)
        _keep(ARRIVALS, at, work_out_arrivals(settings, at=at, minutes=minutes))


def _rows(sql: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def _numbers(row: Sequence[Any]) -> list[Any]:
    """Values that JSON can hold."""
    return [
        one if one is None or isinstance(one, str | int) else _plain(one) for one in row
    ]  # fmt: skip


def _plain(one: Any) -> Any:
    try:
        return float(one)
    except (TypeError, ValueError):
        return str(one)


def _keep(name: str, at: datetime, values: Mapping[str, Any]) -> None:
    changed = Figures.objects.filter(name=name).update(at=at, values=dict(values))
    if not changed:
        Figures(name=name, at=at, values=dict(values)).add()


@dataclass(frozen=True)
class Backlog:
    """What waits at one unit, of one kind. Ages in seconds."""

    unit: str
    kind: str
    open: int
    claimed: int
    waiting: int
    late: int
    soon: int
    oldest: float | None
    median: float | None
    p90: float | None
    unseen: int


@dataclass(frozen=True)
class Load:
    """What one person has in hand, and did in the last seven days."""

    id: str
    name: str
    held: int
    done: int
    median: float | None


@dataclass(frozen=True)
class Touch:
    """How long the work on one kind of task takes, in seconds."""

    kind: str
    count: int
    median: float
    p90: float


@dataclass(frozen=True)
class Kept:
    """Promises of one kind that fell due in the last 30 days."""

    kind: str
    kept: int
    of: int

    @property
    def share(self) -> float:
        return self.kept / self.of

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.kept, self.of)


@dataclass(frozen=True)
class Board:
    """Everything on the board, and when it was worked out."""

    at: datetime
    backlog: list[Backlog]
    people: list[Load]
    touch: list[Touch]
    promises: list[Kept]
    unspoken: list[Unspoken]


def board() -> Board | None:
    """The figures as they stand; None before the worker's first minute."""
    row = Figures.objects.filter(name=BOARD).first()
    if row is None:
        return None
    values = row.values
    return Board(
        at=row.at,
        backlog=[Backlog(*one) for one in values["backlog"]],
        people=[Load(*one) for one in values["people"]],
        touch=[Touch(*one) for one in values["touch"]],
        promises=[Kept(*one) for one in values["promises"]],
        unspoken=[
            Unspoken(language, calls, datetime.fromisoformat(due))
            for language, calls, due in values.get("unspoken", ())
        ],
    )


def arrivals() -> dict[str, Any] | None:
    """What is expected against the staff there is; None before the worker's first hour."""
    row = Figures.objects.filter(name=ARRIVALS).first()
    return {"at": row.at, **row.values} if row else None
