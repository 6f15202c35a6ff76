"""Which force an address means."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from frontcounter.forces.models import Force


def force_id_of(slug: str) -> UUID | None:
    """The force with this slug, if it has published anything (remembered: ids never change)."""
    try:
        return _force_id(slug)
    except LookupError:
        return None


@lru_cache(maxsize=1024)
def _force_id(slug: str) -> UUID:
    force = Force.objects.filter(slug=slug).exclude(publication_hash="").first()
    if force is None:
        raise LookupError(slug)  # not remembered: it may be created in a minute
    return force.id


def all_forces() -> list[tuple[UUID, str]]:
    """Every force that has published something: (id, slug), by slug."""
    rows = Force.objects.exclude(publication_hash="").order_by("slug")
    return [(force.id, force.slug) for force in rows]
