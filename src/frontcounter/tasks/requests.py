"""Officers' records requests: asked by a short form, timed, done and answered.

Of a national system only what was entered, by whom and when is kept, never what a query answered.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import check_character, plain_code
from frontcounter.base.numbers import Number
from frontcounter.base.scope import current_force_id
from frontcounter.forces.following import records_rules, request_due
from frontcounter.forces.published import ForceSettings
from frontcounter.reports import queries as reports
from frontcounter.reports.services import Refused
from frontcounter.tasks.models import Kind, Task, TaskState
from frontcounter.tasks.services import Taken

NEW_FILE, SUPPLEMENT, CORRECTION, NATIONAL = (
    "new_file",
    "supplement",
    "correction",
    "national_entry",
)
SORTS = (NEW_FILE, SUPPLEMENT, CORRECTION, NATIONAL)
OUTCOMES = ("done", "cannot")
URGENT = 2
MOST_SHOWN = 50


@dataclass(frozen=True)
class Wanted:
    """What an officer asks of the records staff."""

    sort: str
    what: str
    file_number: str = ""
    system: str = ""
    phone: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Entered:
    """What was entered into a national system: which, what, and its reference there."""

    system: str
    entry: str
    reference: str


@dataclass(frozen=True)
class RequestLine:
    """One request as its pages show it."""

    id: UUID
    number: str
    state: str
    unit: str
    opened_at: datetime
    opened_by_id: UUID | None
    opened_by_name: str
    due_at: datetime
    priority: int
    claimed_at: datetime | None
    claimed_by_id: UUID | None
    claimed_by_name: str
    done_at: datetime | None
    outcome: str
    brief: dict[str, object]
    result: dict[str, object]
    report_id: UUID | None


_COLUMNS = tuple(RequestLine.__dataclass_fields__)


def ask(wanted: Wanted, actor: Actor, settings: ForceSettings, *, at: datetime) -> str:
    """Write the request down; returns its number. Raises Refused with what is missing."""
    problem = missing(wanted, settings)
    if problem:
        raise Refused(problem)
    found = reports.report_by_number(wanted.file_number) if wanted.file_number else None
    due = request_due(settings, at, urgent=wanted.urgent)
    task = Task(
        kind=Kind.RECORDS_REQUEST,
        unit=records_rules(settings).unit,
        report_id=found.id if found else None,
        title=wanted.what.split("\n")[0][:160],
        due_at=due,
        work_by=due,
        priority=URGENT if wanted.urgent else 0,
        opened_at=at,
        opened_by_id=UUID(actor.id),
        opened_by_name=actor.name,
        phone=wanted.phone[:40],
        brief={
            "why": wanted.sort,
            "what": wanted.what,
            "file_number": wanted.file_number,
            "system": wanted.system,
            "from": actor.name,
        },
    )
    _add_with_fresh_number(task)
    audit(Verb.COLLECT, f"request.{wanted.sort}", subject=f"task:{task.id}", at=at)
    return task.number


def missing(wanted: Wanted, settings: ForceSettings) -> str:
    """The code of what is missing; "" where the request is whole."""
    if wanted.sort not in SORTS:
        return "sort_missing"
    if wanted.sort in {SUPPLEMENT, CORRECTION} and not wanted.file_number:
        return "file_number_missing"
    if wanted.sort == NATIONAL and wanted.system not in records_rules(settings).systems:
        return "system_missing"
    return "" if wanted.what else "what_missing"


def request(number: str) -> RequestLine | None:
    """One request of the force in scope."""
    rows = Task.objects.filter(kind=Kind.RECORDS_REQUEST, number=number)
    row = rows.exclude(brief={}).values(*_COLUMNS).first()  # words that are gone make no page
    return RequestLine(**row) if row else None


def asked_by(person: UUID) -> list[RequestLine]:
    """What this person has asked, the newest first."""
    rows = Task.objects.filter(kind=Kind.RECORDS_REQUEST, opened_by_id=person)
    newest = rows.exclude(brief={}).order_by("-opened_at").values(*_COLUMNS)[:MOST_SHOWN]
    return [RequestLine(**row) for row in newest]


def finish(
    number: str,
    actor: Actor,
    outcome: str,
    answer: str,
    *,
    at: datetime,
    settings: ForceSettings,
    entered: Entered | None = None,
) -> None:
    """Answer the officer. An entry in a national system is told by what, where and which number."""
    task = Task.objects.select_for_update().filter(number=number, kind=Kind.RECORDS_REQUEST).first()
    if task is None or task.state == TaskState.DONE:
        raise Taken("", None)
    if task.state != TaskState.CLAIMED or str(task.claimed_by_id) != actor.id:
        raise Taken(task.claimed_by_name, task.claimed_at)
    if outcome not in OUTCOMES:
        raise Refused("outcome_missing")
    if not answer:
        raise Refused("answer_missing")
    national = task.brief.get("why") == NATIONAL and outcome == "done"
    if national and not _whole(entered, records_rules(settings).systems):
        raise Refused("entry_missing")
    task.state, task.done_at, task.outcome = TaskState.DONE, at, outcome
    task.result = {"answer": answer}
    if national and entered is not None:
        task.result["entered"] = {
            "system": entered.system,
            "entry": entered.entry,
            "reference": entered.reference,
            "by": actor.name,
            "at": at.isoformat(),
        }
    task.save(update_fields=["state", "done_at", "outcome", "result"])
    audit(Verb.ALTER, f"request.{outcome}", subject=f"task:{task.id}", at=at)


def note_read(number: str, person: UUID, *, at: datetime) -> None:
    """Who asked has seen the answer."""
    task = Task.objects.filter(number=number, opened_by_id=person, state=TaskState.DONE).first()
    if task is not None and "read_at" not in task.result:
        task.result = {**task.result, "read_at": at.isoformat()}
        task.save(update_fields=["result"])


def unread_number(person: UUID) -> Number:
    """How many answers this person has not seen yet."""
    sql = """select count(*) from tasks_task where force_id = %s and kind = 'records_request'
        and opened_by_id = %s and state = 'done' and not result ? 'read_at'"""
    return Number(sql, (current_force_id(), person))


def _whole(entered: Entered | None, systems: Collection[str]) -> bool:
    return bool(entered and entered.system in systems and entered.entry and entered.reference)


def _add_with_fresh_number(task: Task) -> None:
    for _ in range(4):
        body = plain_code(5)
        task.number = f"R-{body}{check_character(body)}"
        try:
            with transaction.atomic():
                task.add()
        except IntegrityError as error:
            if "tasks_number" not in str(error):
                raise
        else:
            return
    raise RuntimeError("no free number was found")
