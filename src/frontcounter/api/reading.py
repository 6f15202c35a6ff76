"""A call card as another program sends it; its JSON Schema stands in docs/api.md."""

from __future__ import annotations

from typing import Any

from frontcounter.tasks.cards import Card

_TEXTS = (
    "name",
    "phone",
    "language",
    "interpreter",
    "when",
    "what",
    "reference",
    "email",
    "address",
)
_NEEDED = ("name", "phone", "language", "what", "danger", "consent")
_KNOWN = frozenset({*_TEXTS, *_NEEDED, "safe"})
REFERENCE = 60

WORDS = {
    "missing": "is missing",
    "impossible": "is nothing that can exist",
    "unknown": "is not one of the allowed values",
    "too_long": "is too long",
}


def shape(told: Any) -> dict[str, str]:
    """Field → what is wrong with its type; the values themselves are checked with the card."""
    if not isinstance(told, dict):
        return {"": "must be an object"}
    wrong = {str(name): "is not a field of a call card" for name in told if name not in _KNOWN}
    wrong |= {name: WORDS["missing"] for name in _NEEDED if name not in told}
    wrong |= {
        name: "must be a string"
        for name in _TEXTS
        if name in told and not isinstance(told[name], str)
    }
    for name in ("danger", "consent"):
        if name in told and not isinstance(told[name], bool):
            wrong[name] = "must be true or false"
    if told.get("consent") is False:
        wrong["consent"] = "must be true: nobody is called who did not agree"
    safe = told.get("safe", [])
    if not isinstance(safe, list) or not all(isinstance(one, str) for one in safe):
        wrong["safe"] = "must be a list of strings"
    if isinstance(told.get("reference"), str) and len(told["reference"]) > REFERENCE:
        wrong["reference"] = WORDS["too_long"]
    return wrong


def card_of(told: dict[str, Any]) -> Card:
    """The card, of an object whose shape is right."""
    texts = {name: told[name] for name in _TEXTS if name in told}
    return Card(
        **texts,
        safe=tuple(dict.fromkeys(told.get("safe", []))),
        danger="yes" if told["danger"] else "no",
        consent="told_by_system",
        source="dispatch",
    ).tidy()
