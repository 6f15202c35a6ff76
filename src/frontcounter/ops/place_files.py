"""A force's areas.geojson, places.csv and addresses.csv, as they are published."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from frontcounter.forces.areas import AreasError, read_areas
from frontcounter.forces.geography import ADDRESSES, GEOGRAPHY, district_options
from frontcounter.forces.place_lists import PlacesError, read_addresses, read_places
from frontcounter.forces.publishing import PublishError

AREAS_FILE, PLACES_FILE, ADDRESSES_FILE = "areas.geojson", "places.csv", "addresses.csv"


def read_place_files(folder: Path, languages: Sequence[str]) -> dict[str, Any]:
    """Keys for the settings document: what there is of the three files. Raises PublishError."""
    found: dict[str, Any] = {}
    try:
        areas = folder / AREAS_FILE
        outlines = (
            read_areas(json.loads(areas.read_text("utf-8")), languages) if (areas.exists()) else []
        )
        names = _text(folder / PLACES_FILE)
        houses = _text(folder / ADDRESSES_FILE)
        places = read_places(names) if names else []
        if outlines or places or houses:
            found[GEOGRAPHY] = {"areas": outlines, "places": places}
        if houses:
            found[ADDRESSES] = read_addresses(houses)
    except (AreasError, PlacesError) as error:
        raise PublishError(str(error)) from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise PublishError(f"{folder.name}: {error}") from None
    return found


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def told_of_places(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What every report type's overlay is told: the districts, and whether there is a map."""
    geography = settings.get(GEOGRAPHY)
    if not isinstance(geography, Mapping) or not geography["areas"]:
        return {}
    return {"districts": district_options(geography, settings["languages"]), "map": True}
