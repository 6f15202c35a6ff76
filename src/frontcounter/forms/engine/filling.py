"""Fills parameters into a merged document: {limit} in texts, and numbers in conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from .texts import money

LISTS = {"options", "categories", "types", "colours", "kinds"}
TEXT_KEYS = {
    "title",
    "intro",
    "text",
    "label",
    "hint",
    "error",
    "keywords",
    "staff",
    "item",
    "add",
    "unit",
}
TEXT_MAPS = {"labels", "hints"}
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
Complain = Callable[[str, str, str], None]


def settle_conditions(
    node: Any, parameters: Mapping[str, Any], complain: Complain, file: str, where: str = ""
) -> None:
    """In every `when`: a bare yes or no becomes the word, "{limit}" the number, in place."""
    if isinstance(node, dict):
        file = node.get("_file", file)
        for key, value in node.items():
            place = _at(where, node, key)
            if key == "when":
                node[key] = _settled(value, parameters, partial(complain, file, place))
            else:
                settle_conditions(value, parameters, complain, file, place)
    elif isinstance(node, list):
        for value in node:
            settle_conditions(value, parameters, complain, file, where)


def _settled(node: Any, parameters: Mapping[str, Any], complain: Callable[[str], None]) -> Any:
    if isinstance(node, bool):
        return "yes" if node else "no"
    if isinstance(node, Mapping):
        return {
            key: _numbers(value, parameters, complain)
            if key == "over"
            else _settled(value, parameters, complain)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_settled(value, parameters, complain) for value in node]
    return node


def _numbers(node: Any, parameters: Mapping[str, Any], complain: Callable[[str], None]) -> Any:
    if not isinstance(node, Mapping):
        return node
    found = {}
    for question, value in node.items():
        if isinstance(value, str):
            name = value.strip("{}")
            given = parameters.get(name)
            if not isinstance(given, Mapping) or not isinstance(given.get("money"), int):
                complain(f"needs the parameter '{name}' as an amount of money")
                given = {"money": 0}
            value = given["money"]
        found[question] = value
    return found


def fill_texts(
    node: Any,
    parameters: Mapping[str, Any],
    currency: str,
    languages: Sequence[str],
    complain: Complain,
    file: str,
    where: str = "",
) -> None:
    """Keep each text in exactly `languages`, parameters filled in, in place."""
    if isinstance(node, list):
        for value in node:
            fill_texts(value, parameters, currency, languages, complain, file, where)
        return
    if not isinstance(node, dict):
        return
    file = node.get("_file", file)
    fill = _Filler(parameters, currency, languages)
    for key, value in node.items():
        place = _at(where, node, key)
        report = partial(complain, file, place)
        if key in TEXT_KEYS and value is not None:
            node[key] = fill(value, report)
        elif key in TEXT_MAPS and isinstance(value, Mapping):
            node[key] = {part: fill(text, report) for part, text in value.items()}
        elif key != "when":
            fill_texts(value, parameters, currency, languages, complain, file, place)


def _at(where: str, node: Mapping[str, Any], key: str) -> str:
    name = node.get("id") or node.get("code")
    return ".".join(part for part in (where, name if isinstance(name, str) else "", key) if part)


class _Filler:
    def __init__(
        self, parameters: Mapping[str, Any], currency: str, languages: Sequence[str]
    ) -> None:
        self.parameters = parameters
        self.currency = currency
        self.languages = languages

    def __call__(self, text: Any, report: Callable[[str], None]) -> dict[str, str]:
        if not isinstance(text, Mapping):
            report("expected one text per language")
            return {}
        found = {}
        for lang in self.languages:
            words = text.get(lang)
            if not isinstance(words, str) or not words.strip():
                report(f"has no text in '{lang}'")
                continue
            found[lang] = self._fill(words.strip(), lang, report)
        return found

    def _fill(self, words: str, lang: str, report: Callable[[str], None]) -> str:
        # A parameter may itself speak of another one; once more is enough.
        for _ in range(2):
            words = PLACEHOLDER.sub(lambda m: self._value(m[1], lang, report), words)
        if "{" in words or "}" in words:
            report(f"has a brace left over in '{lang}'")
        return words

    def _value(self, name: str, lang: str, report: Callable[[str], None]) -> str:
        given = self.parameters.get(name)
        if isinstance(given, Mapping) and "money" in given:
            return money(int(given["money"]), self.currency, lang)
        if isinstance(given, Mapping):
            given = given.get(lang)
        if isinstance(given, bool) or not isinstance(given, (str, int)):
            report(f"needs the parameter '{name}' in '{lang}'")
            return ""
        return str(given)
