"""The words of the pages: YAML files per room and language, no gettext.

`src/frontcounter/<room>/texts/<lang>.yaml` holds the keys below `<room>.`; a room with much to say
has its parts beside it: `texts/<part>.<lang>.yaml`, the keys below `<room>.<part>.`. Values are
plain sentences with `{name}` placeholders. A missing key, a missing value and an odd placeholder
raise. A language that is added by files has a room's in its pack (base/languages.py):
`texts/<room>.yaml`, the parts included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from frontcounter.base.languages import LanguageError, codes, language, pack

PACKAGE = Path(__file__).resolve().parent.parent
NO_WORDS: Mapping[str, str] = {}
FIRST = "en"

_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_NBSP = "\u00a0"


class TextError(LookupError):
    """A text is missing, or a value for one of its placeholders is."""


def rooms() -> list[tuple[str, Path]]:
    """Return (dotted room name, its texts folder) for every room that has texts."""
    found = sorted(PACKAGE.glob("*/texts")) + sorted(PACKAGE.glob("*/*/texts"))
    return [
        (".".join(path.parent.relative_to(PACKAGE).parts), path)
        for path in found
        if any(path.glob("*.yaml"))
    ]


def typeset(lang: str, text: str) -> str:
    """Curl the apostrophes; put the no-break spaces that the French of Canada asks for."""
    text = text.replace("'", "\u2019")
    if not _french_spaces(lang):
        return text
    text = re.sub(r" (?=[:»%$])", _NBSP, text)
    text = re.sub(r"(?<=«) ", _NBSP, text)
    return re.sub(r"(?<=\d) (?=(?:h\b|\d{3}\b))", _NBSP, text)


@cache
def _french_spaces(lang: str) -> bool:
    try:
        return language(lang).spaces == "french"
    except LanguageError:
        return False


def read_file(path: Path, room: str, lang: str) -> dict[str, str]:
    """Read one YAML file into flat full keys; raises TextError when a value is no string."""
    # The base loader keeps every scalar a string: "no", "on" and "1:30" stay as written.
    loader = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
    tree = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506
    flat: dict[str, str] = {}
    if tree:
        _flatten(tree, room, flat, lang)
    return flat


def _flatten(tree: object, prefix: str, into: dict[str, str], lang: str) -> None:
    if isinstance(tree, str):
        into[prefix] = typeset(lang, tree)
    elif isinstance(tree, Mapping):
        for key, value in tree.items():
            _flatten(value, f"{prefix}.{key}", into, lang)
    else:
        raise TextError(f"{prefix}: a text must be a string")


@lru_cache(maxsize=16)
def catalogue(lang: str) -> Mapping[str, str]:
    """Return every text of one language by full key; raises TextError for an unknown language."""
    flat: dict[str, str] = {}
    for room, folder in rooms():
        for prefix, path in _files(room, folder, lang):
            flat.update(read_file(path, prefix, lang))
    if not flat:
        raise TextError(f"no texts in language {lang!r}")
    return flat


def files_of(room: str, folder: Path, lang: str) -> list[tuple[str, Path]]:
    """(prefix of the keys, file) of a room's own texts in one language: the whole, then parts."""
    parts = [(f"{room}.{path.name.split('.')[0]}", path) for path in folder.glob(f"*.{lang}.yaml")]
    whole = folder / f"{lang}.yaml"
    return [*([(room, whole)] if whole.is_file() else []), *sorted(parts)]


def _files(room: str, folder: Path, lang: str) -> list[tuple[str, Path]]:
    """A room's texts in one language: its own files, else the one of the language's pack."""
    own, added = files_of(room, folder, lang), pack(lang)
    if own or not added:
        return own
    path = added / "texts" / f"{room}.yaml"
    return [(room, path)] if path.is_file() else []


@cache
def complete_languages() -> tuple[str, ...]:
    """The languages in which every page can be shown, those of the program first."""
    return tuple(code for code in codes() if not missing_texts(code))


def missing_texts(lang: str) -> list[str]:
    """Keys that the program's first language has and this one lacks; sorted."""
    try:
        language(lang)
        known = catalogue(lang)
    except (TextError, LanguageError):
        known = {}
    return sorted(key for key in catalogue(FIRST) if not known.get(key, "").strip())


@lru_cache(maxsize=8192)
def _parts(text: str) -> tuple[tuple[str, str], ...]:
    """Split a text into (literal, placeholder name or '') pairs."""
    pieces = _PLACEHOLDER.split(text)
    pieces.append("")
    return tuple(zip(pieces[::2], pieces[1::2], strict=True))


def placeholders(text: str) -> frozenset[str]:
    """Return the names of a text's placeholders."""
    return frozenset(name for _, name in _parts(text) if name)


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Put values into a text's placeholders; raises TextError when one is not given.

    Not str.format: a force's own words must not be able to reach into a value's attributes. Where
    a value ends with the full stop that the text would put ("5 p.m."), there is one of them.
    """
    parts = _parts(text)
    if len(parts) == 1:
        return text
    try:
        found = ""
        for literal, name in parts:
            stopped = literal[:1] == "." != literal[1:2] and found[-1:] == "."
            found += literal[stopped:] + (str(values[name]) if name else "")
        return found
    except KeyError as missing:
        raise TextError(f"no value for {{{missing.args[0]}}} in {text!r}") from None


def t(key: str, lang: str, /, *, words: Mapping[str, str] = NO_WORDS, **values: object) -> str:
    """Return the text of a full key in one language; `words` override it, by full key."""
    text = words.get(key)
    if text is None:
        try:
            text = catalogue(lang)[key]
        except KeyError:
            raise TextError(f"no text {key!r} in {lang!r}") from None
    return fill(text, values)


def has(key: str, lang: str) -> bool:
    """Tell whether a full key has a text in this language."""
    return key in catalogue(lang)


def check_words(lang: str, words: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a force's own words for one language (empty when nothing is)."""
    known = catalogue(lang)
    problems = []
    for key, text in words.items():
        if key not in known:
            problems.append(f"{lang}: {key}: no such text")
        elif not placeholders(text) <= placeholders(known[key]):
            odd = sorted(placeholders(text) - placeholders(known[key]))
            problems.append(f"{lang}: {key}: unknown placeholder {', '.join(odd)}")
    return problems


@dataclass(frozen=True, slots=True)
class Translator:
    """One language and one force's words: `tr(key, name=…)`."""

    lang: str
    words: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of a full key."""
        return t(key, self.lang, words=self.words, **values)

    def plural(self, key: str, n: int, /, **values: object) -> str:
        """Return `<key>.one` or `<key>.other` for a count; `{n}` is the count itself."""
        one = language(self.lang).is_singular(n)
        return self(f"{key}.{'one' if one else 'other'}", n=n, **values)


_current: ContextVar[Translator] = ContextVar("frontcounter_translator")


@contextmanager
def speaking(lang: str, words: Mapping[str, str] = NO_WORDS) -> Iterator[Translator]:
    """Bind a language (and a force's words) for the templates rendered inside the block."""
    translator = Translator(lang, words)
    token = _current.set(translator)
    try:
        yield translator
    finally:
        _current.reset(token)


def current() -> Translator:
    """Return the translator bound by `speaking`; raises TextError outside of it."""
    try:
        return _current.get()
    except LookupError:
        raise TextError("no language is bound: render inside speaking()") from None
