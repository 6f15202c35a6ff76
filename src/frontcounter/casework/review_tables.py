"""What the review's tables say: elements of each type of report, and titles of codes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from frontcounter.forms.engine import load_yaml


@cache
def table(name: str) -> Mapping[str, Any]:
    """One of the files of `tables/`."""
    file = resources.files("frontcounter.casework").joinpath("tables", f"{name}.yaml")
    found: Mapping[str, Any] = load_yaml(file.read_text("utf-8"))
    return found


def said(texts: Mapping[str, str], lang: str) -> str:
    """The text in this language, else in English: official titles are not in every language."""
    return texts.get(lang) or texts.get("en", "")
