"""Forgetting what other programs asked, a month later: hashes, and the numbers of cards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from frontcounter.api.models import ApiRequest
from frontcounter.base.jobs import periodic, worker_scope
from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import all_forces

REMEMBERED = timedelta(days=30)


@periodic("23 4 * * *")
def forget_requests() -> None:
    """Once a night, force by force."""
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        with worker_scope(force_id):
            ApiRequest.objects.filter(at__lt=datetime.now(UTC) - REMEMBERED).delete()
