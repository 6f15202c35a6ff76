"""The report types that a force may publish: `types/` has one YAML file each.

`blocks/` and `lists/` hold what types share, one file per subject; a name stands in one file only.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from frontcounter.forms.engine import load_yaml


def types() -> list[str]:
    """The codes of all report types, sorted."""
    return sorted(file.name.removesuffix(".yaml") for file in _files("types"))


def entry(report_type: str) -> dict[str, Any]:
    """What `merge_overlay` takes as its catalogue. Raises LookupError for an unknown type."""
    if report_type not in types():
        raise LookupError(report_type)
    file = f"{report_type}.yaml"
    found = resources.files(__package__).joinpath("types", file).read_text("utf-8")
    return {
        "file": file,
        "document": load_yaml(found),
        "blocks": _shared("blocks"),
        "lists": _shared("lists"),
    }


@cache
def spoken_languages() -> dict[str, dict[str, str]]:
    """Every language that a report may ask an interpreter for: ISO 639 code → its names."""
    found = dict(_shared("lists")["spoken_languages"])
    found.pop("other", None)
    return found


@cache
def _shared(folder: str) -> dict[str, Any]:
    """All entries of a folder's files. Raises ValueError for a name that stands in two."""
    found: dict[str, Any] = {}
    for file in _files(folder):
        entries = load_yaml(file.read_text("utf-8"))
        twice = sorted(set(found) & set(entries))
        if twice:
            raise ValueError(f"{folder}/{file.name}: {', '.join(twice)} stands in another file too")
        found |= entries
    return found


def _files(folder: str) -> list[Traversable]:
    entries = resources.files(__package__).joinpath(folder).iterdir()
    return sorted((e for e in entries if e.name.endswith(".yaml")), key=lambda e: e.name)
