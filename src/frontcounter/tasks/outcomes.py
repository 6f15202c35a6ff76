"""How a call ends. The report itself goes on: ending it is another person's decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.forces.calling import calling_of
from frontcounter.forces.published import published_settings, settings_in_scope
from frontcounter.messages.services import not_sent, queue
from frontcounter.messages.ways import chosen_safe, is_guarded, safe_ways
from frontcounter.reports import queries
from frontcounter.reports.levels import level_of
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.services import Refused, note_event, perform
from frontcounter.tasks import card_messages, slots
from frontcounter.tasks.alarms import raise_alarm
from frontcounter.tasks.calling import add_try, misses, safe_way
from frontcounter.tasks.making import task_of
from frontcounter.tasks.models import Kind, Task, TaskState
from frontcounter.tasks.services import held_task

REFERRED, READY, CAR, OVER, NOT_REACHED = (
    "referred", "ready_to_record", "send_car", "taken_over", "not_reached",
)  # fmt: skip

CONCLUDED = ("confirmed", "more_information", "wishes_to_withdraw", "handed_over", NOT_REACHED,
             REFERRED, READY, CAR, OVER)  # fmt: skip
"""How the call-back of a report can end; all that stand in stored data."""

OFFERED = ("confirmed", "more_information", READY, REFERRED, OVER, CAR, "wishes_to_withdraw",
           NOT_REACHED)  # fmt: skip
"""Those that a caller chooses from, in this order."""

CARD_ENDS = ("settled", "report_made", REFERRED, OVER, CAR, "wishes_no_more", NOT_REACHED)
"""How a call card can end; `report_made` comes with the report."""

CARD_OFFERED = tuple(code for code in CARD_ENDS if code != "report_made")
WITH_UNIT = frozenset({REFERRED, OVER})
"""Outcomes that name a unit, which goes on with it."""

URGENT = 2


@dataclass(frozen=True)
class Ending:
    """What the caller says at the end. `reference` is the dispatch system's own number."""

    outcome: str
    note: str
    unit: str = ""
    asked: str = ""
    reference: str = ""
    silent: bool = False


def conclude_call(
    task_id: UUID,
    actor: Actor,
    outcome: str,
    *,
    note: str,
    at: datetime,
    unit: str = "",
    asked: str = "",
    reference: str = "",
    silent: bool = False,
) -> None:
    """Bring the call to its end, with everything that its outcome brings with it, or nothing.

    `silent`: the demo's past, of which nobody is told. Raises Taken or Refused (`too_few_tries`,
    `unit_missing`, or an arrow's own reason).
    """
    end = Ending(outcome, note, unit, asked, reference, silent)
    with transaction.atomic():
        task = held_task(task_id, actor)
        _check(task, end)
        slots.end_slot(task.id, slots.KEPT)
        if task.report_id is None:
            _end_card(task, actor, end, at)
        else:
            _end_call(task, task.report_id, actor, end, at)


def _check(task: Task, end: Ending) -> None:
    if end.outcome not in (CARD_ENDS if task.report_id is None else CONCLUDED):
        raise ValueError(end.outcome)
    settings = settings_in_scope()
    if end.outcome in WITH_UNIT and end.unit not in settings.units:
        raise Refused("unit_missing")
    needed = calling_of(settings).tries
    if end.outcome == NOT_REACHED and len(misses(task.id)) < needed:
        raise Refused("too_few_tries")


def _end_call(task: Task, report_id: UUID, actor: Actor, end: Ending, at: datetime) -> None:
    if end.outcome == REFERRED:
        told = "\n\n".join(part for part in (end.asked, end.note) if part)
        details = {"unit": end.unit, "asked": ["other"]}
        perform("follow_up", report_id, actor, at=at, note=told, details=details)
    perform("conclude_call_back", report_id, actor, at=at, note=end.note, details=_details(end))
    Task.objects.filter(id=task.id).update(result=_result(task, end))
    record = queries.report(report_id)
    if record is None or record.state not in {"submitted", "in_review", "waiting", "recorded"}:
        return
    _back_to_review(task, record, end, at)
    if end.outcome == CAR:
        _press(record, actor, at)
    if end.outcome == NOT_REACHED:
        _write(record, at, silent=end.silent)


def _details(end: Ending) -> dict[str, Any]:
    told = {"unit": end.unit, "reference": end.reference}
    return {"outcome": end.outcome, **{key: value for key, value in told.items() if value}}


