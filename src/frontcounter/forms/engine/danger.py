"""Danger words: what a person's own words may tell about danger, in any language of the lists.

A hit may raise an alarm and never lowers one; no hit says nothing. Negation is not looked at
("he has no knife" still mentions a weapon). The lists are `danger/<language>.yaml`; all of them
are always read, because people mix languages.

A `quiet` line names a topic (a child, a wife) that raises nothing until another is found with it.

Patterns are plain words: `*` any ending, `'` an apostrophe or none, `..` up to six words between,
`~` up to two, `( | )` either, `?` the letter or group before it, or not; `( )*` a group up to three
times, `( )+` one to four times; `<name>` one of the `groups` of the same file.
Accents, case and doubled letters do not matter; `spellings` name what else is written differently
(danger_spelling.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable
from secrets import token_bytes
from typing import Any

from frontcounter.base.languages import packs_folder

from .danger_patterns import Lines
from .danger_spelling import Spelling, variants, written_out
from .yamlfiles import load_yaml

# In the order in which a person should hear of them.
TOPICS = ("suicide", "present", "weapon", "violence", "threat", "injury", "child", "sexual",
          "partner", "fear", "hate")  # fmt: skip
NONE, RAISE, DOOR = 0, 1, 2
# Topics that together mean danger to life, wherever in a report they stand.
TOGETHER = tuple(
    frozenset(pair)
    for pair in (
        ("threat", "weapon"),
        ("violence", "weapon"),
        ("injury", "weapon"),
        ("partner", "weapon"),
        ("partner", "threat"),
        ("child", "threat"),
        ("child", "sexual"),
        ("child", "violence"),
        ("hate", "weapon"),
    )
)
_LONGEST = 20_000  # letters of one text that are looked at; no answer may be longer
_MOST_HEARD = 4000  # texts
_KEY = token_bytes(32)


@dataclass(frozen=True)
class Alarm:
    """What all texts together say: 0 nothing, 1 raise the priority, 2 show the emergency door."""

    level: int
    topics: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.level > NONE


@dataclass(frozen=True)
class _Lists:
    """The compiled lists of all languages; `heard`: what they found in texts of late."""

    words: Lines[tuple[str, str]]
    harmless: Lines[None]
    signs: Mapping[str, str]
    spelling: Spelling
    heard: dict[bytes, _Found] = field(default_factory=dict)


def topics_in(text: str) -> frozenset[str]:
    """The topics that a text mentions."""
    found = _heard(text)
    return found.urgent | found.loud | found.quiet


def mentions(text: str, topic: str) -> bool:
    """Whether a text mentions a topic. Raises KeyError for a topic that there is not."""
    if topic not in TOPICS:
        raise KeyError(topic)
    return topic in topics_in(text)


def alarm(texts: Iterable[str]) -> Alarm:
    """How loud all texts of a report together are, and about what."""
    urgent: set[str] = set()
    loud: set[str] = set()
    quiet: set[str] = set()
    for text in texts:
        found = _heard(text)
        urgent |= found.urgent
        loud |= found.loud
        quiet |= found.quiet
    if not urgent and not loud:
        return Alarm(NONE, ())
    topics = urgent | loud | quiet
    together = any(pair <= topics for pair in TOGETHER)
    level = DOOR if urgent or together else RAISE
    return Alarm(level, tuple(topic for topic in TOPICS if topic in topics))


def languages() -> tuple[str, ...]:
    """The languages that have a list of ours; packs may bring more (base/languages.py)."""
    folder = resources.files(__package__).joinpath("danger")
    return tuple(
        sorted(f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml"))
    )


@dataclass(frozen=True)
class _Found:
    """Topics that call for the door, that raise the priority, and that are only named."""

    urgent: frozenset[str]
    loud: frozenset[str]
    quiet: frozenset[str]


def _heard(text: str) -> _Found:
    """What a text speaks of. A report is asked often, page by page, and its texts hardly change.

    Of a text only a digest is kept in memory, under a key that ends with this process.
    """
    heard = _lists().heard
    digest = blake2b(text.encode("utf-8", "surrogatepass"), key=_KEY, digest_size=16).digest()
    found = heard.get(digest)
    if found is None:
        found = _found(_plain(text))
        if len(heard) >= _MOST_HEARD:
            heard.clear()
        heard[digest] = found
    return found


def _found(plain: str) -> _Found:
    labels = _lists().words.labels(plain)

    def topics(key: str) -> frozenset[str]:
        return frozenset(topic for topic, of in labels if of == key)

    return _Found(topics("urgent"), topics("words"), topics("quiet"))


def _plain(text: str) -> str:
    """Bare words with one blank between; ` . ` where a sentence ends; harmless phrases cut out."""
    lists = _lists()
    text = text[:_LONGEST]
    for sign, word in lists.signs.items():
        text = text.replace(sign, f" {word} ")
    text = re.sub(r"[.!?;:]+", " . ", lists.spelling.text(text))
    text = " ".join(re.findall(r"\w+'?|\.", text))
    return lists.harmless.without(f" {text} ", " . ")


@cache
def _lists() -> _Lists:
    folder = resources.files(__package__).joinpath("danger")
    files: list[Traversable] = [folder.joinpath(f"{lang}.yaml") for lang in languages()]
    added = packs_folder().glob("*/danger.yaml")
    read = [load_yaml(file.read_text("utf-8")) for file in [*files, *sorted(added)]]
    spelling = Spelling(variants(one.get("spellings") or {} for one in read))

    keys = [(topic, key) for topic in TOPICS for key in ("urgent", "words", "quiet")]
    said = [(label, line) for one in read for label in keys for line in _lines(one, *label)]
    harmless = [line for one in read for line in _lines(one, "harmless", "")]
    return _Lists(
        words=Lines((label, spelling.line(line)) for label, line in said),
        harmless=Lines((None, spelling.line(line)) for line in harmless),
        signs={sign: word for one in read for sign, word in (one.get("signs") or {}).items()},
        spelling=spelling,
    )


def _lines(read: dict[str, Any], topic: str, key: str) -> Iterator[str]:
    """The lines of one file about a topic, with its groups written out."""
    of_topic = read.get(topic) or {}
    lines = of_topic if isinstance(of_topic, list) else of_topic.get(key) or []
    groups = read.get("groups") or {}
    return (written_out(str(line).lower(), groups) for line in lines)
