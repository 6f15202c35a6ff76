"""Finds the lines of danger lists in a text, fast though there are very many of them.

An index by the first letters that a line may begin with says which lines are tried at a word, and a
line becomes a regular expression when it is tried for the first time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

_WORD = r"[^ .]"
_ALLOWED = re.compile(r"(?: \.\. | ~(?=[ |)])|[a-z0-9 '*?+|()])+")
_START = re.compile(r"(?<= )[a-z0-9]")
_FIRST = 4  # letters that are told apart: with one more, reading the lists takes seconds
_LITERAL = re.compile(rf"[a-z0-9 ]{{{_FIRST}}}(?![?+])|[a-z0-9 ]+$")
_OPEN = "*"  # after letters that anything may follow


Label = TypeVar("Label")
Match = Callable[[str, int], re.Match[str] | None]


class Line(Generic[Label]):
    """One line of a list. Raises ValueError for a bad one."""

    def __init__(self, label: Label, line: str) -> None:
        self.label = label
        self._line = checked(line)

    @cached_property
    def match(self) -> Match:
        """The line as a regular expression, to be tried where a word begins."""
        plain = self._line.replace("(", "(?:").replace("'", "'? ?")
        plain = plain.replace(")*", "){0,3}").replace(")+", "){1,4}").replace("*", "[^ .']*")
        plain = plain.replace(" ~", f"(?: {_WORD}+){{0,2}}")
        plain = plain.replace(" .. ", f"(?: {_WORD}+){{0,6}} ")
        return re.compile(rf"(?:{plain})(?=[ '])").match


class Lines(Generic[Label]):
    """Lines with a label each."""

    def __init__(self, lines: Iterable[tuple[Label, str]]) -> None:
        """`lines` in bare letters. Every gap and repeat is bounded."""
        self._index: dict[str, list[Line[Label]]] = {}
        self._known: dict[str, list[tuple[Label, Match]]] = {}
        for label, text in dict.fromkeys(lines):
            line = Line(label, text)
            for begin in beginnings(text):
                self._index.setdefault(begin, []).append(line)

    def labels(self, plain: str) -> set[Label]:
        """The labels of all lines that a text holds."""
        found: set[Label] = set()
        for start in _START.finditer(plain):
            at = start.start()
            for label, match in self._tried(plain[at : at + _FIRST]):
                if label not in found and match(plain, at):
                    found.add(label)
        return found

    def without(self, plain: str, instead: str) -> str:
        """A text without what the lines say."""
        kept, done = [], 0
        for start in _START.finditer(plain):
            at = start.start()
            if at < done:
                continue
            tried = self._tried(plain[at : at + _FIRST])
            if end := max(
                (hit.end() for _, match in tried if (hit := match(plain, at))), default=0
            ):
                kept.append(plain[done:at])
                done = end
        return instead.join([*kept, plain[done:]])

    def _tried(self, begin: str) -> list[tuple[Label, Match]]:
        """The lines that may begin with these letters."""
        if begin not in self._known:
            keys = [begin[:n] + _OPEN for n in range(1, len(begin) + 1)]
            lines = {id(line): line for key in keys for line in self._index.get(key, ())}
            self._known[begin] = [(line.label, line.match) for line in lines.values()]
        return self._known[begin]


def checked(line: str) -> str:
    """The line. Raises ValueError if it is not a pattern."""
    if not _ALLOWED.fullmatch(line) or line.count("(") != line.count(")"):
        raise ValueError(f"danger words: {line!r} is not a pattern")
    return line


def beginnings(line: str) -> set[str]:
    """The first letters with which the line may begin. Raises ValueError if those may be any."""
    ways = {way if way.endswith(_OPEN) else f"{way[:_FIRST]}{_OPEN}" for way in _ways(line)}
    if _OPEN in ways:
        raise ValueError(f"danger words: {line!r} may begin with anything")
    return ways


def _ways(line: str) -> set[str]:
    """How a line, or a part of it, may begin: `_FIRST` letters, or fewer if it is that short."""
    return {way for part in split(line) for way in _part_ways(part)}


def _part_ways(part: str) -> set[str]:
    if plain := _LITERAL.match(part):  # nearly all are
        return {plain[0]}
    ways = {""}
    for said, after in _pieces(part):
        if all(map(_is_told, ways)):
            break
        ways = {way if _is_told(way) else (way + more)[: _FIRST + 1] for way in ways
                for more in _piece_ways(said, after)}  # fmt: skip
    return {way if way.endswith(_OPEN) else way[:_FIRST] for way in ways}


def _is_told(way: str) -> bool:
    return len(way) >= _FIRST or way.endswith(_OPEN)


def _piece_ways(said: str, after: str) -> set[str]:
    if said in ("..", "~", "*"):
        return {_OPEN}
    if said == "'":
        return {"", "'", "' ", " "}
    ways = _ways(said[1:-1]) if said.startswith("(") else {said}
    if after in ("*", "+"):  # once, and then perhaps again
        ways = {way if _is_told(way) else way + _OPEN for way in ways}
    return ways | {""} if after in ("?", "*") else ways


def _pieces(part: str) -> Iterator[tuple[str, str]]:
    """Letters, groups and gaps, each with the sign that follows it: ?, *, + or none."""
    at = 0
    while at < len(part):
        end = at + _closing(part[at:]) + 1 if part[at] == "(" else at + 1
        if part.startswith("..", at):
            end = at + 2
        said, sign = part[at:end], part[end : end + 1]
        if sign in ("?", "+") or (sign == "*" and said.startswith("(")):
            yield said, sign
            end += 1
        else:
            yield said, ""
        at = end


def split(text: str) -> list[str]:
    """The parts between the bars that stand in no group."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _closing(text: str) -> int:
    """Where the group that begins the text ends."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return at
    raise ValueError(f"danger words: {text!r} has an open group")
