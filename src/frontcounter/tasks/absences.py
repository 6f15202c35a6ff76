"""People who are away: nothing is given to them, and what they hold goes back to the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.tasks.claims import return_of
from frontcounter.tasks.models import Absence


@dataclass(frozen=True)
class AbsenceLine:
    """One absence as the board shows it."""

    id: UUID
    user_id: UUID
    name: str
    begins_at: datetime
    ends_at: datetime
    noted_by_name: str


def note_absence(
    user_id: UUID, name: str, actor: Actor, *, begins: datetime, ends: datetime, at: datetime
) -> UUID:
    """Somebody is away from one moment to another."""
    if ends <= begins:
        raise ValueError("an absence ends after it begins")
    absence = Absence(
        user_id=user_id,
        name=name,
        begins_at=begins,
        ends_at=ends,
        noted_at=at,
        noted_by_name=actor.name,
    )
    absence.add()
    audit(Verb.ALTER, "absence.noted", subject=f"user:{user_id}", at=at)
    if begins <= at < ends:
        return_of([user_id], at=at)
    return absence.id


def end_absence(absence_id: UUID, *, at: datetime) -> bool:
    """They are back; False where there is no such absence."""
    absence = Absence.objects.filter(id=absence_id).first()
    if absence is None:
        return False
    if absence.ended_early_at is None:
        absence.ended_early_at = at
        absence.save(update_fields=["ended_early_at"])
        audit(Verb.ALTER, "absence.ended", subject=f"absence:{absence_id}", at=at)
    return True


def absences(at: datetime) -> list[AbsenceLine]:
    """Who is away now or will be, the nearest first."""
    rows = Absence.objects.filter(ended_early_at__isnull=True, ends_at__gt=at)
    names = tuple(AbsenceLine.__dataclass_fields__)
    return [AbsenceLine(**row) for row in rows.order_by("begins_at")[:200].values(*names)]


def away(at: datetime) -> frozenset[UUID]:
    """Everybody who is away at this moment."""
    rows = Absence.objects.filter(
        ended_early_at__isnull=True, begins_at__lte=at, ends_at__gt=at
    ).values_list("user_id", flat=True)
    return frozenset(rows)


def return_what_they_hold(*, at: datetime) -> int:
    """Give back what people hold who are away now; returns how many tasks."""
    people = away(at)
    return return_of(sorted(people), at=at) if people else 0
