"""Whom work can be given to: people of the force with the roles that can do it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.accounts.models import Membership, User
from frontcounter.accounts.roles import StaffRole

DOERS = (
    StaffRole.REVIEWER,
    StaffRole.CALL_BACK,
    StaffRole.SUPERVISOR,
    StaffRole.CRIME_REGISTRAR,
)


@dataclass(frozen=True)
class Doer:
    """A person who can be given work."""

    id: UUID
    name: str
    unit: str
    roles: frozenset[StaffRole]

    def actor(self) -> Actor:
        return Actor("staff", str(self.id), self.name, self.roles)


def doers() -> list[Doer]:
    """Everybody of the force in scope who reviews, calls or supervises, by name."""
    roles: dict[UUID, set[StaffRole]] = {}
    units: dict[UUID, str] = {}
    rows = Membership.objects.filter(active=True).values_list("user_id", "role", "unit")
    for user_id, role, unit in rows:
        roles.setdefault(user_id, set()).add(StaffRole(role))
        units[user_id] = unit
    able = [user_id for user_id, held in roles.items() if held & {*DOERS}]
    people = User.objects.filter(id__in=able, is_active=True).order_by("name")
    return [
        Doer(person.id, person.name, units[person.id], frozenset(roles[person.id]))
        for person in people
    ]
