"""A person's open sessions, and ending them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from frontcounter.accounts.agents import parts_of
from frontcounter.accounts.models import StaffSession
from frontcounter.accounts.sessions import ended


@dataclass(frozen=True)
class OpenSession:
    """One browser in which the person is signed in. `key` names the row and opens nothing."""

    key: str
    browser: str
    system: str
    began_at: datetime
    seen_at: datetime
    this: bool


def open_sessions(user_id: UUID, *, at: datetime, this: str = "") -> list[OpenSession]:
    """Those that have not ended, the latest used first; `this` is the key of the one that asks."""
    rows = StaffSession.objects.filter(user_id=user_id).order_by("-seen_at", "session_key")
    return [
        OpenSession(
            row.session_key,
            *parts_of(row.agent),
            row.began_at,
            row.seen_at,
            row.session_key == this,
        )
        for row in rows
        if not ended(row, at)
    ]


def key_of(request: HttpRequest) -> str:
    """The row of the session that asks."""
    row = getattr(request.session, "row", None)
    return str(row.session_key) if row is not None else ""


def end_session(user_id: UUID, key: str) -> bool:
    """End one session, if it is this person's."""
    return bool(StaffSession.objects.filter(user_id=user_id, session_key=key).delete()[0])


def end_all(user_id: UUID, *, but: Sequence[str] = ()) -> int:
    """End every session of this person, but those named; how many there were."""
    gone, _ = StaffSession.objects.filter(user_id=user_id).exclude(session_key__in=but).delete()
    return gone
