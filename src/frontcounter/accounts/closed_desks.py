"""Roles that open a closed desk are given by two people: one proposes, another one confirms.

Whoever has the role would read every complaint about a colleague, or every informant's tip, so that
one administrator alone cannot let anybody in. The table holds it too: the same person is refused.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from frontcounter.accounts import people
from frontcounter.accounts.actor import Actor
from frontcounter.accounts.models import Membership, ProposedRole, User
from frontcounter.accounts.roles import StaffRole
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record

CLOSED = frozenset({StaffRole.INTELLIGENCE, StaffRole.PROFESSIONAL_STANDARDS})
GIVEN, REFUSED, TAKEN_BACK = "given", "refused", "taken_back"


class NotAllowed(Exception):
    """The act is refused; `why` is a code that the page puts into words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Proposed:
    """A role that waits for a second person."""

    id: UUID
    user_id: UUID
    name: str
    role: StaffRole
    unit: str
    at: datetime
    by_id: UUID
    by_name: str

    def may_be_given_by(self, actor: Actor) -> bool:
        """Whether this person is neither who proposed it nor who would get it."""
        return actor.id not in {str(self.by_id), str(self.user_id)}


def waiting(user_id: UUID | None = None) -> list[Proposed]:
    """Every role that waits, the longest wait first; of one person where one is named."""
    rows = ProposedRole.objects.filter(outcome="").order_by("at", "id")
    found = list(rows.filter(user_id=user_id) if user_id else rows)
    people_ = {row.user_id for row in found}
    names = dict(User.objects.filter(id__in=people_).values_list("id", "name"))
    return [
        Proposed(
            row.id,
            row.user_id,
            names.get(row.user_id, ""),
            StaffRole(row.role),
            row.unit,
            row.at,
            row.by_id,
            row.by_name,
        )
        for row in found
    ]


def propose(
    actor: Actor, user_id: UUID, roles: Collection[StaffRole], unit: str, *, at: datetime
) -> int:
    """Ask for these roles; how many wait that did not wait before."""
    open_already = {one.role for one in waiting(user_id)}
    fresh = sorted(set(roles) & CLOSED - open_already)
    known = {row.role for row in people.rows_of(user_id)}
    for role in fresh:
        ProposedRole(
            user_id=user_id, role=role, unit=unit, at=at, by_id=UUID(actor.id), by_name=actor.name
        ).add()
        _note("people.role_proposed", user_id, role)
    if fresh and not known:  # seen in the list of people, who can do nothing yet
        Membership(user_id=user_id, role=fresh[0], unit=unit, active=False).add()
    return len(fresh)


def give(actor: Actor, proposed_id: UUID, *, at: datetime) -> UUID:
    """Another person confirms: the role is theirs from now on. Whose it is."""
    row = _open(proposed_id)
    if actor.id in {str(row.by_id), str(row.user_id)}:
        raise NotAllowed("two_people")
    if people.is_off(people.rows_of(row.user_id)):
        raise NotAllowed("off")
    if not User.objects.filter(id=row.user_id, last_login__isnull=False).exists():
        raise NotAllowed("not_signed_in")  # until then whoever made the account holds its link
    _decide(row, actor, GIVEN, at)
    people.give_by_hand(row.user_id, StaffRole(row.role), row.unit)
    return row.user_id


def refuse(actor: Actor, proposed_id: UUID, *, at: datetime) -> UUID:
    """It is not given; whoever proposed it may take it back the same way. Whose it was."""
    row = _open(proposed_id)
    mine = str(row.by_id) == actor.id
    _decide(row, actor, TAKEN_BACK if mine else REFUSED, at)
    return row.user_id


def forget(actor: Actor, user_id: UUID, *, at: datetime) -> None:
    """Nothing waits any longer for somebody who was switched off."""
    for row in ProposedRole.objects.select_for_update().filter(user_id=user_id, outcome=""):
        _decide(row, actor, REFUSED, at)


def _open(proposed_id: UUID) -> ProposedRole:
    rows = ProposedRole.objects.select_for_update()
    row: ProposedRole | None = rows.filter(id=proposed_id).first()
    if row is None:
        raise NotAllowed("unknown")
    if row.outcome:
        raise NotAllowed("decided_already")
    return row


def _decide(row: ProposedRole, actor: Actor, outcome: str, at: datetime) -> None:
    row.outcome, row.decided_at = outcome, at
    row.decided_by_id, row.decided_by_name = UUID(actor.id), actor.name
    row.save(update_fields=["outcome", "decided_at", "decided_by_id", "decided_by_name"])
    _note(f"people.role_{'confirmed' if outcome == GIVEN else outcome}", row.user_id, row.role)


def _note(action: str, user_id: UUID, role: str) -> None:
    record(Verb.ALTER, action, subject=f"user:{user_id}", details={"role": str(role)})
