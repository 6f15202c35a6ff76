"""From a force's files to a publication: `force.yaml` and one overlay per report type."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from frontcounter.base.scope import Role, scope
from frontcounter.forces.keys import make_force_key
from frontcounter.forces.publishing import PublishError, create_force, publish
from frontcounter.forms.catalogue import entry as catalogue_entry
from frontcounter.forms.catalogue.translations import tables, translated
from frontcounter.forms.engine import load_document, load_yaml, merge_overlay, overlay_of
from frontcounter.ops.place_files import read_place_files, told_of_places

# Files of a force's folder that are no overlay of a report type.
OTHER_FILES = ("common.yaml", "force.yaml")


def read_force_files(
    folder: Path, *, only: Collection[str] | None = None
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The settings document and the closed forms, in the order in which they are offered.

    `only`: no more than these report types.
    """
    settings = read_settings(folder)
    types = [name for name in settings.pop("types") if only is None or name in only]
    forms = [form_of(settings, folder, name) for name in types]
    _check_doors(settings, forms)
    return settings, forms


def read_settings(folder: Path) -> dict[str, Any]:
    """`force.yaml`, the force's places, and its texts in languages that are added by files."""
    settings = read_yaml(folder / "force.yaml")
    languages = settings.get("languages") or []
    told: dict[str, Any] = translated(settings, tables(languages, folder))
    return told | read_place_files(folder, languages)


def form_of(settings: Mapping[str, Any], folder: Path, name: str) -> dict[str, Any]:
    """One report type's closed document for the force."""
    languages = settings["languages"]
    return merge_overlay(*sources_of(settings, folder, name), languages)


def sources_of(
    settings: Mapping[str, Any], folder: Path, name: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A report type's catalogue entry and the force's overlay, in all of the force's languages."""
    words = tables(settings["languages"], folder)
    overlay = overlay_for(settings, folder, name)
    return translated(catalogue_entry(name), words), translated(overlay, words)


def published_of(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What is published of `force.yaml`: all but the list of types, which the forms tell."""
    return {key: value for key, value in settings.items() if key != "types"}


def new_force(folder: Path, *, at: datetime, slug: str = "") -> UUID:
    """Make a force of its files and publish them. `slug` overrides the one in the files."""
    settings, forms = read_force_files(folder)
    return add_force({**settings, "slug": slug or settings["slug"]}, forms, at=at)


def add_force(
    settings: Mapping[str, Any], forms: Sequence[Mapping[str, Any]], *, at: datetime
) -> UUID:
    """Make a force with its key and its first publication."""
    with scope(Role.WORKER, None):
        force_id = create_force(settings["slug"], at)
    with scope(Role.WORKER, force_id):
        make_force_key(at)
        publish(settings, forms, at)
    return force_id


def _check_doors(settings: Mapping[str, Any], forms: Sequence[Mapping[str, Any]]) -> None:
    """No stop may lead to a door that the force does not have."""
    wanted = {door for form in forms for door in load_document(form).doors}
    wanted |= {one["door"] for reasons in settings["reasons"].values() for one in reasons}
    wanted.add(settings["talk"]["door"])
    missing = sorted(wanted - set(settings["doors"]))
    if missing:
        raise PublishError(f"force.yaml has no door called {', '.join(missing)}")


def overlay_for(settings: Mapping[str, Any], folder: Path, name: str) -> dict[str, Any]:
    """A type's overlay: what `force.yaml` tells, then `common.yaml`, then the type's own file."""
    told = {
        "type": name,
        "zone": settings["timezone"],
        "currency": settings["currency"],
        "channels": settings["contact_channels"],
        **told_of_places(settings),
    }
    return overlay_of(
        told, *(read_yaml(path) for path in (folder / "common.yaml", folder / f"{name}.yaml")
                if path.exists())
    )  # fmt: skip


def read_yaml(path: Path) -> dict[str, Any]:
    """One file of a force: keys and values."""
    found = load_yaml(path)
    if not isinstance(found, dict):
        raise PublishError(f"{path.name} is not a mapping of keys")
    return found
