"""Links by which a person chooses a password: handed over by an administrator, used once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password

from frontcounter.accounts.models import SetUpLink, User
from frontcounter.accounts.own_sessions import end_all

HOURS = 72


def new_link(user_id: UUID, *, at: datetime) -> str:
    """The token of a fresh link; one that was made before opens nothing any more."""
    token = secrets.token_urlsafe(32)
    SetUpLink.objects.filter(user_id=user_id).delete()
    SetUpLink.objects.create(
        user_id=user_id, hash=bytes.fromhex(hash_of(token)), until=at + timedelta(hours=HOURS)
    )
    return token


def person_of(hashed: str, *, at: datetime) -> User | None:
    """Whose link this is, if it still opens something."""
    link = SetUpLink.objects.filter(hash=bytes.fromhex(hashed), until__gt=at).first()
    if link is None:
        return None
    return User.objects.filter(id=link.user_id, is_active=True).first()


def choose_password(user: User, password: str) -> None:
    """Set it, end the link, and end every session. Raises Django's ValidationError."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    SetUpLink.objects.filter(user_id=user.id).delete()
    end_all(user.id)


def waiting(user_ids: list[UUID], *, at: datetime) -> set[UUID]:
    """Those whose link has not been used yet and still works."""
    found = SetUpLink.objects.filter(user_id__in=user_ids, until__gt=at)
    return set(found.values_list("user_id", flat=True))


def hash_of(token: str) -> str:
    """What is kept of a token, in the table and in the session that has opened the link."""
    return hashlib.sha256(token.encode()).hexdigest()
