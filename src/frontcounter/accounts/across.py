"""Short looks into each force that a person works for, before one is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import tzinfo
from uuid import UUID

from django.db import connection

from frontcounter.accounts.membership import ForceMembership, memberships_of
from frontcounter.accounts.models import User
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record
from frontcounter.base.ids import uuid7
from frontcounter.base.scope import act_as, current_scope, narrow_to_force
from frontcounter.forces.published import settings_in_scope
from frontcounter.forces.sign_in import IDLE_MINUTES, sign_in_of


@contextmanager
def within(force_id: UUID) -> Iterator[None]:
    """The open scope with this force for a moment; without one before and after."""
    here = current_scope()
    here.force_id = None
    narrow_to_force(force_id)
    try:
        yield
    finally:  # whatever went wrong in there, nothing else is done for that force
        here.force_id = None
    with connection.cursor() as cursor:
        cursor.execute("select set_config('fc.force', '', true)")


def note(user_id: UUID, action: str, verb: Verb = Verb.CONSULT) -> None:
    """One entry per force; the scope is without a force before and after."""
    for membership in memberships_of(user_id).values():
        with within(membership.force_id):
            act_as("staff", str(user_id))
            record(verb, action, subject=f"user:{user_id}")


def change(user_id: UUID, action: str) -> None:
    """The same for something that the person changed about their sign-in."""
    note(user_id, action, Verb.ALTER)


def note_refused(email: str) -> None:
    """A wrong password for an account that exists. Unknown ones take the same first steps."""
    user_id = User.objects.filter(email=email.strip().lower()).values_list("id", flat=True).first()
    note(user_id or uuid7(), "sign_in.refused")


def force_names(memberships: Mapping[str, ForceMembership], lang: str) -> list[tuple[str, str]]:
    """(slug, name) of each force that the person works for, by name."""
    found = []
    for slug, membership in memberships.items():
        with within(membership.force_id):
            found.append((slug, settings_in_scope().name(lang)))
    return sorted(found, key=lambda pair: pair[1])


def idle_minutes(user_id: UUID) -> int:
    """How long a session of this person may be left alone: what the strictest force says."""
    found = []
    for membership in memberships_of(user_id).values():
        with within(membership.force_id):
            found.append(sign_in_of(settings_in_scope()).idle_minutes)
    return min(found, default=IDLE_MINUTES)


def zone_and_country(user_id: UUID) -> tuple[tzinfo | None, str]:
    """How times are told to this person: as in the first of their forces."""
    for _slug, membership in sorted(memberships_of(user_id).items()):
        with within(membership.force_id):
            force = settings_in_scope()
            return force.zone, force.country
    return None, "CA"
