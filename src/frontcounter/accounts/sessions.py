"""Sessions of the staff site: known to the database by a hash of what the cookie holds.

A session ends ten hours after it began, or when it was not used for as long as the force says; the
store then remembers why and whose it was, for the page that asks to sign in again.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

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
            found = self.model.objects.filter(session_key=stored_key(self.session_key)).first()
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
