"""Linking entries into each force's chain, every fifteen seconds."""

from __future__ import annotations

from frontcounter.audit.chain import BATCH, link_entries
from frontcounter.base.jobs import periodic, worker_scope
from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import all_forces


@periodic("* * * * * */15")
def link_all() -> None:
    """Link what stands alone, force by force, in batches."""
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        for _ in range(100):
            with worker_scope(force_id):
                linked = link_entries()
            if linked < BATCH:
                break
