"""Jobs of the core."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from frontcounter.base.jobs import HOUSEKEEPING, job, periodic, worker_scope
from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import all_forces
from frontcounter.reports import asking
from frontcounter.reports.acts import carry_out
from frontcounter.reports.search_jobs import index_reports


@job(HOUSEKEEPING)
def carry_out_act(force_id: UUID, act_id: UUID) -> None:
    """Take the arrow that a reporter asked for on the follow-up page."""
    with worker_scope(force_id):
        carry_out(act_id, at=datetime.now(UTC))


@periodic("*/15 * * * *")
def remind_and_stop_waiting() -> None:
    """Questions that were not answered: remind, and after the last day go on with what is known."""
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        with worker_scope(force_id):
            waiting = asking.due_rounds()
        for report_id in waiting:  # each in a transaction of its own
            with worker_scope(force_id):
                asking.tick(report_id, at=datetime.now(UTC))


__all__ = ["carry_out_act", "index_reports", "remind_and_stop_waiting"]
