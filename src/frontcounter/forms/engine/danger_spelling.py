"""One spelling for the many in which a word is written, for texts and for danger lists alike.

Accents, case and doubled letters go ("stabed", "heeelp", "frappée"); `spellings` of the lists say
what else is one word ("hes", "he's": he is; "chu", "jsuis": je suis).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_SIGNS = str.maketrans({"œ": "oe", "’": "'", "‘": "'", "`": "'", "*": "", "@": "a", "$": "s"})
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_TWICE = re.compile(r"([a-z])\1+")
_JE = re.compile(r"\bj(?=[bcdfghklmnpqrstvwxz])")  # jveux
_GROUP = re.compile(r"<([a-z_]+)>")


class Spelling:
    """Writes texts and the lines of lists in the same bare letters."""

    def __init__(self, variants: Mapping[str, str]) -> None:
        """`variants`: a spelling -> how the lists write it."""
        self._one = {bare(word): bare(meant) for word, meant in variants.items()}

    def text(self, words: str) -> str:
        """A text in bare letters; its sentences keep their ends."""
        words = _JE.sub("je ", bare(words.lower()).translate(_SIGNS))
        return _TWICE.sub(r"\1", _WORD.sub(self._meant, words))

    def line(self, line: str) -> str:
        """A line of a list, in the spelling of the texts."""
        return _TWICE.sub(r"\1", re.sub(r"[a-z0-9']+(?![a-z0-9'*?+])", self._meant, bare(line)))

    def _meant(self, found: re.Match[str]) -> str:
        return self._one.get(found[0], found[0])


def variants(lists: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """`{he is: "hes he's"}` of each list, turned round."""
    return {one: meant for said in lists for meant, ways in said.items() for one in ways.split()}


def written_out(line: str, groups: Mapping[str, str]) -> str:
    """A line with `<name>` replaced by the group of that name. Raises KeyError for an unknown."""
    while _GROUP.search(line):
        line = _GROUP.sub(lambda found: f"({groups[found[1]]})", line)
    return line


def bare(text: str) -> str:
    """Letters without their accents."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
