"""Jobs of the core."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from frontcounter.base.jobs import HOUSEKEEPING, job, worker_scope
from frontcounter.reports.acts import carry_out
from frontcounter.reports.search_jobs import index_reports


@job(HOUSEKEEPING)
def carry_out_act(force_id: UUID, act_id: UUID) -> None:
    """Take the arrow that a reporter asked for on the follow-up page."""
    with worker_scope(force_id):
        carry_out(act_id, at=datetime.now(UTC))


__all__ = ["carry_out_act", "index_reports"]
