"""Promises whose time is over: one apology with the new date, and a supervisor who must act.

A message never fulfils a promise. Where a message is not safe none is sent, and the same promise
that is broken again makes work for a supervisor again, but no second apology.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from frontcounter.accounts.actor import SYSTEM
from frontcounter.reports.services import Refused, perform
from frontcounter.reports.watching import lapsed_before, lock_overdue, overdue, told
from frontcounter.tasks.calling import safe_way

ALREADY_TOLD, NOT_SAFE = "told_before", "not_safe"
MOST_ROUNDS = 60


def lapse(report_id: UUID, kind: str, *, at: datetime, silent: bool = False) -> bool:
    """Break one promise, once; False where it was kept, lifted or broken in the meantime."""
    if not lock_overdue(report_id, kind, at):
        return False
    details = {"promise": kind, "untold": _untold(report_id, kind)}
    try:
        perform("lapse", report_id, SYSTEM, at=at, details=details, silent=silent)
    except Refused:
        return False
    return True


def _untold(report_id: UUID, kind: str) -> str:
    """Why no apology is sent: a code, or "" where one is."""
    if lapsed_before(report_id, kind):
        return ALREADY_TOLD
    report = told(report_id)
    # What nobody else may notice is written only where the person said that a message is safe.
    if report is not None and report.neutral and safe_way(report.contact) is None:
        return NOT_SAFE
    return ""


def lapse_the_past(at: datetime) -> int:
    """For the demo: what was broken before today is broken quietly, when it was. Tells nobody."""
    count = 0
    for _ in range(MOST_ROUNDS):
        found = overdue(at, most=500)
        if not found:
            break
        for one in found:
            # The moment after the due time: the promise made anew may be broken again.
            count += lapse(one.report_id, one.kind, at=_after(one.due_at, at), silent=True)
    return count


def _after(due: datetime, at: datetime) -> datetime:
    return min(due + timedelta(minutes=1), at)
