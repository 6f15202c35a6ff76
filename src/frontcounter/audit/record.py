"""Writing the audit record, inside the transaction that it tells of."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from frontcounter.audit.models import Entry, Verb
from frontcounter.base.scope import current_scope


def record(
    verb: Verb,
    action: str,
    *,
    subject: str = "",
    details: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> None:
    """Add one entry for whoever acts in the open scope.

    `action` is a code such as `report.record`; `subject` names a row as `kind:id`; `details` holds
    ids and codes, never a person's words. `at` is given only where the past is told (the demo).
    """
    here = current_scope()
    entry = Entry(
        at=at or datetime.now(UTC),
        verb=verb,
        action=action,
        actor_kind=here.actor_kind,
        actor_id=here.actor_id,
        subject=subject,
        request_id=here.request_id,
        details=dict(details or {}),
    )
    entry.mac = mac_of(entry)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, _values(entry))


_PLAIN = ("id", "force_id", "at", "verb", "action", "actor_kind", "actor_id", "subject",
          "request_id")  # fmt: skip
_ADD = f"""
insert into audit_entry ({", ".join(_PLAIN)}, details, mac)
values ({", ".join("%s" for _ in _PLAIN)}, %s::jsonb, %s)
"""  # noqa: S608 - names are constants


def _values(entry: Entry) -> list[Any]:
    plain = [getattr(entry, name) for name in _PLAIN]
    plain[_PLAIN.index("verb")] = str(entry.verb)
    return [*plain, json.dumps(entry.details), entry.mac]


def canonical(entry: Entry) -> bytes:
    """The bytes that the MAC and the chain cover: every column, in a fixed order."""
    return json.dumps(
        [
            str(entry.id),
            str(entry.force_id),
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            str(entry.verb),
            entry.action,
            entry.actor_kind,
            entry.actor_id,
            entry.subject,
            entry.request_id,
            entry.details,
        ],
        ensure_ascii=True,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def mac_of(entry: Entry) -> bytes:
    """HMAC-SHA-256 with the installation's audit key: who can write the table cannot forge it."""
    return hmac.new(settings.AUDIT_KEY, canonical(entry), hashlib.sha256).digest()
