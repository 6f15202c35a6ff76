"""A promised call and a time that the reporter chose: the clock does not run out before it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from frontcounter.forces.promises import due_at
from frontcounter.forces.published import published_settings
from frontcounter.reports.models import Promise, Report

CALLS = ("call_back", "urgent_call")


def put_off_call(report_id: UUID, until: datetime) -> None:
    """The promise of a call moves to the time that the reporter chose, where that is later."""
    _promised_calls(report_id).filter(due_at__lt=until).update(due_at=until)


def promise_call_again(report_id: UUID, *, at: datetime) -> datetime | None:
    """The chosen time is given up: as promised first, or anew where that time has gone by."""
    settings = published_settings(Report.objects.get(id=report_id).publication_hash)
    due = None
    for one in _promised_calls(report_id):
        if one.kind not in settings.promises:
            continue
        first = due_at(settings, one.kind, one.made_at)
        one.due_at = first if first > at else due_at(settings, one.kind, at)
        one.save(update_fields=["due_at"])
        due = one.due_at if due is None else min(due, one.due_at)
    return due


def _promised_calls(report_id: UUID) -> QuerySet[Promise]:
    return Promise.objects.filter(
        report_id=report_id,
        kind__in=CALLS,
        kept_at__isnull=True,
        lifted_at__isnull=True,
        lapsed_at__isnull=True,
    )
