"""What changes of a report mean for the work on it: handlers that only write task rows."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest

from frontcounter.base.scope import Role, current_scope
from frontcounter.forces.following import follow_up_due
from frontcounter.forces.promises import due_at
from frontcounter.forces.published import ForceSettings
from frontcounter.reports.promising import call_promises, task_basis
from frontcounter.reports.queries import next_due
from frontcounter.reports.registry import Change, handles
from frontcounter.tasks import alarms, claims, routing
from frontcounter.tasks.making import task_of
from frontcounter.tasks.models import Kind, Task, TaskState

SOONER = 1
"""The priority of what should be taken up before its time (2 is urgent)."""

OUTLIVING = frozenset({Kind.RECORDS_REQUEST, Kind.REFERRAL})
"""Whoever asked for these is still owed an answer when the report has ended."""


@handles("open_review")
def open_review(change: Change) -> None:
    """A review for the unit that reviews, due when the first promise is."""
    task = _new(change, Kind.REVIEW, _reviewing_unit(change), _promised(change))
    task.routing = routing.PENDING
    task.add()
    alarms.raise_for(change, "submit")
    # The demo's past is decided when it happened; the public role could not read for it.
    if change.silent and current_scope().role is Role.WORKER:
        routing.route(task, at=change.at)


@handles("assign_review")
def assign_review(change: Change) -> None:
    """The review is in somebody's hands; what rang for it need not ring any longer."""
    _unfinished(change).filter(kind=Kind.REVIEW).update(
        state=TaskState.CLAIMED,
        claimed_at=change.at,
        claimed_by_id=change.actor.id,
        claimed_by_name=change.actor.name,
        seen_at=change.at,
        looked_at=Coalesce("looked_at", Value(change.at)),
        lost_by_id=None,
    )
    alarms.end_for(change.report_id, change.actor, at=change.at)


@handles("release_review")
def release_review(change: Change) -> None:
    """The review waits again for anybody; its due time stays.

    Whoever lost it by the program's or a supervisor's hand is told on their next page.
    """
    review = _unfinished(change).filter(kind=Kind.REVIEW)
    claims.count_touch(change.report_id, Kind.REVIEW, at=change.at)
    lost = {"lost_by_id": F("claimed_by_id")} if change.arrow == "take_away" else {}
    review.update(
        state=TaskState.OPEN,
        claimed_at=None,
        claimed_by_id=None,
        claimed_by_name="",
        seen_at=None,
        **lost,
    )


@handles("raise_level")
def raise_level(change: Change) -> None:
    """The review waits for a second person, who decides what the first one proposed."""
    release_review(change)
    _unfinished(change).filter(kind=Kind.REVIEW).update(level=change.level)


@handles("lower_level")
def lower_level(change: Change) -> None:
    """The second person has sent it back: the review is as it was before the proposal."""
    raise_level(change)


@handles("wait_for_answer")
def wait_for_answer(change: Change) -> None:
    """The reporter was asked: nobody need do anything until they answer or the time is over."""
    claims.count_touch(change.report_id, Kind.REVIEW, at=change.at)
    _unfinished(change).filter(kind=Kind.REVIEW).update(
        state=TaskState.WAITING, claimed_at=None, claimed_by_id=None, claimed_by_name=""
    )


@handles("return_to_review")
def return_to_review(change: Change) -> None:
    """The review goes on, with the due time that is left of what was promised."""
    due = next_due(change.report_id) or _promised(change)
    waiting = _unfinished(change).filter(kind=Kind.REVIEW)
    # What was answered may press; nothing that pressed before presses less.
    raised = Greatest(F("priority"), Value(change.priority))
    if not waiting.update(
        state=TaskState.OPEN, due_at=due, work_by=due, priority=raised, marks=list(change.marks)
    ):
        open_review(change)


@handles("close_review")
def close_review(change: Change) -> None:
    """The review, and any look at added information, has come to its end."""
    _finish(change, Kind.REVIEW, Kind.ANSWER)


@handles("open_call_back")
def open_call_back(change: Change) -> None:
    """A call for the call-back unit, with the number and what the caller needs to know.

    A closed desk makes its own calls: nobody else may know of its reports.
    """
    open_desk = change.desk == "review"
    unit = change.settings.call_back.unit if open_desk else _reviewing_unit(change)
    task = _new(change, Kind.CALL_BACK, unit, _call_due(change))
    contact = change.contact
    task.phone = str(contact.get("phone") or "")[:40]
    when = contact.get("when") or []
    task.windows = [when] if isinstance(when, str) else list(when)
    task.brief = {
        "why": change.arrow,
        "note": change.note,
        "from": change.actor.name,
        "name": str(contact.get("name") or ""),
        "language": change.language,
        "safe": list(contact.get("safe") or []),
        "interpreter": str(contact.get("interpreter") or ""),
    }
    task.add()
    alarms.raise_for(change, "request_call")


