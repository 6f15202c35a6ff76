"""Which unit a review goes to: cheap rules at once, all of them in the worker right after.

The public site may only add rows, so whatever needs the report itself or other reports (words,
value, somebody who wrote before, how full a unit is) is read by the worker within seconds. Each
decision is written on the timeline, with its reason.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from frontcounter.accounts.actor import SYSTEM
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.forces.routing import REVIEW, Decision, Facts, decide, rules_of
from frontcounter.reports.registry import Change
from frontcounter.reports.services import note_event
from frontcounter.reports.watching import earlier_by_same_person, told
from frontcounter.tasks.models import Kind, Task, TaskState

PENDING = "pending"
MOST_AT_ONCE = 100


def first_unit(change: Change) -> str:
    """What can be told from the task alone; the worker looks again."""
    facts = Facts(
        type=change.type,
        desk=change.desk,
        district=change.district,
        language=change.language,
        channel=change.channel,
        marks=change.marks,
    )
    return decide(change.settings, facts, change.at, cheaply=True).unit


def route_pending(*, at: datetime, most: int = MOST_AT_ONCE) -> int:
    """Decide what waits for it, of the force in scope; returns how many were decided."""
    waiting = Task.objects.select_for_update(skip_locked=True).filter(routing=PENDING)
    tasks = list(waiting.exclude(state=TaskState.DONE).order_by("opened_at")[:most])
    for task in tasks:
        route(task, at=at)
    return len(tasks)


def route(task: Task, *, at: datetime) -> Decision | None:
    """Send one review where the rules say, and say why on the timeline."""
    settings = settings_in_scope()
    facts = facts_of(task, settings)
    if facts is None:
        return None
    came_from = task.unit
    decision = decide(settings, facts, at, waiting=_counter(task))
    task.unit, task.routing = decision.unit, ""
    task.save(update_fields=["unit", "routing"])
    if task.report_id is not None:
        details = _details(decision, came_from)
        note_event(task.report_id, "routed", SYSTEM, at=at, details=details)
    return decision


def facts_of(task: Task, settings: ForceSettings) -> Facts | None:
    """Everything that the force's rules may ask about the report of a task."""
    report = told(task.report_id) if task.report_id else None
    if report is None or task.report_id is None:
        return None
    days = max(
        (int(rule.when.get("repeat_within_days", 0)) for rule in rules_of(settings)), default=0
    )
    earlier = None
    if days:
        before = report.submitted_at
        found = earlier_by_same_person(task.report_id, before, days=days)
        earlier = (before - found).total_seconds() / 86400 if found else None
    return Facts(
        type=task.type,
        group=report.group,
        desk=task.desk,
        district=task.district,
        language=task.language,
        channel=task.channel,
        marks=tuple(task.marks),
        text=report.text,
        value_minor=report.value_minor,
        earlier_days=earlier,
    )


def _counter(task: Task) -> Any:
    """Counts what waits at a unit, once per decision: without this one, and without those that
    came at the same time and are not decided yet."""

    @cache
    def count(unit: str) -> int:
        rows = Task.objects.filter(desk=REVIEW, kind=Kind.REVIEW, state=TaskState.OPEN, unit=unit)
        return int(rows.exclude(id=task.id).exclude(routing=PENDING).count())

    return count


def _details(decision: Decision, came_from: str) -> dict[str, Any]:
    """What the timeline is told: the words are made where it is shown, in the reader's language."""
    return {
        "rule": decision.rule,
        "unit": decision.unit,
        "from": came_from,
        "because": dict(decision.because),
        "passed": [list(one) for one in decision.passed],
    }
