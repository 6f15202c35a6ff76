"""The job that keeps the search index up to date; imported by this room's jobs."""

from __future__ import annotations

from frontcounter.base.jobs import periodic, worker_scope
from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import all_forces
from frontcounter.reports.search_index import BATCH, index_waiting

MOST_BATCHES = 50


@periodic("* * * * * */7")
def index_reports() -> None:
    """Index what is new or has changed, force by force, in batches."""
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        for _ in range(MOST_BATCHES):
            with worker_scope(force_id):
                done = index_waiting()
            if done < BATCH:
                break
