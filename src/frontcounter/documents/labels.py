"""Our own words on a document, per language; a force's published words come first.

Kept apart from the pages' texts so that a document renders from its value alone, in a worker as
in a web process.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import yaml

from frontcounter.base.languages import pack


@lru_cache(maxsize=16)
def _texts(language: str) -> Mapping[str, str]:
    source: Traversable = files("frontcounter.documents").joinpath("texts", f"{language}.yaml")
    added = pack(language)
    if added is not None and not source.is_file():
        source = added / "texts" / "documents.yaml"
    flat: dict[str, str] = {}
    _flatten("", yaml.safe_load(source.read_text("utf-8")), flat)
    return flat


def _flatten(prefix: str, node: object, flat: dict[str, str]) -> None:
    if isinstance(node, dict):
        for key, child in node.items():
            _flatten(f"{prefix}.{key}" if prefix else str(key), child, flat)
    else:
        flat[prefix] = str(node)


def label(key: str, language: str, words: Mapping[str, str], **values: object) -> str:
    """The text of `documents.<key>`; raises KeyError for an unknown key or a missing value."""
    text = words.get(f"documents.{key}")
    if text is None:
        text = _texts(language)[key]
    return text.format_map(values) if values else text
