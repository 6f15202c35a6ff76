"""Drafts: one statement reads one, one writes it back. What they hold is sealed with a key each."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.base.ids import plain_code, tidy_code, uuid7
from frontcounter.base.scope import current_force_id
from frontcounter.base.seal import new_key, seal_json, unseal_json
from frontcounter.forces.keys import unwrap, wrap

LIFETIME = timedelta(days=30)
LINK_LIFETIME = timedelta(days=7)
RESUME_CODE_LENGTH = 16

_COLUMNS = (
    "id, type, language, form_hash, publication_hash, step, created_at, updated_at, expires_at, "
    "locked_at, wrapped_key, sealed"
)


@dataclass
class Draft:
    """A draft in memory. `content` is what is sealed; see the properties for its parts."""

    id: UUID
    type: str
    language: str
    form_hash: str
    publication_hash: str
    step: str
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    locked_at: datetime | None
    key: bytes
    content: dict[str, Any] = field(default_factory=dict)
    moved: bool = False  # to another form, in this request

    @property
    def is_sent(self) -> bool:
        """It was sent, so nothing is written in it any more."""
        return self.locked_at is not None

    def _part(self, name: str) -> dict[str, Any]:
        part: dict[str, Any] = self.content.setdefault(name, {})
        return part

    @property
    def answers(self) -> dict[str, Any]:
        """Canonical answers by question, those of pages off the walk too."""
        return self._part("answers")

    @property
    def pending(self) -> dict[str, dict[str, list[str]]]:
        """What was typed on pages that are not right yet, by page, as it was sent."""
        return self._part("pending")

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        """Uploads by id: {"name", "size"}."""
        return self._part("files")

    @property
    def email(self) -> dict[str, Any]:
        """How far the confirmation of the e-mail address is."""
        return self._part("email")

    @property
    def receipt(self) -> dict[str, Any]:
        """What the person was shown when they sent it; empty before."""
        return self._part("receipt")


def token_hash(token: str) -> bytes:
    """SHA-256 of a random token; only this is stored."""
    return hashlib.sha256(token.encode()).digest()


def new_token() -> str:
    """128 random bits for the cookie."""
    return secrets.token_urlsafe(16)


def new_draft(
    *, type: str, language: str, form_hash: str, publication_hash: str, step: str, at: datetime
) -> Draft:
    """A draft that is not in the database yet."""
    return Draft(
        id=uuid7(),
        type=type,
        language=language,
        form_hash=form_hash,
        publication_hash=publication_hash,
        step=step,
        created_at=at,
        updated_at=at,
        expires_at=at + LIFETIME,
        locked_at=None,
        key=new_key(),
    )


def add(draft: Draft, token: str, *, at: datetime) -> None:
    """Insert a new draft; its first step is the one that it stands at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into forms_draft (id, force_id, token_hash, type, language, form_hash,"
            " publication_hash, step, steps, created_at, updated_at, expires_at, locked_at,"
            " wrapped_key, sealed)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s, %s)",
            [
                draft.id,
                current_force_id(),
                token_hash(token),
                draft.type,
                draft.language,
                draft.form_hash,
                draft.publication_hash,
                draft.step,
                _trail(draft.step, at),
                draft.created_at,
                at,
                draft.expires_at,
                draft.locked_at,
                wrap(draft.key, draft.id.bytes),
                _sealed(draft),
            ],
        )


def save(draft: Draft, *, at: datetime) -> None:
    """Write a draft back; its trail is its last 200 steps (page and time, no answers)."""
    draft.updated_at, draft.expires_at = at, at + LIFETIME
    with connection.cursor() as cursor:
        cursor.execute(
            "update forms_draft set language = %s, form_hash = %s, publication_hash = %s,"
            " step = %s,"
            " steps = jsonb_path_query_array(steps, '$[last - 198 to last]') || %s::jsonb,"
            " updated_at = %s, expires_at = %s, locked_at = %s, sealed = %s"
            " where force_id = %s and id = %s",
            [
                draft.language,
                draft.form_hash,
                draft.publication_hash,
                draft.step,
                _trail(draft.step, at),
                at,
                draft.expires_at,
                draft.locked_at,
                _sealed(draft),
                current_force_id(),
                draft.id,
            ],
        )


def load(token: str, *, at: datetime, for_change: bool = False) -> Draft | None:
    """The draft of this cookie, or None: unknown and expired look alike."""
    return _read("token_hash", token_hash(token), at, for_change)


