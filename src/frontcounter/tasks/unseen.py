"""Every report gets a human look within the force's hours, whatever its marks or its promises.

A review that nobody has opened while the desks were open for so long (`watch.look_hours`) becomes
a task for a supervisor. Machines raise and route; that somebody looked is never theirs to say.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from frontcounter.accounts.actor import SYSTEM
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.forces.alarms import watch_rules
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.reports.services import note_event
from frontcounter.tasks.effects import supervising_unit
from frontcounter.tasks.models import Kind, Task, TaskState

NOT_LOOKED_AT, TOLD = "not_looked_at", "unseen"
MOST_AT_ONCE = 100


def look_by(settings: ForceSettings, came: datetime) -> datetime:
    """By when a person must have opened what came then: after so many hours of open desks."""
    calendar = settings.calendar
    left = timedelta(hours=watch_rules(settings).look_hours)
    at = calendar.opens_after(came) or came.astimezone(settings.zone)
    while True:
        closes = calendar.close_of(at.date())
        if at + left <= closes:
            return at + left
        left -= closes - at
        opens = calendar.opens_after(closes)
        if opens is None:  # it closes and opens at one moment
            return closes + left
        at = opens


def tell_of_unseen(*, at: datetime) -> int:
    """Make a supervisor's task of each review that lay too long, once; returns how many."""
    settings = settings_in_scope()
    waiting = Task.objects.select_for_update(skip_locked=True).filter(
        kind=Kind.REVIEW, state=TaskState.OPEN, looked_at__isnull=True, report_id__isnull=False
    )
    rows = waiting.exclude(brief__has_key=TOLD).order_by("opened_at", "id")[:MOST_AT_ONCE]
    count = 0
    for review in rows:
        if look_by(settings, review.opened_at) > at:
            break  # those that came later have longer still
        _tell(settings, review, at)
        count += 1
    return count


def _tell(settings: ForceSettings, review: Task, at: datetime) -> None:
    review.brief = {**review.brief, TOLD: at.isoformat()}
    review.save(update_fields=["brief"])
    if review.report_id is None:
        return
    of_report = Task.objects.filter(report_id=review.report_id, kind=Kind.SUPERVISE)
    if not of_report.exclude(state=TaskState.DONE).exists():
        open_desk = review.desk == "review"
        Task(
            kind=Kind.SUPERVISE,
            unit=supervising_unit(settings) if open_desk else settings.desks[review.desk],
            desk=review.desk,
            report_id=review.report_id,
            type=review.type,
            language=review.language,
            district=review.district,
            channel=review.channel,
            marks=review.marks,
            due_at=at,
            work_by=at,
            priority=review.priority,
            opened_at=at,
            brief={"why": NOT_LOOKED_AT},
        ).add()
    note_event(review.report_id, NOT_LOOKED_AT, SYSTEM, at=at, details={"unit": review.unit})
    audit(Verb.ALTER, "task.not_looked_at", subject=f"report:{review.report_id}", at=at)
