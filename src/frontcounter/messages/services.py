"""Asking for messages, and noting what a person did by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings as installation
from django.db.models import Case, F, Value, When

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import uuid7
from frontcounter.forces.keys import unwrap, wrap
from frontcounter.forces.piloting import is_practice
from frontcounter.forces.published import settings_in_scope
from frontcounter.messages.models import Channel, Message, Status
from frontcounter.messages.render import SECRET


class NothingToDo(LookupError):
    """No such message waits for a person."""


def queue(
    event: str,
    *,
    lang: str,
    channel: str,
    address: str,
    values: Mapping[str, Any],
    report_id: UUID | None = None,
    at: datetime,
    silent: bool = False,
) -> UUID:
    """Write down that this message is to be sent, and ask for the job that sends it.

    Only inserts, so the public site may call it. A channel without a transport waits for a member
    of staff, and the job writes its words. `silent` writes the row and tells nobody (the past).
    """
    carried = channel == Channel.EMAIL or (channel == Channel.TEXT and installation.SMS_URL)
    status = Status.NOT_SENT if silent else Status.QUEUED if carried else Status.BY_HAND
    reason = "silent" if silent else ""
    if is_practice(settings_in_scope()) and not silent:
        status, reason = Status.NOT_SENT, "practice"
    return _add(event, lang, channel, address, values, report_id, at, status, reason)


def not_sent(
    event: str, *, lang: str, channel: str, report_id: UUID, at: datetime, reason: str
) -> UUID:
    """Write down that nothing was sent, and why: a code, worded in the texts of the staff site."""
    return _add(event, lang, channel, "", {}, report_id, at, Status.NOT_SENT, reason)


def _add(
    event: str,
    lang: str,
    channel: str,
    address: str,
    values: Mapping[str, Any],
    report_id: UUID | None,
    at: datetime,
    status: Status,
    reason: str,
) -> UUID:
    from frontcounter.messages.jobs import send_message

    message = Message(
        id=uuid7(),
        report_id=report_id,
        event=event,
        language=lang,
        channel=channel,
        address=address,
        status=status,
        last_error=reason,
        created_at=at,
    )
    if status != Status.NOT_SENT or event not in SECRET:
        message.sealed_values = sealed(message.id, values)
    message.add()
    if status != Status.NOT_SENT:
        send_message.later(message.id)
    return message.id


def sealed(message_id: UUID, values: Mapping[str, Any]) -> bytes:
    """Values under the force's key: they may hold a code or a link."""
    if not values:
        return b""
    return wrap(json.dumps(values, ensure_ascii=False).encode(), message_id.bytes)


def unsealed(message_id: UUID, box: bytes) -> dict[str, Any]:
    """The values that were given to `queue`."""
    if not box:
        return {}
    values: dict[str, Any] = json.loads(unwrap(box, message_id.bytes))
    return values


def mark_done_by_hand(message_id: UUID, *, by: str, at: datetime) -> None:
    """A member of staff (their id) has phoned, texted or posted it. Raises NothingToDo."""
    done = Message.objects.filter(
        id=message_id, status__in=[Status.BY_HAND, Status.REFUSED, Status.BOUNCED]
    ).update(
        status=Status.DONE_BY_HAND,
        sent_at=at,
        done_by=by[:40],
        sealed_values=Case(When(event__in=SECRET, then=Value(b"")), default=F("sealed_values")),
    )
    if not done:
        raise NothingToDo(message_id)
    audit(Verb.DISCLOSE, "message.done_by_hand", subject=f"message:{message_id}", at=at)