def _trail(step: str, at: datetime) -> str:
    return json.dumps([[step, at.isoformat(timespec="seconds")]])


def _read(column: str, value: bytes | UUID, at: datetime, for_change: bool) -> Draft | None:
    lock = " for update" if for_change else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from forms_draft"  # noqa: S608 - both are ours
            f" where force_id = %s and {column} = %s and expires_at > %s{lock}",
            [current_force_id(), value, at],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    key = unwrap(row[10], row[0].bytes)
    content = unseal_json(key, row[11], row[0].bytes)
    return Draft(
        id=row[0],
        type=row[1],
        language=row[2],
        form_hash=row[3],
        publication_hash=row[4],
        step=row[5],
        created_at=row[6],
        updated_at=row[7],
        expires_at=row[8],
        locked_at=row[9],
        key=key,
        content=content,
    )


def _sealed(draft: Draft) -> bytes:
    return seal_json(draft.key, draft.content, draft.id.bytes)


# Coming back on another device: a code on the screen, or a link by e-mail. Both move the cookie.


def give_resume_code(draft: Draft) -> str:
    """A new code for this draft; the one before it stops working."""
    code = plain_code(RESUME_CODE_LENGTH)
    with connection.cursor() as cursor:
        cursor.execute(
            "update forms_draft set resume_hash = %s where force_id = %s and id = %s",
            [_code_hash(code), current_force_id(), draft.id],
        )
    return "-".join(code[place : place + 4] for place in range(0, RESUME_CODE_LENGTH, 4))


def take_by_code(typed: str, *, at: datetime) -> tuple[Draft, str] | None:
    """The draft that a code opens, once, and its new cookie token; every other way is closed."""
    draft = _read("resume_hash", _code_hash(typed), at, True)
    return None if draft is None else (draft, _take_over(draft, at))


def make_link(draft_id: UUID, *, at: datetime) -> str:
    """A token for a link in an e-mail (128 bits, a week, once); only its hash is stored."""
    token = new_token()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into forms_draftlink (id, force_id, draft_id, token_hash, expires_at)"
            " values (%s, %s, %s, %s, %s)",
            [uuid7(), current_force_id(), draft_id, token_hash(token), at + LINK_LIFETIME],
        )
    return token


def take_by_link(token: str, *, at: datetime) -> tuple[Draft, str] | None:
    """The draft that a link opens, once; like `take_by_code`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update forms_draftlink set used_at = %s where force_id = %s and token_hash = %s"
            " and used_at is null and expires_at > %s returning draft_id",
            [at, current_force_id(), token_hash(token), at],
        )
        row = cursor.fetchone()
    draft = _read("id", row[0], at, True) if row else None
    return None if draft is None else (draft, _take_over(draft, at))


def erase(draft: Draft, *, at: datetime) -> None:
    """Destroy the draft's key and content now; the row's shell goes with the next cleaning."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update forms_draft set wrapped_key = ''::bytea, sealed = ''::bytea, expires_at = %s"
            " where force_id = %s and id = %s",
            [at, current_force_id(), draft.id],
        )


def _take_over(draft: Draft, at: datetime) -> str:
    """A new cookie token, and no other way left to the draft.

    Whoever began it may have sent the link to somebody else: with a code or a link kept back they
    would read what that person writes. Nor does the new one vouch for an address that the first
    one confirmed: they confirm it themselves.
    """
    token = new_token()
    kept = ("address", "then", "codes")
    draft.content["email"] = {name: draft.email[name] for name in kept if name in draft.email}
    with connection.cursor() as cursor:
        cursor.execute(
            "update forms_draft set token_hash = %s, resume_hash = null, sealed = %s"
            " where force_id = %s and id = %s",
            [token_hash(token), _sealed(draft), current_force_id(), draft.id],
        )
        cursor.execute(
            "update forms_draftlink set used_at = %s"
            " where force_id = %s and draft_id = %s and used_at is null",
            [at, current_force_id(), draft.id],
        )
    return token


def _code_hash(code: str) -> bytes:
    return hashlib.sha256(b"resume:" + tidy_code(code).encode()).digest()


def add_pending(draft: Draft, page_id: str, raw: Mapping[str, list[str]]) -> None:
    """Keep what was typed on a page until it is right."""
    draft.pending[page_id] = {name: list(values) for name, values in raw.items()}
