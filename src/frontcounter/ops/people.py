"""Adding a member of staff: for the command line, the demo and tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from frontcounter.accounts.models import Membership, User
from frontcounter.accounts.roles import StaffRole
from frontcounter.base.scope import Role, scope


@dataclass(frozen=True)
class NewPerson:
    """Who was added, and the TOTP secret to put into an authenticator."""

    id: UUID
    totp_secret: str


def add_person(
    force_id: UUID,
    email: str,
    name: str,
    roles: Iterable[str],
    *,
    password: str,
    language: str = "en",
    unit: str = "",
    totp_secret: str = "",
) -> NewPerson:
    """A member of staff with these roles in one force, a password and TOTP set up."""
    secret = totp_secret or generate_totp_secret()
    with scope(Role.WORKER, force_id):
        user = User.objects.create_user(email, name, password, language=language)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        TOTP.activate(user, secret)
        for role in roles:
            Membership(user_id=user.id, role=StaffRole(role), unit=unit).add()
    return NewPerson(user.id, secret)
