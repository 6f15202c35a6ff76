"""The start page's types: in groups, and found by the words that people have for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from math import sqrt
from uuid import UUID

from frontcounter.base.scope import current_force_id
from frontcounter.forces.published import ForceSettings, published_settings
from frontcounter.forms.engine import FormDocument
from frontcounter.forms.pages.published import published_form
from frontcounter.web.texts import Translator

GROUPS = ("property", "road", "fraud", "people", "urgent", "information", "contact")
NOT_SURE = "something_else"
# What is asked for most, where the force does not say (`most_reported: [type, …]`).
MOST_REPORTED = (
    "theft_from_vehicle", "theft_bicycle", "damage_vehicle", "lost_property", "theft_mail",
    "hit_and_run",
)  # fmt: skip
MOST_SHOWN = 6
MOST_AT_ONCE = 8  # so few types need neither groups nor a search
MOST_FOUND = 8
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Group:
    """Types that belong together."""

    code: str
    forms: tuple[FormDocument, ...]


def offered(settings: ForceSettings) -> list[FormDocument]:
    """Every type that the force offers, in its order."""
    return [published_form(form_hash) for form_hash in settings.forms.values()]


def most_reported(settings: ForceSettings) -> list[FormDocument]:
    """The few types that most people come for; all of them, where there are few."""
    if _are_few(settings):
        return [form for form in offered(settings) if form.type != NOT_SURE]
    wanted = settings.document.get("most_reported", MOST_REPORTED)
    forms = {form.type: form for form in offered(settings)}
    return [forms[name] for name in wanted if name in forms][:MOST_SHOWN]


def groups(settings: ForceSettings) -> list[Group]:
    """The types by group; one without a group stands in the first. None where types are few."""
    if _are_few(settings):
        return []
    forms = [form for form in offered(settings) if form.type != NOT_SURE]
    found = []
    for code in GROUPS:
        own = tuple(form for form in forms if _group(form) == code)
        if own:
            found.append(Group(code, own))
    return found


def _are_few(settings: ForceSettings) -> bool:
    return len(settings.forms) <= MOST_AT_ONCE


def _group(form: FormDocument) -> str:
    return form.group if form.group in GROUPS else GROUPS[0]


def not_sure(settings: ForceSettings) -> FormDocument | None:
    """The type for whatever fits no other, where the force offers it."""
    form_hash = settings.forms.get(NOT_SURE)
    return published_form(form_hash) if form_hash else None


@dataclass(frozen=True)
class _Entry:
    form: FormDocument
    title: frozenset[str]
    keywords: frozenset[str]
    intro: frozenset[str]


def find(settings: ForceSettings, lang: str, query: str) -> list[FormDocument]:
    """The types that fit a query best first; accents, plurals and little words do not matter."""
    idle = _idle(lang)
    wanted = [word for word in words_of(query[:LONGEST_QUERY]) if word not in idle]
    if not wanted:
        return []
    entries = _entries(current_force_id(), settings.hash, lang)
    wanted = [_as_spelled(entries, word) for word in wanted]
    weights = {word: _weight(entries, word) for word in wanted}
    scored = [(_score(entry, weights), entry.form) for entry in entries]
    best = max((score for score, _ in scored), default=0)
    # A type that only shares a word of its introduction stands back behind better ones.
    # Where two fit alike, the one that starts with a call comes first: a burglary may be at home.
    close = sorted(
        (one for one in scored if one[0] * 5 > best),
        key=lambda one: (-one[0], not one[1].handling.call_first),
    )
    return [form for score, form in close if score][:MOST_FOUND]


def _as_spelled(entries: Sequence[_Entry], word: str) -> str:
    """A word that no type knows, as the nearest known word: "bycicle", "vello"."""
    known = frozenset[str]().union(*(entry.title | entry.keywords for entry in entries))
    anywhere = known.union(*(entry.intro for entry in entries))
    if len(word) < 4 or _likeness(anywhere, word):
        return word
    mixed = [one for one in sorted(known) if sorted(one) == sorted(word)]
    near = mixed or get_close_matches(word, sorted(known), n=1, cutoff=0.8)
    return near[0] if near else word


def _weight(entries: Sequence[_Entry], word: str) -> float:
    """A word that many types share tells less about any of them."""
    shared = sum(_likeness(entry.title | entry.keywords, word) for entry in entries)
    return 1 / sqrt(max(1.0, shared))


def _score(entry: _Entry, weights: Mapping[str, float]) -> float:
    parts = ((8, entry.title), (6, entry.keywords), (1, entry.intro))
    return sum(
        weight * max(points * _likeness(words, word) for points, words in parts)
        for word, weight in weights.items()
    )


def _likeness(words: frozenset[str], wanted: str) -> float:
    """1 for the word itself, less for one that begins alike: "shoplifter", "shoplifting"."""
    if wanted in words:
        return 1.0
    return 0.4 if any(_alike(word, wanted) for word in words) else 0.0


def _alike(one: str, other: str) -> bool:
    """The same first four letters or more, and at most four letters that differ after them."""
    pairs = enumerate(zip(one, other, strict=False))
    begin = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    return begin >= 4 and max(len(one), len(other)) - begin <= 4


def words_of(text: str) -> list[str]:
    """Words without accents and endings of the plural, in order."""
    apart = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("’", "'"))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return [_single(word) for word in re.findall(r"[a-z0-9]+", bare)]


def _single(word: str) -> str:
    if len(word) <= 3:
        return word
    for ending, put in (("ies", "y"), ("aux", "al"), ("s", ""), ("x", "")):
        if word.endswith(ending) and not word.endswith("ss"):
            return word[: -len(ending)] + put
    return word


@lru_cache(maxsize=64)
def _idle(lang: str) -> frozenset[str]:
    """Words that say nothing about what happened."""
    return frozenset(words_of(Translator(lang)("intake.find.idle")))


@lru_cache(maxsize=512)
def _entries(_force_id: UUID, publication_hash: str, lang: str) -> tuple[_Entry, ...]:
    return tuple(
        _Entry(
            form,
            frozenset(words_of(form.title(lang))) - _idle(lang),
            frozenset(words_of(form.keywords(lang))) - _idle(lang),
            frozenset(words_of(form.intro(lang))) - _idle(lang),
        )
        for form in offered(published_settings(publication_hash))
    )
