"""A language that nobody speaks, made of the English files: each text differs, nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from frontcounter.base import languages
from frontcounter.web.texts import files_of, read_file, rooms

CODE = "qps"
_LETTERS = str.maketrans("aeiouAEIOU", "àéîôûÀÉÎÔÛ")
_APART = re.compile(r"(\{[a-z_0-9]*\}|https?://\S+)")


def pseudo(text: str) -> str:
    """“Stolen bicycle” → “«Stôlén bîcyclé»”; placeholders stay."""
    parts = _APART.split(text)
    told = "".join(p if _APART.fullmatch(p) else p.translate(_LETTERS) for p in parts)
    return f"«{told}»"


def write_texts(folder: Path) -> None:
    """What a translator delivers for the pages: the language's ways and one file per room."""
    (folder / "texts").mkdir(parents=True)
    ways = yaml.safe_load((languages.OWN / "en.yaml").read_text("utf-8"))
    ways |= {
        "name": "Pseudo",
        "days": [pseudo(day) for day in ways["days"]],
        "months": [pseudo(month) for month in ways["months"]],
        "clock": {"hours": 24, "time": "{hour}:{minute}", "whole": "{hour}:00"},
        "clock_of": {},
        "first_day": "1",
    }
    _write(folder / "language.yaml", ways)
    for room, source in rooms():
        tree: dict[str, Any] = {}
        for prefix, path in files_of(room, source, "en"):
            for key, text in read_file(path, prefix, "en").items():
                _put(tree, key.removeprefix(f"{room}.").split("."), pseudo(text))
        _write(folder / "texts" / f"{room}.yaml", tree)


def write_words(file: Path, texts: set[str]) -> None:
    """What a translator delivers for report types or a force: English text → translation."""
    file.parent.mkdir(parents=True, exist_ok=True)
    _write(file, {text: pseudo(text) for text in sorted(texts)})


def _put(tree: dict[str, Any], path: list[str], text: str) -> None:
    for name in path[:-1]:
        tree = tree.setdefault(name, {})
    tree[path[-1]] = text


def _write(file: Path, told: Any) -> None:
    file.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), "utf-8")
