"""Which forces a person works for, asked before any force is in scope."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.sessions import memberships_read


@dataclass(frozen=True)
class ForceMembership:
    """A person's roles and units in one force."""

    force_id: UUID
    slug: str
    roles: frozenset[StaffRole]
    units: frozenset[str]


_ASK = "select to_jsonb(m) from accounts_memberships(%s) m"


def memberships_of(user_id: UUID) -> dict[str, ForceMembership]:
    """Slug → membership, through the one function that may look across forces for this."""
    rows = memberships_read(user_id)
    if rows is None:
        with connection.cursor() as cursor:
            cursor.execute(_ASK, [user_id])
            rows = [json.loads(row) for (row,) in cursor.fetchall()]
    return {
        row["slug"]: ForceMembership(
            force_id=UUID(row["force_id"]),
            slug=row["slug"],
            roles=frozenset(StaffRole(role) for role in row["roles"]),
            units=frozenset(unit for unit in row["units"] if unit),
        )
        for row in rows
    }
