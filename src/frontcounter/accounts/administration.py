"""What a force's administrator does with its people: in the scope of that force, audited.

Rules that keep an administrator out of what is not theirs: nobody opens a closed desk alone, the
last administrator stays, and somebody whose account opens more than this
force's open desk is given no new way to sign in from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection

from frontcounter.accounts import closed_desks, links, people
from frontcounter.accounts.actor import Actor
from frontcounter.accounts.closed_desks import CLOSED as CLOSED
from frontcounter.accounts.closed_desks import NotAllowed as NotAllowed
from frontcounter.accounts.models import Membership, User
from frontcounter.accounts.own_sessions import end_all, open_sessions
from frontcounter.accounts.passkeys import OWN_FACTORS
from frontcounter.accounts.roles import StaffRole
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record
from frontcounter.base.scope import current_force_id

ADMINISTRATOR = StaffRole.FORCE_ADMINISTRATOR


@dataclass(frozen=True)
class Person:
    """One member of staff as the force's administration sees them."""

    id: UUID
    name: str
    email: str
    roles: tuple[StaffRole, ...]
    by_provider: tuple[StaffRole, ...]
    """Those of the roles that an identity provider's group gives."""
    unit: str
    site_language: str
    off: bool
    last_sign_in: datetime | None
    second_step: bool
    link_waits: bool


def everybody(*, at: datetime) -> list[Person]:
    """Who works for the force in scope, and who was switched off or has no role any more."""
    rows: dict[UUID, list[Membership]] = {}
    for row in Membership.objects.order_by("role"):
        rows.setdefault(row.user_id, []).append(row)
    ids = list(rows)
    factors = Authenticator.objects.filter(user_id__in=ids, type__in=OWN_FACTORS)
    secured = set(factors.values_list("user_id", flat=True))
    invited = links.waiting(ids, at=at)
    found = [
        _person(user, rows[user.id], user.id in secured, user.id in invited)
        for user in User.objects.filter(id__in=ids)
    ]
    return sorted(found, key=lambda one: (one.off, one.name.casefold(), str(one.id)))


def person(user_id: UUID, *, at: datetime) -> Person | None:
    """One of them; None for anybody else's people."""
    return next((one for one in everybody(at=at) if one.id == user_id), None)


def _person(user: User, rows: list[Membership], secured: bool, invited: bool) -> Person:
    active = [row for row in rows if row.active]
    return Person(
        id=user.id,
        name=user.name,
        email=user.email,
        roles=tuple(StaffRole(row.role) for row in active),
        by_provider=tuple(StaffRole(row.role) for row in active if row.source),
        unit=next((row.unit for row in active if row.unit), ""),
        site_language=user.language,
        off=people.is_off(rows) or not user.is_active,
        last_sign_in=user.last_login,
        second_step=secured,
        link_waits=invited,
    )


def add(
    actor: Actor,
    email: str,
    name: str,
    language: str,
    roles: frozenset[StaffRole],
    unit: str,
    *,
    at: datetime,
) -> tuple[UUID, str]:
    """A new member of staff, and the token of their link; "" for an account that is there already.

    Whose account of another force it is, nobody here can know: its administrator may have made it
    under this address, and hold its password. Whoever runs the installation joins the two.
    """
    user_id = _account(email)
    token, at_once = "", roles - CLOSED
    if user_id is not None and people.rows_of(user_id):
        raise NotAllowed("here_already")
    if user_id is not None and _works_elsewhere(user_id):
        raise NotAllowed("known_elsewhere")
    if user_id is None:
        user = User.objects.create_user(email, name, None, language=language)
        user_id = user.id
        people.set_by_hand(user_id, at_once, unit)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        token = links.new_link(user_id, at=at)
    else:
        people.set_by_hand(user_id, at_once, unit)
    closed_desks.propose(actor, user_id, roles, unit, at=at)
    record(Verb.ALTER, "people.added", subject=f"user:{user_id}", details={"new": bool(token)})
    return user_id, token


