"""Which forces a person works for, asked before any force is in scope."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from frontcounter.accounts.roles import StaffRole


@dataclass(frozen=True)
class ForceMembership:
    """A person's roles and units in one force."""

    force_id: UUID
    slug: str
    roles: frozenset[StaffRole]
    units: frozenset[str]


def memberships_of(user_id: UUID) -> dict[str, ForceMembership]:
    """Slug → membership, through the one function that may look across forces for this."""
    with connection.cursor() as cursor:
        cursor.execute("select * from accounts_memberships(%s)", [user_id])
        rows = cursor.fetchall()
    return {
        slug: ForceMembership(
            force_id=force_id,
            slug=slug,
            roles=frozenset(StaffRole(role) for role in roles),
            units=frozenset(unit for unit in units if unit),
        )
        for force_id, slug, roles, units in rows
    }
