"""A recorded report goes to the force's destination."""

from __future__ import annotations

from frontcounter.evidence.locking import Locked, when_locked
from frontcounter.reports.registry import Change, handles
from frontcounter.transfer.naming import further_name
from frontcounter.transfer.services import make_anew, queue


@handles("queue_transfer")
def queue_transfer(change: Change) -> None:
    """One row per destination, and the job that delivers it; a second wish changes nothing."""
    destination = change.settings.document.get("destination")
    if destination:
        queue(
            change.report_id,
            destination=destination["name"],
            kind=destination["kind"],
            at=change.at,
            silent=change.silent,
        )


@handles("queue_further")
def queue_further(change: Change) -> None:
    """A further file of a recorded report is a delivery of its own, with a key of its own."""
    destination = change.settings.document.get("destination")
    if destination:
        queue(
            change.report_id,
            destination=further_name(destination["name"], int(change.details["place"])),
            kind=destination["kind"],
            at=change.at,
            silent=change.silent,
        )


@handles("send_over")
def send_over(change: Change) -> None:
    """Another force of this installation gets it: the job carries it there."""
    from frontcounter.transfer.jobs import hand_over

    if not change.silent:
        hand_over.later(change.report_id)


@when_locked
def leave_file_out(locked: Locked) -> None:
    """Deliveries that are still to come are made without it."""
    make_anew(locked.report_id)
