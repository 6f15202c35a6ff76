"""The watch: what the worker does every few seconds and every minute, force by force.

Everything in small transactions, and so that a worker that was killed loses nothing: what was not
done is found again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import frontcounter.tasks.alarm_jobs
import frontcounter.tasks.call_jobs  # noqa: F401 - its jobs register themselves
from frontcounter.base.jobs import periodic, worker_scope
from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import all_forces
from frontcounter.reports.watching import overdue
from frontcounter.tasks import (
    absences,
    alarms,
    board,
    claims,
    digests,
    forgetting,
    lapsing,
    routing,
    unseen,
)

log = logging.getLogger(__name__)
MOST_LAPSES = 50  # of one force in one minute


@periodic("* * * * * */15")
def tell_and_route() -> None:
    """Urgent things are told, new reviews are sent where the rules say."""
    for force_id in _forces():
        _each(force_id, lambda at: alarms.tell_due(at=at))
        _each(force_id, lambda at: routing.route_pending(at=at))


@periodic("*/10 * * * *")
def tell_of_the_day() -> None:
    """When a unit's day begins: which of its promises press."""
    for force_id in _forces():
        _each(force_id, lambda at: digests.send_due(at=at))


@periodic("* * * * *")
def keep_watch() -> None:
    """Broken promises, claims whose holders have gone, and the board's figures."""
    for force_id in _forces():
        _lapse(force_id)
        _each(force_id, lambda at: unseen.tell_of_unseen(at=at))
        _each(force_id, lambda at: absences.return_what_they_hold(at=at))
        _each(force_id, lambda at: claims.return_idle(at=at))
        _each(force_id, lambda at: claims.forget_looks(at=at))
        _each(force_id, lambda at: board.work_out(at=at))


@periodic("37 2 * * *")
def forget_old() -> None:
    """Every night: words of work without a report, and of saved searches, whose time is over."""
    for force_id in _forces():
        _each(force_id, lambda at: forgetting.forget_old(at=at))


def _forces() -> list[UUID]:
    with scope(Role.WORKER, None):
        return [force_id for force_id, _slug in all_forces()]


def _each(force_id: UUID, do: Callable[[datetime], object]) -> None:
    """One step for one force; what fails there keeps nothing else from being done."""
    try:
        with worker_scope(force_id):
            do(datetime.now(UTC))
    except Exception:
        log.exception("a step of the watch failed")


def _lapse(force_id: UUID) -> None:
    """Each broken promise in a transaction of its own."""
    now = datetime.now(UTC)
    with worker_scope(force_id):
        found = overdue(now, most=MOST_LAPSES)
    for one in found:
        _each(force_id, lambda at, one=one: lapsing.lapse(one.report_id, one.kind, at=at))  # type: ignore[misc]
