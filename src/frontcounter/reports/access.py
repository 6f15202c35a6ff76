"""The reporter's way back: number and code, or a link; one function in the database reads."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from frontcounter.base.ids import tidy_code
from frontcounter.base.scope import current_force_id
from frontcounter.reports.models import AccessLink

LINK_LIFETIME = timedelta(hours=24)


@dataclass(frozen=True)
class ReporterView:
    """What a reporter may see of their own report. Times are ISO strings in UTC."""

    report_id: UUID
    type: str
    form_hash: str
    language: str
    state: str
    call_back_state: str
    follow_up_state: str
    tracking_number: str
    file_number: str | None
    reason: str
    submitted_at: datetime
    has_confirmed_email: bool
    promises: list[dict[str, Any]]
    events: list[dict[str, Any]]
    acts: list[dict[str, Any]]
    danger_told: bool = False
    further_numbers: list[str] = field(default_factory=list)
    joined_number: str | None = None
    handed_to: dict[str, Any] | None = None
    """The other service: {"force", "names" by language, "tracking_number" there}."""


def access_hash(code: str) -> bytes:
    """What is stored of an access code: an HMAC, so that a stolen table opens nothing."""
    key = settings.ACCESS_KEY + current_force_id().bytes
    return hmac.new(key, tidy_code(code).encode(), hashlib.sha256).digest()


def open_report(tracking_number: str, code_hash: bytes, *, at: datetime) -> ReporterView | None:
    """The report, or None: a wrong code and a missing report look alike; each miss is noted."""
    with connection.cursor() as cursor:
        cursor.execute("select reports_open(%s, %s, %s)::text", [tracking_number, code_hash, at])
        return _view(cursor.fetchone()[0])


def open_report_by_link(token: str, *, at: datetime, use: bool) -> ReporterView | None:
    """The report that a link opens; `use` marks the link as used (the POST that swaps it)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select reports_open_by_link(%s, %s, %s)::text", [token_hash(token), at, use]
        )
        return _view(cursor.fetchone()[0])


def make_link(report_id: UUID, *, at: datetime, lifetime: timedelta = LINK_LIFETIME) -> str:
    """A new token for this report (128 bits, once, for a day); only its hash is stored."""
    token = secrets.token_urlsafe(16)
    AccessLink(report_id=report_id, token_hash=token_hash(token), expires_at=at + lifetime).add()
    return token


def token_hash(token: str) -> bytes:
    """SHA-256 of a random token; tokens need no pepper."""
    return hashlib.sha256(token.encode()).digest()


def _view(text: str | None) -> ReporterView | None:
    if text is None:
        return None
    found = json.loads(text)
    return ReporterView(
        **{
            **found,
            "report_id": UUID(found["report_id"]),
            "submitted_at": datetime.fromisoformat(found["submitted_at"]),
        }
    )
