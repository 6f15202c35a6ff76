"""A force's overlay: how several files become one, and the parts that hold for every type.

Later files win key by key in mappings (parameters, terms, doors, change); lists are added to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KEYS = frozenset(
    {"type", "zone", "currency", "channels", "doors", "tables", "parameters", "terms",
     "remove", "change", "add", "remove_everywhere", "change_everywhere", "districts", "map"}
)  # fmt: skip
JOINED = ("doors", "parameters", "terms", "change", "change_everywhere")
ADDED = ("remove", "add", "remove_everywhere")


def overlay_of(*files: Mapping[str, Any]) -> dict[str, Any]:
    """One overlay of several: for the force, for all its types, for one type."""
    found: dict[str, Any] = {}
    for file in files:
        for key, value in file.items():
            if key in JOINED:
                found[key] = {**(found.get(key) or {}), **(value or {})}
            elif key in ADDED:
                found[key] = [*(found.get(key) or []), *(value or [])]
            else:
                found[key] = value
    return found
