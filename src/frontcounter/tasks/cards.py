"""Call cards: somebody is to be called, and there is no report of theirs on line.

A call taker writes one down in a minute, or the dispatch system posts one (api/).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import check_character, plain_code, tidy_code, uuid7
from frontcounter.forces.promises import due_at
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.forms.engine import DANGER
from frontcounter.forms.engine.cleaning import is_email, many_lines, one_line, phone_e164
from frontcounter.forms.engine.danger import DOOR, alarm
from frontcounter.reports.promising import call_promises, task_basis
from frontcounter.tasks.alarms import URGENT_REPORT, raise_alarm
from frontcounter.tasks.models import Attempt, Kind, Task, TaskState
from frontcounter.tasks.outcomes import conclude_call
from frontcounter.tasks.plan import ANY, PARTS, first_try
from frontcounter.tasks.queries import AttemptLine

WHEN = (ANY, *PARTS)
SAFE = ("ring", "message", "text", "email", "letter")
NAME, PHONE, WHAT, INTERPRETER, EMAIL, ADDRESS = 160, 60, 2000, 60, 254, 400
"""The longest that may be written."""


@dataclass(frozen=True)
class Card:
    """What is asked for a call, as it was typed or posted."""

    name: str = ""
    phone: str = ""
    safe: tuple[str, ...] = ()
    language: str = ""
    interpreter: str = ""
    when: str = ANY
    what: str = ""
    danger: str = ""  # yes or no
    email: str = ""
    address: str = ""  # as it stands on an envelope
    consent: str = "spoken"
    source: str = "call_taker"
    reference: str = ""  # the dispatch system's own number

    def tidy(self) -> Card:
        """Without stray spaces and control characters."""
        return Card(
            **{
                **self.__dict__,
                "name": one_line(self.name),
                "phone": one_line(self.phone),
                "interpreter": one_line(self.interpreter),
                "what": many_lines(self.what),
                "email": one_line(self.email).lower(),
                "address": many_lines(self.address),
                "reference": one_line(self.reference),
            }
        )


@dataclass(frozen=True)
class Made:
    """What is told when a card is made: its number, by when somebody calls, how urgent it is."""

    task_id: UUID
    number: str
    due_at: datetime
    promise: str
    priority: int
    topics: tuple[str, ...] = field(default=())


def wrong(card: Card, settings: ForceSettings) -> dict[str, str]:
    """Field → code of what is wrong with it (words: texts of the staff site, docs/api.md)."""
    found: dict[str, str] = {}
    if not card.name:
        found["name"] = "missing"
    if not card.phone:
        found["phone"] = "missing"
    elif phone_e164(card.phone[:PHONE], settings.country) is None:
        found["phone"] = "impossible"
    if not set(card.safe) <= set(SAFE):
        found["safe"] = "unknown"
    if card.language not in settings.languages:
        found["language"] = "unknown"
    if card.when not in WHEN:
        found["when"] = "unknown"
    if not card.what:
        found["what"] = "missing"
    if card.danger not in {"yes", "no"}:
        found["danger"] = "missing"
    if card.email and not is_email(card.email):
        found["email"] = "impossible"
    for way, field_ in (("email", "email"), ("letter", "address")):
        if way in card.safe and not getattr(card, field_):
            found[field_] = "missing"
    for name, most in (
        ("name", NAME), ("phone", PHONE), ("what", WHAT), ("interpreter", INTERPRETER),
        ("email", EMAIL), ("address", ADDRESS),
    ):  # fmt: skip
        if len(getattr(card, name)) > most:
            found[name] = "too_long"
    return found


def make_card(card: Card, actor: Actor, *, at: datetime) -> Made:
    """A call for the call-back unit. What the machine hears may raise its priority, never lower."""
    settings = settings_in_scope()
    heard = alarm([card.what])
    priority = DOOR if card.danger == "yes" else heard.level
    kind, due = _promised(settings, priority, at)
    task = Task(
        id=uuid7(),
        kind=Kind.CALL_BACK,
        unit=settings.call_back.unit,
        number=_new_number(),
        title=one_line(card.what)[:160],
        language=card.language,
        channel="phone" if card.source == "call_taker" else "dispatch",
        marks=[DANGER + topic for topic in heard.topics],
        due_at=due,
        work_by=at + (due - at) / 2 if priority == 1 else due,
        priority=priority,
        opened_at=at,
        opened_by_id=_id(actor.id),
        opened_by_name=actor.name[:120],
        phone=phone_e164(card.phone, settings.country) or "",
        windows=[] if card.when == ANY else [card.when],
        brief=_brief(card, actor),
    )
    first = first_try(settings, task.windows, at)
    task.not_before = first if priority < DOOR and first > at else None
    task.add()
    if priority == DOOR:
        raise_alarm(at=at, task_id=task.id, why=URGENT_REPORT)
    audit(Verb.COLLECT, "card.make", subject=f"task:{task.id}", at=at,
          details={"source": card.source})  # fmt: skip
    return Made(task.id, task.number, due, kind, priority, heard.topics)


def _brief(card: Card, actor: Actor) -> dict[str, Any]:
    told = {
        "why": "card",
        "name": card.name,
        "phone_typed": card.phone,
        "safe": list(card.safe),
        "language": card.language,
        "interpreter": card.interpreter,
        "when": card.when,
        "note": card.what,
        "danger": card.danger,
        "from": actor.name,
        "source": card.source,
        "consent": card.consent,
        "reference": card.reference,
        "email": card.email,
        "address": card.address,
    }
    return {key: value for key, value in told.items() if value not in ("", [])}


def _promised(settings: ForceSettings, priority: int, at: datetime) -> tuple[str, datetime]:
    for kind in call_promises(settings, priority):
        return kind, due_at(settings, kind, at)
    return "", min(due_at(settings, kind, at) for kind in task_basis(settings, "review"))


def _new_number() -> str:
    """E.g. `C-7K3M2Q`: no meaning; the last character checks the others."""
    while True:
        body = plain_code(5)
        number = f"C-{body}{check_character(body)}"
        if not Task.objects.filter(number=number).exists():
            return number


def tidy_card_number(typed: str) -> str | None:
    """The number as we write it, or None where it cannot be one."""
    text = tidy_code(typed)
    text = text[1:] if len(text) == 7 and text.startswith("C") else text
    try:
        right = len(text) == 6 and check_character(text[:-1]) == text[-1]
    except ValueError:
        right = False
    return f"C-{text}" if right else None


def card_by_number(number: str) -> Task | None:
    """The card of this number, finished or not, of the force in scope."""
    found: Task | None = Task.objects.filter(number=number, kind=Kind.CALL_BACK).first()
    return found


def find_cards(typed: str, *, most: int = 10) -> list[Task]:
    """Cards by their number, a telephone number or a part of a name, the newest first."""
    if len(typed) < 3:
        return []
    asked = Q(brief__name__icontains=typed)
    number = tidy_card_number(typed)
    if number:
        asked |= Q(number=number)
    phone = phone_e164(typed, settings_in_scope().country)
    if phone:
        asked |= Q(phone=phone)
    of_nobodys_report = Task.objects.filter(kind=Kind.CALL_BACK, report_id=None).exclude(number="")
    return list(of_nobodys_report.filter(asked).order_by("-opened_at", "-id")[:most])


def card_by_id(task_id: UUID) -> Task | None:
    """The card with this id."""
    found: Task | None = Task.objects.filter(
        id=task_id, kind=Kind.CALL_BACK, report_id=None
    ).first()
    return found


def tries_of(card: Task) -> list[AttemptLine]:
    """Every try to reach the person of a card, newest first."""
    rows = Attempt.objects.filter(task_id=card.id).order_by("-at", "-id")
    said = card.result.get("said", {})
    return [
        AttemptLine(one.at, one.by_name, one.outcome, said.get(str(one.id), "")) for one in rows
    ]


def report_made(task_id: UUID, report_number: str, actor: Actor, *, at: datetime) -> None:
    """A full report was written for the person of a card: the card is over, and names it."""
    card = card_by_id(task_id)
    if card is None or card.state == TaskState.DONE:
        return
    conclude_call(task_id, actor, "report_made", note="", at=at)
    row = Task.objects.get(id=task_id)
    row.result = {**row.result, "report": report_number}
    row.save(update_fields=["result"])


def forget_old_cards(days: int, at: datetime) -> int:
    """Blank who was called and why on cards that ended more than `days` ago; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("select tasks_forget_cards(%s)", [at - timedelta(days=days)])
        count = int(cursor.fetchone()[0])
    if count:
        audit(Verb.ERASE, "cards.forget", details={"cards": count}, at=at)
    return count


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
