"""What the demo's reporters do by themselves once their reports are there: they book a call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from frontcounter.base.scope import Role, act_as, scope
from frontcounter.forces.published import settings_in_scope
from frontcounter.reports.access import access_hash
from frontcounter.reports.making import Receipt
from frontcounter.tasks import slots


def book_calls(force_id: UUID, receipts: Iterable[Receipt], at: datetime) -> None:
    """Each of these people takes the first time that is free, as they would on their page."""
    for receipt in receipts:
        with scope(Role.PUBLIC, force_id):
            act_as("reporter", "")
            hashed = access_hash(receipt.access_code).hex()
            way = {"number": receipt.tracking_number, "hash": hashed}
            state = slots.call_state(way, at=at)
            free = slots.free(settings_in_scope(), state, slots.CALL, "", at=at) if state else []
            if free:
                slots.book(way, receipt.report_id, slots.CALL, "", free[0], at=at)
