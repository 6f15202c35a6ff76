"""Which characters the document's fonts can show, and what stands in for the others.

PDF/A refuses a character that no embedded font has. A report must never fail for an emoji, so
such a character is written as its number, `[U+1F600]`; characters that could disguise the order
of the text are written so too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import typst

# Direction overrides and their like change what a reader sees without being seen themselves.
_DISGUISES = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DROPPED = frozenset("\ufe0e\ufe0f\ufeff\u00ad")
_MOST_PROBES = 400  # distinct unusual characters in one document: a page of Chinese has about 250
_LONGEST_WORD = 32

_PROBE = b'#set document(title: "x")\n#sys.inputs.text'


@lru_cache(maxsize=20_000)
def displayable(char: str) -> bool:
    """Whether the embedded fonts have the character (asked once per process, about 2 ms)."""
    try:
        typst.compile(
            _PROBE,
            ignore_system_fonts=True,
            sys_inputs={"text": char},
            pdf_standards=["a-3a", "ua-1"],
            format="pdf",
            timestamp=0,
        )
    except typst.TypstError:
        return False
    return True


def common(char: str) -> bool:
    """Letters and signs of western European languages: known to be in the fonts."""
    code = ord(char)
    return 0x20 <= code < 0x7F or 0xA0 <= code < 0x180 or char in "‘’“”„«»–—…€œŒ•\u202f\u2011"


def number_of(char: str) -> str:
    """How a character is written that cannot be shown."""
    return f"[U+{ord(char):04X}]"


@dataclass(slots=True)
class Showable:
    """Makes the texts of one document showable; `replaced` collects what had to be replaced."""

    can_show: Callable[[str], bool] = displayable
    replaced: list[str] = field(default_factory=list)
    _known: dict[str, str] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """One line of text, every character of which the fonts have."""
        composed = unicodedata.normalize("NFC", text)
        shown = "".join(
            char if common(char) else self._known.get(char) or self._learn(char)
            for char in composed
            if char not in _DROPPED
        )
        return _breakable(shown)

    def lines(self, text: str) -> list[str]:
        """The text's own lines; several empty ones become one break."""
        return [self(line) for line in text.splitlines() if line.strip()]

    def _learn(self, char: str) -> str:
        shown = self._decide(char)
        self._known[char] = shown
        if shown.startswith("[U+"):
            self.replaced.append(shown)
        return shown

    def _decide(self, char: str) -> str:
        category = unicodedata.category(char)
        if category == "Zs" or char in "\t\n\r\v\f\u2028\u2029":
            return " "
        if char in _DISGUISES or category in ("Cc", "Co", "Cs", "Cn"):
            return number_of(char)
        if len(self._known) >= _MOST_PROBES or not self.can_show(char):
            return number_of(char)
        return char


def _breakable(text: str) -> str:
    """Long words get places to break, so that they stay inside their column."""
    if len(text) <= _LONGEST_WORD:
        return text
    return " ".join(_broken(word) for word in text.split(" "))


def _broken(word: str) -> str:
    if len(word) <= _LONGEST_WORD:
        return word
    pieces = (word[i : i + _LONGEST_WORD] for i in range(0, len(word), _LONGEST_WORD))
    return "\u200b".join(pieces)
