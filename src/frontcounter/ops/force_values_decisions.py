"""What a force says of its decisions: two people, ready paragraphs, whose reports it takes over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from frontcounter.accounts.roles import StaffRole
from frontcounter.forces.phrases import LONGEST, PLACEHOLDERS
from frontcounter.forms import catalogue
from frontcounter.forms.engine import FormDocument
from frontcounter.reports.levels import PROPOSABLE
from frontcounter.reports.workflow import ARROWS

Found = Iterator[tuple[str, str]]
_NAMED = re.compile(r"\{([^{}]*)\}")


def deciding(settings: Mapping[str, Any], _forms: Sequence[FormDocument]) -> Found:
    """Problems of `second_person`, `phrases` and `takes_over_from`."""
    yield from _second_person(settings)
    yield from _phrases(settings)
    talk = settings.get("talk_before_withdrawal", "sensitive")
    if isinstance(talk, list):
        for name in talk:
            if name not in catalogue.types():
                yield "talk_before_withdrawal", f"'{name}' is no report type"
    elif talk not in ("sensitive", "always", "never"):
        yield "talk_before_withdrawal", "should be sensitive, always, never, or a list of types"
    asks = settings.get("hand_over", {})
    if not isinstance(asks, Mapping) or set(asks) - {"ask_first"}:
        yield "hand_over", "has the key ask_first and no other"
    elif not isinstance(asks.get("ask_first", False), bool):
        yield "hand_over.ask_first", "is true or false"
    told = settings.get("takes_over_from", [])
    if told != "any" and not isinstance(told, list):
        yield "takes_over_from", "should be a list of services, or any"


def _second_person(settings: Mapping[str, Any]) -> Found:
    for decision, told in (settings.get("second_person") or {}).items():
        where = f"second_person.{decision}"
        if decision not in PROPOSABLE:
            yield where, "is no such decision; there are " + ", ".join(PROPOSABLE)
            continue
        if not isinstance(told, Mapping | list):
            yield where, "should be a rule, or a list of rules"
            continue
        for rule in [told] if isinstance(told, Mapping) else told:
            yield from _rule(where, rule, decision, settings)


_KEYS = frozenset({"roles", "levels", "types", "marks", "value_over", "priority"})
MOST_LEVELS = 4


def _rule(where: str, rule: Any, decision: str, settings: Mapping[str, Any]) -> Found:
    """One rule: when it holds, and which levels it wants."""
    if not isinstance(rule, Mapping):
        yield where, "should be {types: [...], levels: [{roles: [...]}]}"
        return
    for key in sorted(set(rule) - _KEYS):
        yield f"{where}.{key}", "is not a key of a rule; there are " + ", ".join(sorted(_KEYS))
    if "roles" in rule and "levels" in rule:
        yield where, "says roles or levels, not both"
    for key in ("value_over", "priority"):
        if key in rule and (isinstance(rule[key], bool) or not isinstance(rule[key], int)):
            yield f"{where}.{key}", "should be a whole number"
    for name in rule.get("types", ()):
        if name not in settings["types"] and name not in catalogue.types():
            yield f"{where}.types", f"'{name}' is no report type"
    steps = rule.get("levels", [rule])
    if not isinstance(steps, list) or not 0 < len(steps) <= MOST_LEVELS:
        yield f"{where}.levels", f"should be a list of one to {MOST_LEVELS} levels"
        return
    for step in steps:
        yield from _level(where, step, decision)


def _level(where: str, step: Any, decision: str) -> Found:
    """One level: roles that there are, of which somebody may take this decision."""
    roles, able = {str(role) for role in StaffRole}, ARROWS[decision].staff
    if not isinstance(step, Mapping):
        yield f"{where}.levels", "each is {roles: [...]}, or {} for anybody who decides"
        return
    for role in step.get("roles", ()):
        if role not in roles:
            yield f"{where}.roles", f"'{role}' is no role"
        elif StaffRole(role) not in able:
            yield f"{where}.roles", f"'{role}' may not take this decision at all"


def _phrases(settings: Mapping[str, Any]) -> Found:
    seen: set[str] = set()
    for phrase in settings.get("phrases") or ():
        code = str(phrase.get("code", ""))
        where = f"phrases.{code or len(seen)}"
        if not code or code in seen:
            yield where, "needs a code of its own"
        seen.add(code)
        for part in ("staff", "text"):
            words = phrase.get(part) or {}
            for lang in settings["languages"]:
                if not words.get(lang):
                    yield f"{where}.{part}.{lang}", "is missing"
        for lang, text in (phrase.get("text") or {}).items():
            for name in set(_NAMED.findall(text)) - PLACEHOLDERS:
                yield f"{where}.text.{lang}", f"names {{{name}}}, which nobody fills in"
            if len(text) > LONGEST:
                yield f"{where}.text.{lang}", f"is longer than {LONGEST} characters"
