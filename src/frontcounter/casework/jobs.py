"""Jobs of the staff site: ending what was begun for a person, telling of new work."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from uuid import UUID

from frontcounter.base.jobs import periodic, worker_scope
from frontcounter.base.scope import Role, scope
from frontcounter.casework import who
from frontcounter.casework.entries import end_entries
from frontcounter.forces.lookup import all_forces
from frontcounter.tasks.new_work import tell_due

log = logging.getLogger(__name__)


@periodic("*/10 * * * *")
def end_old_entries() -> None:
    """Delete entries whose session is long over, and those that were sent half an hour ago."""
    now = datetime.now(UTC)
    for force_id in _forces():
        with worker_scope(force_id):
            end_entries(at=now)


@periodic("*/5 * * * *")
def tell_of_new_work() -> None:
    """Mail to whoever wants to know what is new in a search that they saved."""
    for force_id in _forces():
        try:
            with worker_scope(force_id):
                tell_due(frozenset(who.READERS), at=datetime.now(UTC))
        except Exception:  # what fails for one force keeps no other from being told
            log.exception("telling of new work failed")


def _forces() -> list[UUID]:
    with scope(Role.WORKER, None):
        return [force_id for force_id, _slug in all_forces()]
