"""What a force has published of its territory: areas, gazetteer, and which address list holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from frontcounter.base.scope import current_force_id
from frontcounter.forces.addresses import keep_addresses
from frontcounter.forces.areas import Areas, areas_of
from frontcounter.forces.models import Geography
from frontcounter.forces.places import Gazetteer, places_of
from frontcounter.forces.published import ForceSettings

# Keys of a settings document before it is published: their contents go to tables of their own.
GEOGRAPHY, ADDRESSES = "geography", "addresses"


@dataclass(frozen=True)
class Territory:
    """A force's areas and the places that it knows. `batch` names its address list, if any."""

    hash: str
    areas: Areas
    places: Gazetteer
    batch: str


NOTHING = Territory("", Areas(()), Gazetteer(()), "")


def territory_of(settings: ForceSettings) -> Territory:
    """What was published with these settings (a query only when it is new to this process)."""
    wanted = str(settings.document.get(GEOGRAPHY) or "")
    if not wanted:
        return NOTHING
    batch = str(settings.document.get(ADDRESSES) or "")
    return _territory(current_force_id(), wanted, batch)


@lru_cache(maxsize=32)
def _territory(_force_id: UUID, wanted: str, batch: str) -> Territory:
    document = Geography.objects.get(hash=wanted).document
    return Territory(wanted, areas_of(document["areas"]), places_of(document["places"]), batch)


def district_options(
    geography: Mapping[str, Any], languages: Sequence[str]
) -> list[dict[str, Any]]:
    """The areas as options of a question: code and name in each language."""
    found = [
        {"code": area["code"], "label": {lang: area["names"][lang] for lang in languages}}
        for area in geography["areas"]
    ]
    return sorted(found, key=lambda one: str(one["label"][languages[0]]).casefold())


def keep_addresses_of(document: Mapping[str, Any]) -> str:
    """Store the address list of a settings document; returns what names it, or ""."""
    rows = document.get(ADDRESSES)
    return keep_addresses(rows) if rows else ""
