"""Delivering, in the worker: outside every transaction, so that a slow receiver holds nothing."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from uuid import UUID

from frontcounter.base.jobs import TRANSFER, job, worker_scope
from frontcounter.transfer.adapters import NeedsPerson, Outcome, SettingsError, make_destination
from frontcounter.transfer.services import Delivery, settle, take


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


def _send(delivery: Delivery) -> Outcome:
    try:
        destination = make_destination(delivery.kind, delivery.settings())
    except SettingsError as error:
        return NeedsPerson("not_set_up", str(error))
    return destination.deliver(delivery.package, delivery.key)
