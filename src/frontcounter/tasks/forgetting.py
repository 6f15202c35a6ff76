"""What ends by itself: work without a report, and words that somebody kept in a saved search.

A report's tasks end with the report, after two people have looked. These hang on no report: their
words go after the force's own time (forces/retention.py), and that they were done stays.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.forces.published import settings_in_scope
from frontcounter.forces.retention import Rule, retention_of
from frontcounter.tasks.models import QueueAlert, SavedSearch, Task, TaskState

MOST = 1000
"""Of one force in one night; what is left comes the next."""


def forget_old(*, at: datetime) -> tuple[int, int]:
    """(pieces of work whose words are gone, searches that are gone). May run twice."""
    rules = retention_of(settings_in_scope())
    return _forget_work(rules.work, at), _forget_searches(rules.searches, at)


def _forget_work(rule: Rule, at: datetime) -> int:
    """What was asked and answered, by whom of the public, and their number; not who did it."""
    done = Task.objects.filter(report_id=None, state=TaskState.DONE, done_at__isnull=False)
    with_words = done.exclude(brief={}).order_by("done_at").values_list("id", "done_at")
    over = [task_id for task_id, ended in with_words[:MOST] if _is_over(rule, ended, at)]
    Task.objects.filter(id__in=over).update(
        title="",
        phone="",
        windows=[],
        brief={},
        result={"read_at": at.isoformat()},  # nobody is told of an answer that is gone
        district="",
        marks=[],
    )
    for task_id in over:
        audit(Verb.ERASE, "task.forgotten", subject=f"task:{task_id}", at=at)
    return len(over)


def _forget_searches(rule: Rule, at: datetime) -> int:
    """A search without words says nothing of anybody, and stays until its owner deletes it."""
    worded = SavedSearch.objects.exclude(Q(filters__words="") | Q(filters__words__isnull=True))
    rows = worded.order_by("made_at").values_list("id", "made_at")[:MOST]
    over = [search_id for search_id, made in rows if _is_over(rule, made, at)]
    QueueAlert.objects.filter(search_id__in=over).delete()
    SavedSearch.objects.filter(id__in=over).delete()
    for search_id in over:
        audit(Verb.ERASE, "queue.forgotten", subject=f"queue:{search_id}", at=at)
    return len(over)


def _is_over(rule: Rule, since: datetime, at: datetime) -> bool:
    """By the force's own calendar days."""
    zone = settings_in_scope().zone
    return rule.ends(since.astimezone(zone).date()) <= at.astimezone(zone).date()
