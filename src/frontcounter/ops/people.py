"""Adding a member of staff: for the command line, the demo and tests."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as installation
from django.urls import reverse

from frontcounter.accounts.across import within
from frontcounter.accounts.links import HOURS, new_link
from frontcounter.accounts.membership import memberships_of
from frontcounter.accounts.models import Membership, User
from frontcounter.accounts.own_sessions import end_all
from frontcounter.accounts.people import set_by_hand
from frontcounter.accounts.roles import StaffRole
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record
from frontcounter.base.scope import Role, act_as, scope
from frontcounter.forces.lookup import force_id_of


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
    password: str = "",
    hashed: str = "",
    language: str = "en",
    unit: str = "",
    totp_secret: str = "",
) -> NewPerson:
    """A member of staff with these roles in one force, a password (or its hash) and TOTP set up."""
    secret = totp_secret or generate_totp_secret()
    with scope(Role.WORKER, force_id):
        user = User.objects.create_user(
            email, name, password or None, language=language, hashed=hashed
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        TOTP.activate(user, secret)
        for role in roles:
            Membership(user_id=user.id, role=StaffRole(role), unit=unit).add()
    return NewPerson(user.id, secret)


def add_person_by_hand(slug: str, email: str, name: str, roles: Iterable[str]) -> int:
    """For the command line: asks for the password and prints the secret once."""
    force_id = force_id_of(slug)
    if force_id is None:
        print(f"There is no force “{slug}”.")
        return 2
    known = {str(role) for role in StaffRole}
    wrong = sorted(set(roles) - known)
    if wrong:
        print(f"No such role: {', '.join(wrong)}. Roles are: {', '.join(sorted(known))}.")
        return 2
    if _is_known(email):
        return _let_work_here_too(
            slug, force_id, email, frozenset(StaffRole(role) for role in roles)
        )
    password = getpass.getpass("Password (twelve characters or more): ")
    if len(password) < 12:
        print("That password is too short. Nobody was added.")
        return 2
    person = add_person(force_id, email, name, roles, password=password)
    print(f"{name} can sign in at /staff/. Secret for the authenticator: {person.totp_secret}")
    return 0


def _is_known(email: str) -> bool:
    with scope(Role.STAFF, None):
        return User.objects.filter(email=email.strip().lower()).exists()


def _let_work_here_too(slug: str, force_id: UUID, email: str, roles: frozenset[StaffRole]) -> int:
    """Roles for an account that another force made. No page does that: the account's password may
    be another's than the person's, and only whoever runs the installation can find that out.
    """
    with scope(Role.STAFF, None):
        user = User.objects.get(email=email.strip().lower())
        others = sorted(memberships_of(user.id))
    if slug in others:
        print("This person works there already; administrators change roles on their page.")
        return 1
    with scope(Role.WORKER, force_id, actor_kind="system", actor_id="command"):
        set_by_hand(user.id, roles, "")
        record(Verb.ALTER, "people.added", subject=f"user:{user.id}", details={"new": False})
    print(f"{user.name} has an account already (at: {', '.join(others) or 'no service'}).")
    print("It now opens this service too. Make sure that it is really theirs; if in doubt:")
    print(f"frontcounter link {user.email} --second-step")
    return 0


def link_by_hand(email: str, *, second_step: bool) -> int:
    """For the command line: a link for a new password; perhaps the second step anew as well.

    For people whose sign-in no administrator of one force may change: those of several forces,
    and of the closed desks. Written down in each of their forces.
    """
    with scope(Role.STAFF, None):
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            print("Nobody has this address.")
            return 1
        if second_step:
            Authenticator.objects.filter(user_id=user.id).delete()
            end_all(user.id)
            _note(user.id, "people.second_factor_reset")
        token = new_link(user.id, at=datetime.now(UTC))
        _note(user.id, "people.link_made")
    address = installation.PUBLIC_ADDRESS + reverse("account_link", args=[token])
    print(f"Hand this link over; it works once, for {HOURS} hours: {address}")
    return 0


def _note(user_id: UUID, action: str) -> None:
    for membership in memberships_of(user_id).values():
        with within(membership.force_id):
            act_as("system", "command")
            record(Verb.ALTER, action, subject=f"user:{user_id}")
