"""Who can speak with whom: the languages of the callers on shift, and of the calls that wait.

A call is offered first to somebody who speaks its language; it is hidden from nobody, and what is
late, urgent, or spoken by nobody on shift is anybody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.accounts.actor import Actor
from frontcounter.accounts.languages import code_of, languages_of, speakers
from frontcounter.accounts.roles import StaffRole
from frontcounter.base.scope import current_force_id
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.forces.units import hours_of
from frontcounter.tasks.absences import away
from frontcounter.tasks.filters import BUILT_IN
from frontcounter.tasks.queries import TaskLine
from frontcounter.tasks.queues import page
from frontcounter.tasks.services import Taken, take

MINE, NOBODY, OTHERS = "mine", "nobody", "others"
URGENT = 2
_WINDOW, _MORE = 60, 20


@dataclass(frozen=True)
class Voices:
    """What this person speaks, and what everybody on shift does (with the person)."""

    mine: frozenset[str]
    shift: frozenset[str]

    def wanted(self, language: str, interpreter: str) -> str:
        """The language to speak: that of the interpreter where somebody here can, so that none is
        needed, else the one in which the person wrote."""
        other = code_of(interpreter)
        return other if other and other in self.shift | self.mine else language

    def fit(self, language: str, interpreter: str) -> str:
        """Whether this person should call, others should, or nobody on shift speaks it."""
        wanted = self.wanted(language, interpreter)
        if wanted in self.mine:
            return MINE
        return OTHERS if wanted in self.shift else NOBODY


@dataclass(frozen=True)
class Unspoken:
    """Calls that wait now in a language that nobody on shift speaks."""

    language: str
    calls: int
    due_at: datetime


def on_shift(settings: ForceSettings, at: datetime) -> frozenset[str] | None:
    """Every language spoken by callers whose unit works now and who are not away.

    None where nobody is there: then no call is made, and none is missing its language.
    """
    local, absent = at.astimezone(settings.zone), away(at)
    there = [
        one
        for one in speakers(StaffRole.CALL_BACK)
        if one.id not in absent and hours_of(settings, one.unit).open_at(local)
    ]
    if not there:
        return None
    return frozenset(code for one in there for code in one.languages)


def voices_of(user_id: UUID, site_language: str, at: datetime) -> Voices:
    """This person's languages beside those of everybody on shift."""
    return Voices(
        languages_of(user_id, site_language), on_shift(settings_in_scope(), at) or frozenset()
    )


def fit_of(task: TaskLine, voices: Voices) -> str:
    """Who should make a call."""
    return voices.fit(task.language, str(task.brief.get("interpreter") or ""))


def take_next(actor: Actor, voices: Voices, *, at: datetime) -> TaskLine | None:
    """Take the call that this person should make next; None where none waits."""
    for line in _in_order(_waiting(voices, at), voices, at):
        try:
            take(line.id, actor, at=at)
        except Taken:  # by somebody else, a moment ago
            continue
        return line
    return None


def _waiting(voices: Voices, at: datetime) -> Iterable[TaskLine]:
    """The first calls of the queue, and the first in the person's own languages."""
    calls = BUILT_IN["calls"]
    own = replace(calls, languages=tuple(sorted(voices.mine)))
    found = [
        *page(calls, now=at, size=_WINDOW).lines,
        *page(own, now=at, size=_MORE).lines,
    ]
    return {line.id: line for line in found}.values()


def _in_order(lines: Iterable[TaskLine], voices: Voices, at: datetime) -> Sequence[TaskLine]:
    """Urgent ones, those booked for now, those of the person's languages; then by promise."""

    def place(line: TaskLine) -> tuple[Any, ...]:
        others = fit_of(line, voices) == OTHERS and line.due_at > at
        booked = line.slot_at is not None
        return (line.priority < URGENT, not booked, others, line.work_by, line.id)

    return sorted((line for line in lines if line.slot_at is None or line.slot_at <= at), key=place)


_WAITING = """
select language, coalesce(brief ->> 'interpreter', ''), count(*), min(due_at)
from tasks_task
where force_id = %s and kind = 'call_back' and desk = 'review' and state = 'open'
  and (not_before is null or not_before <= %s)
group by 1, 2
"""


def unspoken(settings: ForceSettings, *, at: datetime) -> list[Unspoken]:
    """Which waiting calls nobody on shift can make without an interpreter, by language."""
    shift = on_shift(settings, at)
    if shift is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [current_force_id(), at])
        rows = cursor.fetchall()
    found: dict[str, Unspoken] = {}
    for language, interpreter, calls, due in rows:
        wanted = code_of(interpreter) or language
        if wanted in shift:
            continue
        known = found.get(wanted)
        calls, due = (calls + known.calls, min(due, known.due_at)) if known else (calls, due)
        found[wanted] = Unspoken(wanted, calls, due)
    return sorted(found.values(), key=lambda one: (one.due_at, one.language))
