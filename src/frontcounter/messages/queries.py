"""What staff see of messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from frontcounter.base.numbers import Number
from frontcounter.base.scope import current_force_id
from frontcounter.base.together import Rows
from frontcounter.messages.models import Message, Status
from frontcounter.messages.render import NOBODYS

_FOR_A_PERSON = (Status.BY_HAND, Status.REFUSED, Status.BOUNCED)


@dataclass(frozen=True)
class MessageLine:
    """One message. `last_error` is a code, or a code, a colon and the far end's own words."""

    id: UUID
    report_id: UUID | None
    event: str
    language: str
    channel: str
    address: str
    subject: str
    body: str
    status: str
    attempts: int
    last_error: str
    created_at: datetime
    sent_at: datetime | None
    done_by: str


_LINE = tuple(MessageLine.__dataclass_fields__)


def messages_of(report_id: UUID) -> list[MessageLine]:
    """What the reporter was told, oldest first."""
    return message_rows(report_id).read()


def message_rows(report_id: UUID) -> Rows[MessageLine]:
    """`messages_of`, to be read with others."""
    found = Message.objects.filter(report_id=report_id).order_by("created_at", "id")
    return Rows(found, _LINE, MessageLine)


def message(message_id: UUID) -> MessageLine | None:
    """One message of the force in scope."""
    values = Message.objects.filter(id=message_id).values(*_LINE).first()
    return MessageLine(**values) if values else None


def by_hand(limit: int = 200) -> list[MessageLine]:
    """Messages that a member of staff must phone, text or post, oldest first."""
    rows = _for_a_person().order_by("created_at", "id")
    return [MessageLine(**row) for row in rows.values(*_LINE)[:limit]]


def by_hand_number(most: int) -> Number:
    """How many there are; counting stops at `most`. The same as `_for_a_person`."""
    status, secret = _quoted(_FOR_A_PERSON), _quoted(sorted(NOBODYS))
    sql = f"""select count(*) from (
        select 1 from messages_message where force_id = %s and status in ({status})
        and not (event in ({secret}) and report_id is null) limit {int(most)}) m"""  # noqa: S608
    return Number(sql, (current_force_id(),))


def _quoted(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _for_a_person() -> QuerySet[Any]:
    """Without those that nobody can tell: a draft's code or link is forgotten when mail fails, and
    who began a draft is no business of the force's.
    """
    waiting = Message.objects.filter(status__in=_FOR_A_PERSON)
    return waiting.exclude(event__in=NOBODYS, report_id=None)