def change_roles(
    actor: Actor, one: Person, roles: frozenset[StaffRole], unit: str, *, at: datetime
) -> int:
    """Give exactly these roles by hand; NotAllowed where that is not the actor's to do.

    How many of them wait for a second person, since they open a closed desk.
    """
    if str(one.id) == actor.id and (roles - set(one.roles)) & CLOSED:
        raise NotAllowed("own_closed_desk")
    kept = roles | set(one.by_provider)
    if ADMINISTRATOR in one.roles and ADMINISTRATOR not in kept and _is_last(one.id):
        raise NotAllowed("last_administrator")
    fresh = (roles & CLOSED) - set(one.roles)
    people.set_by_hand(one.id, roles - fresh - set(one.by_provider), unit)
    record(Verb.ALTER, "people.roles_changed", subject=f"user:{one.id}")
    return closed_desks.propose(actor, one.id, fresh, unit, at=at)


def switch_off(actor: Actor, one: Person, *, at: datetime) -> None:
    """Nothing of this force opens to them any more; their sessions end."""
    if ADMINISTRATOR in one.roles and _is_last(one.id):
        raise NotAllowed("last_administrator")
    if str(one.id) == actor.id:
        raise NotAllowed("oneself")
    people.switch_off(one.id)
    closed_desks.forget(actor, one.id, at=at)
    end_all(one.id)


def switch_on(actor: Actor, one: Person, *, at: datetime) -> int:
    """The roles from before; how many wait for a second person, since they open a closed desk."""
    if str(one.id) == actor.id:
        raise NotAllowed("oneself")
    kept = people.switch_on(one.id, CLOSED)
    return sum(
        closed_desks.propose(actor, one.id, {role}, unit, at=at) for role, unit in kept.items()
    )


def reset_second_factor(actor: Actor, one: Person) -> None:
    """Their authenticator app, passkeys and recovery codes end; they set one up at next sign-in."""
    if str(one.id) == actor.id:
        raise NotAllowed("oneself")
    if _works_elsewhere(one.id):
        raise NotAllowed("elsewhere")
    Authenticator.objects.filter(user_id=one.id).delete()
    end_all(one.id)
    record(Verb.ALTER, "people.second_factor_reset", subject=f"user:{one.id}")


def fresh_link(actor: Actor, one: Person, *, at: datetime) -> str:
    """The token of a link by which they choose a new password."""
    if str(one.id) == actor.id:
        raise NotAllowed("oneself")
    if _works_elsewhere(one.id):
        raise NotAllowed("elsewhere")
    held = {StaffRole(row.role) for row in people.rows_of(one.id)}
    if held & CLOSED and one.last_sign_in is not None:
        raise NotAllowed("closed_desk")
    if one.off:
        raise NotAllowed("off")
    record(Verb.ALTER, "people.link_made", subject=f"user:{one.id}")
    return links.new_link(one.id, at=at)


def end_sessions_of(one: Person) -> int:
    """Sign them out everywhere; how many sessions there were."""
    ended = end_all(one.id)
    record(Verb.ALTER, "people.sessions_ended", subject=f"user:{one.id}", details={"count": ended})
    return ended


def session_count(user_id: UUID, *, at: datetime) -> int:
    """In how many browsers they are signed in."""
    return len(open_sessions(user_id, at=at))


def roles_of(given: Iterable[str]) -> frozenset[StaffRole]:
    """The roles among what a form sent."""
    known = {str(role) for role in StaffRole}
    return frozenset(StaffRole(role) for role in given if role in known)


def _is_last(user_id: UUID) -> bool:
    """Whether nobody else who can sign in administers this force."""
    others = Membership.objects.filter(role=ADMINISTRATOR, active=True).exclude(user_id=user_id)
    ids = list(others.select_for_update().values_list("user_id", flat=True))
    return not User.objects.filter(id__in=ids, is_active=True).exists()


def _account(email: str) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("select accounts_with_address(%s)", [email])
        found: tuple[UUID | None] = cursor.fetchone()
    return found[0]


def _works_elsewhere(user_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select accounts_works_elsewhere(%s, %s)", [user_id, current_force_id()])
        found: tuple[bool] = cursor.fetchone()
    return found[0]
