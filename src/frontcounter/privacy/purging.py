"""The intake copy: where the force says so, it goes after the records system's receipt."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from frontcounter.base.jobs import worker_scope
from frontcounter.forces.published import settings_in_scope
from frontcounter.forces.retention import retention_of
from frontcounter.reports import keeping
from frontcounter.reports.shredding import objection_to, shred


def purge(force_id: UUID, at: datetime) -> int:
    """Destroy answers and files that the records system has; number, type, times, outcome stay."""
    with worker_scope(force_id):
        days = retention_of(settings_in_scope()).purge_after_receipt
        waiting = [] if days is None else keeping.delivered_before(at - timedelta(days=days))
    return sum(_purge_one(force_id, report_id, at) for report_id in waiting)


def _purge_one(force_id: UUID, report_id: UUID, at: datetime) -> bool:
    with worker_scope(force_id):
        if objection_to(report_id) is not None:
            return False
        try:
            doomed = keeping.doomed(report_id, at=at)
        except keeping.Held:
            return False
        shred(doomed)
        keeping.note_purged(report_id, at=at)
        return True
