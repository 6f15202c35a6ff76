"""Periodic work on calls: reminders of what was booked, and cards that are long over."""

from __future__ import annotations

from datetime import UTC, datetime

from frontcounter.base.jobs import periodic, worker_scope
from frontcounter.base.scope import Role, scope
from frontcounter.forces.calling import calling_of
from frontcounter.forces.lookup import all_forces
from frontcounter.forces.published import settings_in_scope
from frontcounter.tasks import call_reminders, cards


@periodic("*/10 * * * *")
def remind_of_calls() -> None:
    """Every ten minutes, force by force."""
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        with worker_scope(force_id):
            call_reminders.remind(at=datetime.now(UTC))


@periodic("17 4 * * *")
def forget_cards() -> None:
    """Once a night: who was called by a card that ended long ago is nobody's business any more."""
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        with worker_scope(force_id):
            cards.forget_old_cards(
                calling_of(settings_in_scope()).keep_cards_days, datetime.now(UTC)
            )
