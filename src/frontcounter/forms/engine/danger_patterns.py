"""Turns the lines of a danger list into one fast regular expression.

A search tries every branch at every word. So branches are told apart by their first letters: the
groups at their beginning are written out, and what begins alike is put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_WORD = r"[^ .]"
_ALLOWED = re.compile(r"(?: \.\. | ~ |[a-z0-9 '*?+|()])+")
_DEPTH = 1  # first letters that are told apart


def compiled(lines: Iterable[str]) -> re.Pattern[str]:
    """One pattern for a list of lines in bare letters. Raises ValueError for a bad line.

    Every branch begins and ends with a word, and every gap and repeat is bounded.
    """
    begun = sorted({branch for line in lines for branch in _begun(_checked(line))})
    if not begun:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<=[ '])(?:{_tree(begun, 0)})(?=[ '])")


def _checked(line: str) -> str:
    if not _ALLOWED.fullmatch(line) or line.count("(") != line.count(")"):
        raise ValueError(f"danger words: {line!r} is not a pattern")
    return line


def _tree(branches: list[str], depth: int) -> str:
    """Branches that begin with the same letter share it."""
    if len(branches) < 2 or depth == _DEPTH:
        return "|".join(_regex(branch) for branch in branches)
    shared: dict[str, list[str]] = {}
    rest = []
    for branch in branches:
        if branch[:1].isalnum() and branch[1:2] not in ("?", "*", "+"):
            shared.setdefault(branch[0], []).append(branch[1:])
        else:
            rest.append(branch)
    parts = [f"{letter}(?:{_tree(tails, depth + 1)})" for letter, tails in shared.items()]
    return "|".join([*parts, *(_regex(branch) for branch in rest)])


def _regex(branch: str) -> str:
    """A line, or what is left of it, as a regular expression."""
    plain = branch.replace("(", "(?:").replace("'", "'? ?")
    plain = plain.replace(")*", "){0,3}").replace(")+", "){1,4}").replace("*", "[^ .']*")
    plain = plain.replace(" ~ ", f"(?: {_WORD}+){{0,2}} ")
    return plain.replace(" .. ", f"(?: {_WORD}+){{0,6}} ")


def _begun(line: str) -> Iterator[str]:
    """The line with the group at its beginning written out, until each begins with a letter."""
    parts = _split(line)
    if len(parts) > 1:
        for part in parts:
            yield from _begun(part)
    elif line.startswith("("):
        end = _closing(line)
        inner, after, rest = line[1:end], line[end + 1 : end + 2], line[end + 1 :]
        if after in ("*", "+"):  # the first time written out, then as often as before
            rest = f"({inner})*{line[end + 2 :]}"
        elif after == "?":
            rest = line[end + 2 :]
        if after in ("*", "?"):
            yield from _begun(line[end + 2 :])
        first = [one for part in _split(inner) for one in _begun(part)]
        yield from (begun + rest for begun in _by_letter(first))
    elif line[1:2] == "?":
        yield from _begun(line[0] + line[2:])
        yield from _begun(line[2:])
    elif line:
        yield line


def _by_letter(parts: list[str]) -> Iterator[str]:
    """Parts that begin with the same letter as one: kick, knee -> k(ick|nee)."""
    shared: dict[str, list[str]] = {}
    for part in parts:
        if part[1:2] in ("*", "?", "+") or not part[:1].isalnum():
            yield f"({part})" if len(_split(part)) > 1 else part
        else:
            shared.setdefault(part[0], []).append(part[1:])
    for letter, tails in shared.items():
        yield f"{letter}({'|'.join(tails)})" if tails != [""] else letter


def _split(text: str) -> list[str]:
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
