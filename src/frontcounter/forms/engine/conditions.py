"""Small declarative conditions over answers: all, any, not, is, in, over, answered, mentions.

Written in YAML as `{is: {now: "yes"}}`, `{in: {things: [passport, firearm]}}`,
`{over: {value: 500000}}` (minor units), `{answered: serial}`, `{all: [...]}`, `{not: {...}}`,
and in marks and hints `{mentions: {story: weapon}}`.
A question that is not answered, or not on the person's way, makes everything but `not` false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from .danger import mentions

MAX_DEPTH = 12


class ConditionError(ValueError):
    """A condition is not well formed."""


@dataclass(frozen=True)
class Seen:
    """What conditions may know of one answer: its codes, its worth in minor units, its words."""

    codes: frozenset[str]
    total: int | None = None
    words: str = ""


@dataclass(frozen=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    part: Condition


@dataclass(frozen=True)
class In:
    """One of these codes was given (`is` is `in` with one code)."""

    question: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Over:
    question: str
    minor: int


@dataclass(frozen=True)
class Answered:
    question: str


@dataclass(frozen=True)
class Mentions:
    """The answer's words speak of a topic (`danger.TOPICS`); only for marks and hints."""

    question: str
    topic: str


Condition: TypeAlias = All | AnyOf | Not | In | Over | Answered | Mentions


def parse_condition(data: object, depth: int = 0) -> Condition:
    """Read one condition; raises ConditionError."""
    if depth > MAX_DEPTH:
        raise ConditionError("conditions are nested too deeply")
    if not isinstance(data, Mapping) or len(data) != 1:
        raise ConditionError("a condition is a mapping with exactly one key")
    word, body = next(iter(data.items()))
    if word in ("all", "any"):
        parts = tuple(parse_condition(part, depth + 1) for part in _list(word, body))
        return All(parts) if word == "all" else AnyOf(parts)
    if word == "not":
        return Not(parse_condition(body, depth + 1))
    if word == "answered":
        return Answered(_string(word, body))
    return _comparison(word, body)


def _comparison(word: object, body: object) -> Condition:
    if word not in ("is", "in", "over", "mentions"):
        raise ConditionError(f"'{word}' is not a condition")
    if not isinstance(body, Mapping) or len(body) != 1:
        raise ConditionError(f"'{word}' needs one question")
    question, value = next(iter(body.items()))
    question = _string(word, question)
    if word == "is":
        return In(question, frozenset([_string(word, value)]))
    if word == "mentions":
        return Mentions(question, _string(word, value))
    if word == "in":
        return In(question, frozenset(_string(word, v) for v in _list(word, value)))
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConditionError("'over' needs a whole number of minor units")
    return Over(question, value)


def _string(word: object, value: object) -> str:
    # YAML 1.1 reads a bare yes and no as booleans.
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str) or not value:
        raise ConditionError(f"'{word}' needs a text")
    return value


def _list(word: object, value: object) -> list[object]:
    if not isinstance(value, (list, tuple)) or not value:
        raise ConditionError(f"'{word}' needs a list")
    return list(value)


def holds(condition: Condition | None, seen: Mapping[str, Seen]) -> bool:
    """Whether the condition is met by what has been answered; no condition always holds."""
    match condition:
        case None:
            return True
        case All(parts):
            return all(holds(part, seen) for part in parts)
        case AnyOf(parts):
            return any(holds(part, seen) for part in parts)
        case Not(part):
            return not holds(part, seen)
        case In(question, codes):
            return question in seen and not codes.isdisjoint(seen[question].codes)
        case Over(question, minor):
            answer = seen.get(question)
            return answer is not None and answer.total is not None and answer.total > minor
        case Answered(question):
            return question in seen
        case Mentions(question, topic):
            return question in seen and mentions(seen[question].words, topic)


def references(condition: Condition | None) -> frozenset[str]:
    """The ids of the questions that a condition looks at."""
    match condition:
        case None:
            return frozenset()
        case All(parts) | AnyOf(parts):
            return frozenset().union(*(references(part) for part in parts))
        case Not(part):
            return references(part)
        case In() | Over() | Answered() | Mentions():
            return frozenset([condition.question])
