"""Making staff accounts: for a force's administrator and for the demo."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from frontcounter.accounts.models import Membership, User
from frontcounter.accounts.roles import StaffRole


def make_user(email: str, name: str, password: str, *, language: str = "en") -> UUID:
    """A new account; its first sign-in sets up the second step."""
    user = User(email=email.lower(), name=name, language=language)
    user.set_password(password)
    user.save(force_insert=True)
    return user.id


def set_second_step(user_id: UUID, secret: str) -> None:
    """Give an account its authenticator secret (base32) beforehand: demo and tests."""
    user = User.objects.get(id=user_id)
    Authenticator.objects.filter(user_id=user.id, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)


def give_role(user_id: UUID, role: StaffRole, *, unit: str = "") -> None:
    """One role in the force in scope."""
    Membership(user_id=user_id, role=role, unit=unit).add()
