"""What pages read of holds and batches: typed values, never model instances."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from frontcounter.privacy.models import Batch, Hold, Item


@dataclass(frozen=True)
class BatchLine:
    """A batch in a list. `waiting`: reports in it that nobody left out."""

    id: UUID
    number: int
    desk: str
    state: str
    proposed_at: datetime
    checked_at: datetime | None
    checked_by: str
    checked_by_name: str
    approved_at: datetime | None
    approved_by: str
    approved_by_name: str
    finished_at: datetime | None
    waiting: int


@dataclass(frozen=True)
class ItemLine:
    """One report of a batch."""

    id: UUID
    report_id: UUID
    number: str
    type: str
    outcome: str
    ended_on: date
    retain_until: date
    rule: str
    excluded_by: str
    excluded_by_name: str
    excluded_reason: str
    disposed_at: datetime | None
    problem: str
    counts: dict[str, int]
    hashes: list[str]


@dataclass(frozen=True)
class HoldLine:
    """A hold on a report, standing or over."""

    id: UUID
    report_id: UUID
    reference: str
    reason: str
    set_at: datetime
    set_by_name: str
    lifted_at: datetime | None
    lifted_by_name: str
    lifted_reason: str


@dataclass(frozen=True)
class Certificate:
    """What a finished batch destroyed: no personal data in it."""

    batch: BatchLine
    gone: list[ItemLine]
    stayed: list[ItemLine]
    counts: dict[str, int]


_ITEM = tuple(ItemLine.__dataclass_fields__)
_HOLD = tuple(HoldLine.__dataclass_fields__)


def batches(limit: int = 50) -> list[BatchLine]:
    """Those of the desks that the reader sees, the newest first."""
    return [_line(row) for row in _batches().order_by("-number")[:limit]]


def batch(batch_id: UUID) -> BatchLine | None:
    """One batch, if the reader sees its desk."""
    row = _batches().filter(id=batch_id).first()
    return _line(row) if row else None


def _batches() -> Any:
    return Batch.objects.all()


def _line(row: Batch) -> BatchLine:
    known = {
        name: getattr(row, name) for name in BatchLine.__dataclass_fields__ if name != "waiting"
    }
    counted = Item.objects.filter(batch_id=row.id).aggregate(
        n=Count("id", filter=Q(excluded_by=""))
    )
    return BatchLine(**known, waiting=counted["n"])


def items(batch_id: UUID) -> list[ItemLine]:
    """The reports of a batch, those due longest first."""
    rows = Item.objects.filter(batch_id=batch_id).order_by("retain_until", "id")
    return [ItemLine(**row) for row in rows.values(*_ITEM)]


def certificate(batch_id: UUID) -> Certificate | None:
    """Of a batch that has come to its end."""
    line = batch(batch_id)
    if line is None or line.state != "done":
        return None
    every = items(batch_id)
    gone = [item for item in every if item.disposed_at]
    counts: Counter[str] = Counter()
    for item in gone:
        counts.update(item.counts)
    return Certificate(line, gone, [item for item in every if not item.disposed_at], dict(counts))


def holds_of(report_id: UUID) -> list[HoldLine]:
    """The report's holds, the newest first."""
    rows = Hold.objects.filter(report_id=report_id).order_by("-set_at")
    return [HoldLine(**row) for row in rows.values(*_HOLD)]


def standing_holds(limit: int = 200) -> list[HoldLine]:
    """Holds that were not lifted, the oldest first."""
    rows = Hold.objects.filter(lifted_at=None).order_by("set_at")
    return [HoldLine(**row) for row in rows.values(*_HOLD)[:limit]]
