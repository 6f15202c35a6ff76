"""Sessions of the staff site: known to the database by a hash of what the cookie holds.

A session ends ten hours after it began, or when it was not used for as long as the force says; the
store then remembers why and whose it was, for the page that asks to sign in again.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone

from frontcounter.base.scope import current_scope, in_scope

IDLE_MINUTES = 30
SEEN_SECONDS = 60
"""Last seen is written down at most once in this time, not at each request."""


def stored_key(session_key: str) -> str:
    """240 bits of SHA-256, as many as the column takes: a stolen table opens no session."""
    return base64.urlsafe_b64encode(hashlib.sha256(session_key.encode()).digest()[:30]).decode()


class SessionStore(DatabaseStore):
    """Django's own store in a table of ours. Only what this (synchronous) program calls."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.row: Any = None
        self.ended = ""
        """Why the cookie's session was not opened: "idle", "age" or nothing that we know."""
        self.ended_user: UUID | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        from frontcounter.accounts.models import StaffSession

        return StaffSession

    def _get_session_from_db(self) -> Any:
        found: Any = None
        if self.session_key is not None:
            found = _read(stored_key(self.session_key))
        if found is not None and (why := ended(found, timezone.now())):
            self.ended, self.ended_user = why, getattr(found, "user_id", None)
            found = None
        if found is None:
            self._session_key = None
        self.row = found
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(stored_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        now = timezone.now()
        row.session_key = stored_key(row.session_key)
        row.user_id = UUID(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        same = self.row is not None and self.row.user_id == row.user_id
        row.began_at = self.row.began_at if same else now
        row.seen_at = now
        row.idle_minutes = data.get("idle_minutes", IDLE_MINUTES)
        row.agent = data.get("agent", "")
        longest = row.began_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        row.expire_date = min(row.expire_date, longest)
        self.row = row
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored_key(key))

    def touch(self, at: datetime) -> None:
        """Note that the session is used, unless that was noted a moment ago."""
        if self.row is None or (at - self.row.seen_at).total_seconds() < SEEN_SECONDS:
            return
        self.row.seen_at = at.replace(second=0, microsecond=0)
        self.model.objects.filter(session_key=self.row.session_key).update(seen_at=self.row.seen_at)

    def seconds_left(self, at: datetime) -> int:
        """Until it ends by itself if nothing happens; 0 if there is none."""
        return 0 if self.row is None else max(0, int((ends_at(self.row) - at).total_seconds()))


_READ = """
select {}, {}, (select jsonb_agg(to_jsonb(m)) from accounts_memberships(s.user_id) m)
from accounts_session s left join accounts_user u on u.id = s.user_id
where s.session_key = %s
"""
_NOTE = "person"


@dataclass(frozen=True)
class _Read:
    """Whose session it is, as it was read with it; for this one request."""

    person: Any
    memberships: list[dict[str, Any]]


@cache
def _statement() -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What reads a session with its person, and the columns of both as their models want them."""
    from frontcounter.accounts.models import StaffSession, User

    session, person = (
        tuple(field.attname for field in model._meta.concrete_fields)
        for model in (StaffSession, User)
    )
    columns = (
        ", ".join(f"s.{name}" for name in session),
        ", ".join(f"u.{name}" for name in person),
    )
    return _READ.format(*columns), session, person


def _read(key: str) -> Any:
    """The session's row, and with it what every page asks next: the person, and their roles."""
    from frontcounter.accounts.models import StaffSession, User

    sql, session, person = _statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
        row = cursor.fetchone()
    if row is None:
        return None
    found = StaffSession.from_db("default", session, row[: len(session)])
    if found.user_id is not None:
        user = User.from_db("default", person, row[len(session) : -1])
        current_scope().notes[_NOTE] = _Read(user, json.loads(row[-1] or "[]"))
    return found


def person_read(user_id: Any) -> Any:
    """The person who was read with the session of this request; None where it was not them."""
    found = current_scope().notes.get(_NOTE) if in_scope() else None
    if not isinstance(found, _Read) or str(found.person.id) != str(user_id):
        return None
    return found.person


def memberships_read(user_id: UUID) -> list[dict[str, Any]] | None:
    """Their roles, as they were read with the session; once: whoever asks again asks anew."""
    if person_read(user_id) is None:
        return None
    found = current_scope().notes.pop(_NOTE)
    return found.memberships if isinstance(found, _Read) else None


def ends_at(row: Any) -> datetime:
    """When a session ends if it is not used again."""
    idle: datetime = row.seen_at + timedelta(minutes=row.idle_minutes, seconds=SEEN_SECONDS)
    end: datetime = row.expire_date
    return min(idle, end)


def ended(row: Any, at: datetime) -> str:
    """Why a session is over: "age", "idle", or "" if it is not."""
    if row.expire_date <= at:
        return "age"
    return "idle" if ends_at(row) <= at else ""
