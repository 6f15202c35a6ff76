"""Delivering, in the worker: outside every transaction, so that a slow receiver holds nothing."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from frontcounter.base.jobs import TRANSFER, job, periodic, worker_scope
from frontcounter.base.scope import Role, current_force_id, scope
from frontcounter.forces.lookup import all_forces
from frontcounter.transfer import handing_over
from frontcounter.transfer.adapters import NeedsPerson, Outcome, SettingsError, make_destination
from frontcounter.transfer.services import Delivery, settle, take

_WITHOUT_JOB = """
select t.id from transfer_transfer t
where t.force_id = %s and t.state in ('queued', 'sending') and not exists (
    select 1 from procrastinate_jobs j
    where j.task_name = 'transfer.deliver' and j.status in ('todo', 'doing')
      and j.args -> 'ids' ->> 0 = t.id::text)
order by t.queued_at limit 1000
"""


@job(TRANSFER)
def deliver(force_id: UUID, transfer_id: UUID) -> None:
    """One attempt. A kill between the two transactions leads to a second send with the same key."""
    with ExitStack() as cleanup:
        with worker_scope(force_id):
            delivery = take(transfer_id, cleanup, at=datetime.now(UTC))
        if delivery is None:
            return
        outcome = _send(delivery)
        with worker_scope(force_id):
            settle(transfer_id, outcome, at=datetime.now(UTC))


@job(TRANSFER)
def hand_over(force_id: UUID, report_id: UUID) -> None:
    """Carry a report to another force of this installation."""
    handing_over.hand_over(force_id, report_id, at=datetime.now(UTC))


def _send(delivery: Delivery) -> Outcome:
    try:
        destination = make_destination(delivery.kind, delivery.settings())
    except SettingsError as error:
        return NeedsPerson("not_set_up", str(error))
    return destination.deliver(delivery.package, delivery.key)


@periodic("*/10 * * * *")
def deliver_forgotten() -> None:
    """Ask again for deliveries whose job was lost."""
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        with worker_scope(force_id):
            ask_again()


def ask_again() -> None:
    """Jobs for the open deliveries of the force in scope that have none."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_JOB, [current_force_id()])
        waiting = [row[0] for row in cursor.fetchall()]
    for transfer_id in waiting:
        deliver.later(transfer_id)
