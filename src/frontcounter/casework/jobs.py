"""Jobs of the staff site: ending what was begun for a person and not sent."""

from __future__ import annotations

from datetime import UTC, datetime

from frontcounter.base.jobs import periodic, worker_scope
from frontcounter.base.scope import Role, scope
from frontcounter.casework.entries import end_entries
from frontcounter.forces.lookup import all_forces


@periodic("*/10 * * * *")
def end_old_entries() -> None:
    """Delete entries whose session is long over, and those that were sent half an hour ago."""
    with scope(Role.WORKER, None):
        forces = all_forces()
    now = datetime.now(UTC)
    for force_id, _slug in forces:
        with worker_scope(force_id):
            end_entries(at=now)
