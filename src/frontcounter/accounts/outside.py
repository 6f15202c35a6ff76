"""Who somebody is here whom a force's identity provider has signed in.

A person is known by the provider's subject from an earlier sign-in, else by an address that the
provider vouches for. Nobody signs up by themselves: a new account is made only where a force says
that one of the provider's groups gives a role. A provider opens an account only if every force
that the person works for accepts it; otherwise one force's provider could open another's desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import models

from frontcounter.accounts.across import within
from frontcounter.accounts.membership import memberships_of
from frontcounter.accounts.models import User
from frontcounter.accounts.people import apply_groups
from frontcounter.accounts.providers import Provider
from frontcounter.accounts.roles import StaffRole
from frontcounter.base.scope import act_as
from frontcounter.forces.lookup import all_forces
from frontcounter.forces.published import settings_in_scope
from frontcounter.forces.sign_in import sign_in_of

_ACCOUNTS: models.Manager[Any] = SocialAccount._default_manager
Wanted = dict[UUID, dict[StaffRole, str]]


class NotKnown(Exception):
    """Nobody here, and no group that a force gives a role to. `why` is a code for the page."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def person_of(provider: Provider, claims: Mapping[str, Any]) -> User:
    """The account that these claims open, with the roles that its groups give; or NotKnown."""
    subject, email = str(claims["sub"]), provider.vouches_for(claims)
    wanted, accepting = _wanted(provider, claims)
    user = _known(provider, subject, email)
    if user is not None and not user.is_active:
        return user  # the sign-in itself refuses, and roles stay as they are
    if user is None:
        user = _new(email, claims, wanted)
    elif any(one.force_id not in accepting for one in memberships_of(user.id).values()):
        raise NotKnown("elsewhere")
    User.objects.select_for_update().get(id=user.id)
    _ACCOUNTS.get_or_create(
        provider=provider.id, uid=subject, defaults={"user_id": user.id, "extra_data": {}}
    )
    for force_id, roles in wanted.items():
        with within(force_id):
            act_as("system", "sign_in")
            apply_groups(user.id, provider.id, roles)
    return user


def _known(provider: Provider, subject: str, email: str) -> User | None:
    row = _ACCOUNTS.filter(provider=provider.id, uid=subject).first()
    if row is not None:
        return User.objects.get(id=row.user_id)
    found = User.objects.filter(email=email).first() if email else None
    if found and _ACCOUNTS.filter(provider=provider.id, user_id=found.id).exists():
        raise NotKnown("another")  # the address belongs to somebody else there by now
    return found


def _new(email: str, claims: Mapping[str, Any], wanted: Wanted) -> User:
    if not email or not any(wanted.values()):
        raise NotKnown("unknown")
    name = " ".join(str(claims.get("name") or "").split())[:120] or email.partition("@")[0]
    user = User.objects.create_user(email, name, None)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _wanted(provider: Provider, claims: Mapping[str, Any]) -> tuple[Wanted, frozenset[UUID]]:
    """What the groups give in each force, and which forces accept the provider at all."""
    groups, wanted, accepting = provider.groups(claims), Wanted(), set()
    for force_id, _slug in all_forces():
        with within(force_id):
            rules = sign_in_of(settings_in_scope()).providers
        wanted[force_id] = {}
        if provider.id not in rules:
            continue
        accepting.add(force_id)
        for group, grant in rules[provider.id].items():
            if group in groups:
                wanted[force_id] |= {StaffRole(role): grant.unit for role in grant.roles}
    return wanted, frozenset(accepting)
