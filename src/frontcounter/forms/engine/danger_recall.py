"""How many of the invented texts the danger words find. Not evidence of safety.

The texts are `danger/texts/<language>.yaml` (to be found) and `harmless.yaml` (not to be found).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from .danger import DOOR, TOPICS, Alarm, alarm, languages, topics_in
from .yamlfiles import load_yaml

SETS = ("seen", "fresh")


@dataclass(frozen=True)
class Case:
    """A text, the level that it must reach and the topics that must be found in it."""

    lang: str
    group: str  # seen while the lists were written, or fresh
    words: str
    level: int
    topics: frozenset[str]


@dataclass(frozen=True)
class Miss:
    """A text that was not wholly understood: what is missing, and the level that was reached."""

    case: Case
    topics: tuple[str, ...]
    level: int


@dataclass(frozen=True)
class Share:
    """Found out of wanted."""

    found: int
    wanted: int

    @property
    def percent(self) -> float:
        return 100 * self.found / self.wanted if self.wanted else 100.0


@dataclass(frozen=True)
class Recall:
    """`topics`: per language, set and topic; `levels`: per language, set and level wanted."""

    topics: dict[tuple[str, str, str], Share]
    levels: dict[tuple[str, str, int], Share]
    misses: tuple[Miss, ...]
    false_alarms: tuple[tuple[str, str, Alarm], ...]
    texts: dict[str, int]

    def level(self, lang: str, group: str, level: int) -> Share:
        return self.levels.get((lang, group, level), Share(0, 0))


def cases() -> Iterator[Case]:
    """All texts that must be found."""
    for lang in languages():
        groups = _read(lang)
        for group in SETS:
            for line in groups.get(group) or []:
                head, _, words = str(line).partition(" | ")
                level, _, topics = head.partition(" ")
                yield Case(lang, group, words, int(level), frozenset(topics.split(",")))


def harmless() -> Iterator[tuple[str, str]]:
    """(language, text) of what should raise no alarm."""
    for lang, lines in _read("harmless").items():
        for line in lines:
            yield str(lang), str(line)


def measure() -> Recall:
    """Try the lists on every text."""
    wanted: Counter[Any] = Counter()
    found: Counter[Any] = Counter()
    misses = []
    texts: Counter[str] = Counter()
    for case in cases():
        level, got = alarm([case.words]).level, topics_in(case.words)
        texts[case.lang] += 1
        for topic in case.topics:
            wanted[case.lang, case.group, topic] += 1
            found[case.lang, case.group, topic] += topic in got
        wanted[case.lang, case.group, case.level] += 1
        found[case.lang, case.group, case.level] += level >= case.level
        missing = tuple(t for t in TOPICS if t in case.topics - got)
        if missing or level < case.level:
            misses.append(Miss(case, missing, level))
    shares = {key: Share(found[key], number) for key, number in wanted.items()}
    tried = [(lang, words, alarm([words])) for lang, words in harmless()]
    texts["harmless"] = len(tried)
    return Recall(
        topics={key: share for key, share in shares.items() if isinstance(key[2], str)},
        levels={key: share for key, share in shares.items() if isinstance(key[2], int)},
        misses=tuple(misses),
        false_alarms=tuple(one for one in tried if one[2]),
        texts=dict(texts),
    )


def _read(name: str) -> dict[str, Any]:
    folder = resources.files(__package__).joinpath("danger", "texts")
    read: dict[str, Any] = load_yaml(folder.joinpath(f"{name}.yaml").read_text("utf-8"))
    return read


__all__ = ["DOOR", "SETS", "Case", "Miss", "Recall", "Share", "cases", "harmless", "measure"]
