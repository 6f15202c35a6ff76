"""Every night: until when reports are kept, what is due, intake copies, packages that expired."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from frontcounter.base.jobs import HOUSEKEEPING, job, periodic, worker_scope
from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import all_forces
from frontcounter.privacy import disposal, packages, purging, retention


@periodic("17 2 * * *")
def keep_and_propose() -> None:
    """Force by force; each step is its own transaction, and may be done twice."""
    at = datetime.now(UTC)
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        nightly(force_id, at)


def nightly(force_id: UUID, at: datetime) -> None:
    """One force's night."""
    with worker_scope(force_id):
        retention.compute()
    purging.purge(force_id, at)
    with worker_scope(force_id):
        retention.propose(at)
    with worker_scope(force_id):
        packages.expire(at)


@job(HOUSEKEEPING)
def dispose_batch(force_id: UUID, batch_id: UUID) -> None:
    """Carry out an approved batch."""
    disposal.dispose(force_id, batch_id, at=datetime.now(UTC))


@job(HOUSEKEEPING)
def make_package(force_id: UUID, package_id: UUID) -> None:
    """Draw and seal what a person is to be given."""
    packages.make(force_id, package_id, at=datetime.now(UTC))
