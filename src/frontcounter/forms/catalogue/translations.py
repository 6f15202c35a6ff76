"""Report types in a language that is added by files: English text → text in that language.

The catalogue has English and French side by side. A further language's words stand in its pack
(`forms/*.yaml`, base/languages.py) and in a force's folder (`languages/<code>.yaml`, which wins).
A text whose English changed is not found any more, so it is reported as missing, not shown stale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from frontcounter.base.languages import pack
from frontcounter.forms.engine import load_yaml

SOURCE = "en"
Tables = Mapping[str, Mapping[str, str]]


def tables(languages: Sequence[str], folder: Path | None = None) -> Tables:
    """The words of each language that has files; `folder` is a force's."""
    found: dict[str, Mapping[str, str]] = {}
    for lang in languages:
        added = pack(lang)
        files = sorted(added.glob("forms/*.yaml")) if added else []
        own = folder / "languages" / f"{lang}.yaml" if folder else None
        words: dict[str, str] = {}
        for file in [*files, *([own] if own and own.is_file() else [])]:
            words |= _read(file)
        if words:
            found[lang] = words
    return found


def _read(file: Path) -> dict[str, str]:
    told = load_yaml(file)
    if not isinstance(told, Mapping):
        raise ValueError(f"{file.name} is not a mapping of English texts")  # noqa: TRY004
    return {_plain(str(text)): str(words) for text, words in told.items() if words}


def translated(node: Any, words: Tables) -> Any:
    """The same node with each text also in the languages of `words`; what is there stays."""
    if not words:
        return node
    if isinstance(node, Mapping):
        made = {key: translated(value, words) for key, value in node.items()}
        text = node.get(SOURCE)
        if isinstance(text, str):
            known = {lang: table.get(_plain(text)) for lang, table in words.items()}
            made = {lang: told for lang, told in known.items() if told} | made
        return made
    if isinstance(node, list):
        return [translated(value, words) for value in node]
    return node


def untranslated(node: Any, lang: str) -> Iterator[str]:
    """Every English text below a node that has no text in a language."""
    if isinstance(node, Mapping):
        text = node.get(SOURCE)
        if isinstance(text, str) and not str(node.get(lang) or "").strip():
            yield _plain(text)
        for value in node.values():
            yield from untranslated(value, lang)
    elif isinstance(node, list):
        for value in node:
            yield from untranslated(value, lang)


def _plain(text: str) -> str:
    return " ".join(text.split())
