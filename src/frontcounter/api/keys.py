"""Keys for other programs: made once, shown once, ended at any time."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from frontcounter.api.models import ApiKey
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit

CALL_CARDS = "call_cards"
SCOPES = (CALL_CARDS,)
_PREFIX = "fck_"


@dataclass(frozen=True)
class Known:
    """Whose key it is."""

    id: UUID
    force_id: UUID
    name: str
    scopes: frozenset[str]


def new_key(name: str, *, at: datetime) -> str:
    """A key of the force in scope (256 bits); what is returned is never shown again."""
    key = _PREFIX + secrets.token_urlsafe(32)
    row = ApiKey(name=name[:80], key_hash=key_hash(key), scopes=list(SCOPES), created_at=at)
    row.add()
    audit(Verb.ALTER, "api_key.new", subject=f"api_key:{row.id}", at=at)
    return key


def end_key(name: str, *, at: datetime) -> int:
    """End every key of this name; returns how many."""
    ended = ApiKey.objects.filter(name=name, ended_at=None)
    ids = list(ended.values_list("id", flat=True))
    ApiKey.objects.filter(id__in=ids).update(ended_at=at)
    for key_id in ids:
        audit(Verb.ALTER, "api_key.end", subject=f"api_key:{key_id}", at=at)
    return len(ids)


def all_keys() -> list[ApiKey]:
    """The keys of the force in scope, the newest first."""
    return list(ApiKey.objects.order_by("-created_at"))


def open_key(key: str, *, at: datetime) -> Known | None:
    """The key's force, asked before any is in scope; None for an unknown or ended key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select key_id, force, name, scopes::text from api_key_open(%s, %s)",
            [key_hash(key), at],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    key_id, force_id, name, scopes = row
    return Known(key_id, force_id, name, frozenset(one for one in SCOPES if f'"{one}"' in scopes))


def key_hash(key: str) -> bytes:
    """SHA-256 of a random key; it needs no pepper."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()
