"""The worker tells a desk's system of an alarm, outside every transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from frontcounter.base.jobs import MAIL, job, worker_scope
from frontcounter.tasks import control_room


@job(MAIL)
def tell_system(force_id: UUID, call_id: UUID) -> None:
    """One try. A kill between the two transactions leads to a second POST with the same key."""
    with worker_scope(force_id):
        ready = control_room.take(call_id, at=datetime.now(UTC))
    if ready is None:
        return
    answer = control_room.send(ready, at=datetime.now(UTC))
    with worker_scope(force_id):
        control_room.settle(call_id, answer, at=datetime.now(UTC))