@handles("close_call_back")
def close_call_back(change: Change) -> None:
    """The call has come to an end, with the outcome that the caller gave."""
    _finish(change, Kind.CALL_BACK, outcome=str(change.details.get("outcome", "")))


@handles("open_follow_up")
def open_follow_up(change: Change) -> None:
    """A unit is asked to do something; the force's data say by when."""
    asked = change.details
    due = follow_up_due(change.settings, change.at)
    task = _new(change, Kind.FOLLOW_UP, str(asked["unit"]), due)
    task.brief = {
        "why": change.arrow,
        "asked": list(asked.get("asked", ())),
        "note": change.note,
        "from": change.actor.name,
    }
    task.add()


@handles("assign_follow_up")
def assign_follow_up(change: Change) -> None:
    """Somebody of the unit does it."""
    _unfinished(change).filter(kind=Kind.FOLLOW_UP).update(
        state=TaskState.CLAIMED,
        claimed_at=change.at,
        claimed_by_id=change.actor.id,
        claimed_by_name=change.actor.name,
    )


@handles("close_follow_up")
def close_follow_up(change: Change) -> None:
    """The unit has done it, or has sent it back with a reason."""
    _finish(change, Kind.FOLLOW_UP, outcome=str(change.details.get("outcome", "")))


@handles("open_supervision")
def open_supervision(change: Change) -> None:
    """A promise was broken: a supervisor must see to it that a person acts; once at a time."""
    if _unfinished(change).filter(kind=Kind.SUPERVISE).exists():
        return
    task = _new(change, Kind.SUPERVISE, supervising_unit(change.settings), change.at)
    task.brief = {"why": change.arrow, "promise": str(change.details.get("promise", ""))}
    task.add()


@handles("close_tasks")
def close_tasks(change: Change) -> None:
    """Nothing is left to decide about this report."""
    _finish(change, *(kind for kind in Kind if kind not in OUTLIVING))
    if change.priority >= alarms.URGENT:
        alarms.end_for(change.report_id, change.actor, at=change.at)


@handles("look_again")
def look_again(change: Change) -> None:
    """New information came: somebody must look, unless the whole report waits to be read anyway."""
    waiting = _unfinished(change)
    if change.details.get("danger"):
        _press(change)
    if waiting.filter(kind=Kind.ANSWER).exists():
        return
    if waiting.filter(kind=Kind.REVIEW, state=TaskState.OPEN).exists():
        return
    _new(change, Kind.ANSWER, _reviewing_unit(change), _promised(change)).add()


def _press(change: Change) -> None:
    """What was written tells of danger: what waits presses as much, and a desk is alarmed."""
    raised = Greatest(F("priority"), Value(change.priority))
    open_still = _unfinished(change).filter(kind__in=(Kind.REVIEW, Kind.ANSWER, Kind.CALL_BACK))
    open_still.update(priority=raised, marks=list(change.marks))
    if change.details["danger"] >= alarms.URGENT and not change.silent:
        why = alarms.URGENT_REPORT
        alarms.raise_alarm(report_id=change.report_id, why=why, at=change.at, desk=change.desk)


def _reviewing_unit(change: Change) -> str:
    """The unit of the report's desk, or the one that the force's rules name."""
    return routing.first_unit(change)


def supervising_unit(settings: ForceSettings) -> str:
    """The unit whose supervisors see what went wrong."""
    return str(settings.document.get("supervising_unit") or settings.review_unit)


def _new(change: Change, kind: Kind, unit: str, due: datetime) -> Task:
    sooner = {"work_by": _work_by(change, due), "level": change.level}
    return task_of(change, kind, unit, due, at=change.at, brief={"why": change.arrow}, **sooner)


def _work_by(change: Change, due: datetime) -> datetime:
    """When it should be taken up: in half the time where something in it presses."""
    return change.at + (due - change.at) / 2 if change.priority == SOONER else due


def _promised(change: Change) -> datetime:
    """The earliest of what the force promises when something is sent."""
    kinds = task_basis(change.settings, change.desk)
    return min(due_at(change.settings, kind, change.at) for kind in kinds)


def _call_due(change: Change) -> datetime:
    for kind in call_promises(change.settings, change.priority):
        return due_at(change.settings, kind, change.at)
    return _promised(change)


def _unfinished(change: Change):  # type: ignore[no-untyped-def]
    return Task.objects.filter(report_id=change.report_id).exclude(state=TaskState.DONE)


def _finish(change: Change, *kinds: Kind, outcome: str = "") -> None:
    if change.actor.kind == "staff":
        claims.count_touch(change.report_id, *kinds, at=change.at)
    _unfinished(change).filter(kind__in=kinds).update(
        state=TaskState.DONE, done_at=change.at, outcome=(outcome or change.arrow)[:40]
    )