def _result(task: Task, end: Ending) -> dict[str, Any]:
    kept = {key: value for key, value in task.result.items() if key not in {"notes", "written"}}
    return {**kept, **_details(end)}


def _back_to_review(task: Task, record: ReportRecord, end: Ending, at: datetime) -> None:
    """Somebody goes on with the report: the review that waits, or a new one."""
    told = {"call_outcome": end.outcome}
    kind = Kind.ANSWER if record.state == "recorded" else Kind.REVIEW
    waiting = Task.objects.filter(report_id=record.id, kind=kind).exclude(state=TaskState.DONE)
    row = waiting.select_for_update().first()
    if row is None:
        if record.state == "recorded" and end.outcome in {"confirmed", READY, REFERRED}:
            return  # it is recorded, and nothing new was said
        row = _new_review(task, record, kind, at)
        row.brief = {"why": "conclude_call_back", **told}
        row.unit = end.unit if end.outcome == OVER else row.unit
        row.add()
        return
    row.brief = {**row.brief, **told}
    if end.outcome == OVER:
        row.unit = end.unit
    row.save(update_fields=["brief", "unit"])


def _new_review(task: Task, record: ReportRecord, kind: Kind, at: datetime) -> Task:
    settings = published_settings(record.publication_hash)
    due = queries.next_due(record.id) or task.due_at
    due = max(due, at)
    unit = settings.review_unit if record.desk == "review" else settings.desks[record.desk]
    more = {"level": level_of(record.proposal), "priority": task.priority}
    return task_of(record, kind, unit, due, at=at, **more)


def _press(record: ReportRecord, actor: Actor, at: datetime) -> None:
    """A car is needed: everything of the report is urgent from now on, and a desk is alarmed."""
    open_tasks = Task.objects.filter(report_id=record.id).exclude(state=TaskState.DONE)
    open_tasks.update(priority=URGENT)
    note_event(record.id, "send_car", actor, at=at)
    audit(Verb.ALTER, "call.send_car", subject=f"report:{record.id}", at=at)
    raise_alarm(at=at, report_id=record.id, desk=record.desk)


def _write(record: ReportRecord, at: datetime, *, silent: bool) -> None:
    """Nobody was reached: the way back goes by e-mail, text or letter, whichever is safe."""
    way = written_way(record.contact, guarded=is_guarded(record))
    if way is None:
        not_sent(
            "call_unreached",
            lang=record.language,
            channel=str(record.contact.get("channel") or ""),
            report_id=record.id,
            at=at,
            reason="no_way",
        )
        return
    queue(
        "call_unreached",
        lang=record.language,
        channel=way[0],
        address=way[1],
        values={},
        report_id=record.id,
        at=at,
        silent=silent,
    )


def written_way(contact: Mapping[str, Any], *, guarded: bool = True) -> tuple[str, str] | None:
    """E-mail or text where that counts as safe, else a letter where that does."""
    found = safe_way(contact, guarded=guarded)
    safe = safe_ways(contact, guarded=guarded) or chosen_safe(contact, guarded=guarded)
    if found is None and "letter" in safe and contact.get("address"):
        lines = [str(part) for part in contact["address"].values() if part]
        return "letter", "\n".join(lines)
    return found


def _end_card(task: Task, actor: Actor, end: Ending, at: datetime) -> None:
    """A card without a report ends here, or goes on with another unit as it is."""
    audit(Verb.ALTER, f"card.{end.outcome}", subject=f"task:{task.id}", at=at)
    add_try(task, actor, end.outcome, end.note, at)
    if end.outcome in WITH_UNIT:
        task.unit, task.state = end.unit, TaskState.OPEN
        task.claimed_at, task.claimed_by_id, task.claimed_by_name = None, None, ""
        task.brief = {**task.brief, "asked": end.asked or end.note, "handed_by": actor.name}
        task.not_before = task.slot_at = None
        task.save()
        return
    task.state, task.done_at, task.outcome = TaskState.DONE, at, end.outcome
    task.result = _result(task, end)
    if end.outcome == CAR:
        task.priority = URGENT
        raise_alarm(at=at, task_id=task.id)
    if end.outcome == NOT_REACHED and not end.silent:
        task.result = {**task.result, "written": card_messages.unreached(task, at=at)}
    task.save()
