"""Short looks into each force that a person works for, before one is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from frontcounter.accounts.membership import ForceMembership, memberships_of
from frontcounter.accounts.models import User
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record
from frontcounter.base.ids import uuid7
from frontcounter.base.scope import act_as, current_scope, narrow_to_force
from frontcounter.forces.published import settings_in_scope


def note(user_id: UUID, action: str) -> None:
    """One entry per force; the scope is without a force before and after."""
    here = current_scope()
    for membership in memberships_of(user_id).values():
        here.force_id = None
        narrow_to_force(membership.force_id)
        act_as("staff", str(user_id))
        record(Verb.CONSULT, action, subject=f"user:{user_id}")
    here.force_id = None


def note_refused(email: str) -> None:
    """A wrong password for an account that exists. Unknown ones take the same first steps."""
    user_id = User.objects.filter(email=email.strip().lower()).values_list("id", flat=True).first()
    note(user_id or uuid7(), "sign_in.refused")


def force_names(memberships: Mapping[str, ForceMembership], lang: str) -> list[tuple[str, str]]:
    """(slug, name) of each force that the person works for, by name."""
    here = current_scope()
    found = []
    for slug, membership in memberships.items():
        here.force_id = None
        narrow_to_force(membership.force_id)
        found.append((slug, settings_in_scope().name(lang)))
    here.force_id = None
    return sorted(found, key=lambda pair: pair[1])
