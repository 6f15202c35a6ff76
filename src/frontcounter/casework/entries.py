"""Keeping what staff write for a person: sealed, for one member of staff, for one session.

Nobody else opens it: the row is found by a secret of the session, which ends with the session.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from frontcounter.accounts.roles import desks_of
from frontcounter.accounts.staff import StaffRequest
from frontcounter.base.ids import uuid7
from frontcounter.base.seal import new_key, seal_json, unseal_json
from frontcounter.casework.models import Entry
from frontcounter.forces.keys import unwrap, wrap
from frontcounter.forms.engine import FormDocument, Journey, walk
from frontcounter.forms.engine.journey import PASSED
from frontcounter.forms.pages.published import published_form
from frontcounter.forms.pages.taking import Written, page_after

LIFETIME = timedelta(hours=12)
SHOWN_AFTER = timedelta(minutes=30)
_SECRET = "casework_entry"  # noqa: S105 - the name of the session's value


@dataclass
class Draft:
    """An entry in memory; `content` is what is sealed."""

    row: Entry
    key: bytes
    content: dict[str, Any]

    @property
    def form(self) -> FormDocument:
        return published_form(self.row.form_hash)

    @property
    def written(self) -> Written:
        """Answers and what is not right yet; changing them changes the draft."""
        return Written(
            self.content.setdefault("answers", {}), self.content.setdefault("pending", {})
        )

    @property
    def channel(self) -> str:
        return str(self.content["channel"])

    @property
    def language(self) -> str:
        """The person's language, in which they are written to."""
        return str(self.content["language"])

    @property
    def receipt(self) -> dict[str, Any]:
        found: dict[str, Any] = self.content.setdefault("receipt", {})
        return found

    @property
    def notes(self) -> list[str]:
        """Why stops were passed."""
        found: list[str] = self.content.setdefault("notes", [])
        return found

    def journey(self) -> Journey:
        return walk(self.form, self.written.answers)

    def next_page(self, after: str = "") -> str | None:
        """The page to show now; None where all are done."""
        return page_after(self.journey(), self.written.pending, after)

    def pass_stop(self, code: str, reason: str) -> None:
        """Go on past a stop, for a reason that stays on the report's timeline."""
        answers = self.written.answers
        answers[PASSED] = sorted({*answers.get(PASSED, []), code})
        self.notes.append(reason)


def offered(request: StaffRequest) -> list[FormDocument]:
    """The types that this member of staff may read, except those that need files.

    Files are sent by the person themselves: no copy of them passes through a desk.
    """
    desks = desks_of(request.actor.roles)
    forms = [published_form(form_hash) for form_hash in request.force.forms.values()]
    return [
        form
        for form in forms
        if form.handling.desk in desks
        and not any(one.KIND == "files" and one.required for one in form.questions)
    ]


def begin(
    request: StaffRequest, form: FormDocument, channel: str, language: str, *, at: datetime
) -> Draft:
    """A new entry, stored."""
    row = Entry(
        id=uuid7(),
        staff_id=request.user.id,
        session_hash=_hash(request, new=True),
        type=form.type,
        form_hash=form.hash,
        publication_hash=request.force.hash,
        created_at=at,
        expires_at=at + LIFETIME,
    )
    key = new_key()
    row.wrapped_key = wrap(key, row.id.bytes)
    draft = Draft(row, key, {"channel": channel, "language": language})
    row.sealed = _sealed(draft)
    row.add()
    return draft


def load(
    request: StaffRequest, entry_id: UUID, *, at: datetime, for_change: bool = False
) -> Draft | None:
    """The entry, if this person began it in this session and it has not ended."""
    rows = Entry.objects.select_for_update() if for_change else Entry.objects
    row: Entry | None = rows.filter(
        id=entry_id,
        staff_id=request.user.id,
        session_hash=_hash(request),
        expires_at__gt=at,
    ).first()
    if row is None:
        return None
    key = unwrap(bytes(row.wrapped_key), row.id.bytes)
    return Draft(row, key, unseal_json(key, bytes(row.sealed), row.id.bytes))


def save(draft: Draft, *, at: datetime) -> None:
    """Write the entry back; what was sent is kept for half an hour, without the answers."""
    row = draft.row
    if row.locked_at is not None:
        for part in ("answers", "pending", "notes"):
            draft.content.pop(part, None)
    row.expires_at = at + (SHOWN_AFTER if row.locked_at else LIFETIME)
    row.sealed = _sealed(draft)
    row.save()


def erase(draft: Draft) -> None:
    """Nothing of it is kept."""
    Entry.objects.filter(id=draft.row.id).delete()


def end_entries(*, at: datetime) -> None:
    """Delete what has expired, for the force in scope."""
    Entry.objects.filter(expires_at__lt=at).delete()


def _sealed(draft: Draft) -> bytes:
    return seal_json(draft.key, draft.content, draft.row.id.bytes)


def _hash(request: StaffRequest, *, new: bool = False) -> bytes:
    secret = request.session.get(_SECRET, "")
    if not secret and new:
        secret = request.session[_SECRET] = secrets.token_urlsafe(24)
    return hashlib.sha256(f"{_SECRET}:{secret}".encode()).digest()
