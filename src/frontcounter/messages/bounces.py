"""Mail that comes back: a delivery status notification (RFC 3464) names the message it is about.

The message is found by its own Message-ID, which holds its id: in the returned message or its
headers, or in the notification's In-Reply-To and References.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message as Mail
from uuid import UUID

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.messages.models import Message, Status
from frontcounter.messages.render import NOT_TO_REPORTER
from frontcounter.messages.trouble import trouble

_OURS = re.compile(
    r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@", re.IGNORECASE
)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class Bounce:
    """What a notification says: about which message, and what became of it."""

    message_id: UUID
    action: str  # failed, delayed, delivered, relayed, expanded
    status: str  # 5.1.1


def read_bounce(raw: bytes) -> Bounce | None:
    """The notification, or None where it is none or is about no message of ours."""
    mail = email.message_from_bytes(raw[:MOST_BYTES], policy=email.policy.compat32)
    report = next((p for p in mail.walk() if p.get_content_type() == "message/delivery-status"), 0)
    if not isinstance(report, Mail):
        return None
    action, status = "", ""
    for block in _blocks(report):
        action = (str(block.get("Action") or "") or action).strip().lower()
        found = _STATUS.search(str(block.get("Status") or ""))
        status = found[1] if found else status
        if action == "failed":
            break
    message_id = next(_ids(mail), None)
    return Bounce(message_id, action, status) if message_id and action else None


def _blocks(report: Mail) -> list[Mail]:
    payload = report.get_payload()
    return [one for one in payload if isinstance(one, Mail)] if isinstance(payload, list) else []


def _ids(mail: Mail) -> Iterator[UUID]:
    """Ids of ours, those of the returned message first."""
    for part in mail.walk():
        if part is not mail and part.get("Message-ID"):
            yield from _found(str(part["Message-ID"]))
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            body = part.get_payload(decode=True)
            text = body.decode("utf-8", "replace") if isinstance(body, bytes) else ""
            yield from _found(str(email.message_from_string(text).get("Message-ID") or ""))
    for name in ("In-Reply-To", "References", "X-Failed-Message-Id"):
        yield from _found(str(mail.get(name) or ""))


def _found(text: str) -> Iterator[UUID]:
    for one in _OURS.findall(text):
        yield UUID(one)


def note_bounce(bounce: Bounce, *, at: datetime) -> bool:
    """Mark the message, in the force in scope; whether it is this force's. May run twice."""
    row = Message.objects.select_for_update().filter(id=bounce.message_id).first()
    if row is None:
        return False
    if bounce.action != "failed" or row.status not in {Status.SENT, Status.DELIVERED}:
        return True
    row.status, row.last_error = Status.BOUNCED, f"bounced: {bounce.status}"[:300]
    row.save(update_fields=["status", "last_error"])
    audit(Verb.ALTER, "message.bounced", subject=f"message:{row.id}", at=at)
    if row.event not in NOT_TO_REPORTER:
        trouble(row.report_id, "bounced", at)
    return True
