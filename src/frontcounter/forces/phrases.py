"""The force's phrase bank: paragraphs that staff put into a message to a reporter.

`phrases:` in the force's file: [{code, staff: {en, fr}, text: {en, fr}}]; `text` may name {name},
{number} and {unit}. What staff write besides is their own, and stands in the same place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from frontcounter.forces.published import ForceSettings, Texts

PLACEHOLDERS = frozenset({"name", "number", "unit"})
_NAMED = re.compile(r"\{(name|number|unit)\}")
LONGEST = 1500
"""The most characters that a member of staff adds to a message."""


@dataclass(frozen=True)
class Phrase:
    """A paragraph that is ready: what staff call it, and what the reporter reads."""

    code: str
    staff: Texts
    text: Texts


def phrases(settings: ForceSettings) -> dict[str, Phrase]:
    """The force's paragraphs by code, in the order of its file."""
    told = settings.document.get("phrases", ())
    return {one["code"]: Phrase(one["code"], one["staff"], one["text"]) for one in told}


def filled(phrase: Phrase, settings: ForceSettings, lang: str, values: Mapping[str, str]) -> str:
    """The paragraph in the reporter's language with the report's own values."""
    text = settings.text(phrase.text, lang)
    return _NAMED.sub(lambda found: values.get(found[1], ""), text)  # at once: a name fills nothing
