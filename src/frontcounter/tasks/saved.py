"""Saved searches: queues that people make, keep for themselves, or share with a unit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.tasks.filters import SORTS, Filter
from frontcounter.tasks.models import QueueAlert, SavedSearch

MOST = 30
"""So many searches one person may keep."""
EVERY = ("at_once", "hourly", "daily")


class TooMany(Exception):
    """The person keeps as many searches as one may."""


@dataclass(frozen=True)
class Saved:
    """A saved search as others see it. `unit`: with whom it is shared; "" for nobody."""

    id: UUID
    name: str
    asked: Filter
    sort: str
    owner_id: UUID
    owner_name: str
    unit: str


def visible(person: UUID, units: Collection[str]) -> list[Saved]:
    """Those of this person, and those that are shared with one of the units, by name."""
    wanted = Q(owner_id=person) | Q(unit__in=[unit for unit in units if unit])
    return sorted(map(_saved, SavedSearch.objects.filter(wanted)[:200]), key=_order)


def one(search_id: UUID, person: UUID, units: Collection[str]) -> Saved | None:
    """A search that this person may see."""
    return next((saved for saved in visible(person, units) if saved.id == search_id), None)


def save(
    actor: Actor, name: str, asked: Filter, sort: str, *, unit: str = "", at: datetime
) -> UUID:
    """Keep a search under a name; raises TooMany."""
    person = UUID(actor.id)
    if SavedSearch.objects.filter(owner_id=person).count() >= MOST:
        raise TooMany
    row = SavedSearch(
        name=name[:60],
        filters=asked.stored(),
        sort=sort if sort in SORTS else "due",
        owner_id=person,
        owner_name=actor.name,
        unit=unit,
        made_at=at,
    )
    row.add()
    audit(Verb.ALTER, "queue.save", subject=f"queue:{row.id}", at=at)
    return row.id


def change(search_id: UUID, actor: Actor, *, name: str, unit: str, at: datetime) -> bool:
    """Another name, or shared with another unit; False where it is not this person's own.

    Saving it anew begins its time anew (tasks/forgetting.py).
    """
    mine = SavedSearch.objects.filter(id=search_id, owner_id=UUID(actor.id))
    if not mine.update(name=name[:60], unit=unit, made_at=at):
        return False
    audit(Verb.ALTER, "queue.change", subject=f"queue:{search_id}", at=at)
    return True


def delete(search_id: UUID, actor: Actor, *, at: datetime) -> bool:
    """Forget a search and whoever wanted to be told of it; False where it is not one's own."""
    mine = SavedSearch.objects.filter(id=search_id, owner_id=UUID(actor.id))
    if not mine.exists():
        return False
    QueueAlert.objects.filter(search_id=search_id).delete()
    mine.delete()
    audit(Verb.ALTER, "queue.delete", subject=f"queue:{search_id}", at=at)
    return True


def tell(search_id: UUID, actor: Actor, every: str, *, at: datetime) -> None:
    """Tell this person by e-mail of new work: at once, hourly, daily, or no more ("")."""
    person = UUID(actor.id)
    QueueAlert.objects.filter(search_id=search_id, user_id=person).delete()
    if every in EVERY:
        QueueAlert(search_id=search_id, user_id=person, every=every, told_at=at).add()
    audit(Verb.ALTER, "queue.tell", subject=f"queue:{search_id}", at=at)


def told(search_id: UUID, person: UUID) -> str:
    """How often this person is told of it; "" for never."""
    found = QueueAlert.objects.filter(search_id=search_id, user_id=person)
    return found.values_list("every", flat=True).first() or ""


def _order(saved: Saved) -> tuple[str, str]:
    return saved.name.casefold(), str(saved.id)


def _saved(row: SavedSearch) -> Saved:
    return Saved(
        row.id, row.name, Filter.read(row.filters), row.sort, row.owner_id, row.owner_name, row.unit
    )
