"""What a force says of its decisions: two people, ready paragraphs, whose reports it takes over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from frontcounter.accounts.roles import StaffRole
from frontcounter.forces.phrases import LONGEST, PLACEHOLDERS
from frontcounter.forms import catalogue
from frontcounter.forms.engine import FormDocument
from frontcounter.reports.guards import PROPOSABLE

Found = Iterator[tuple[str, str]]
_NAMED = re.compile(r"\{([^{}]*)\}")


def deciding(settings: Mapping[str, Any], _forms: Sequence[FormDocument]) -> Found:
    """Problems of `second_person`, `phrases` and `takes_over_from`."""
    yield from _second_person(settings)
    yield from _phrases(settings)
    told = settings.get("takes_over_from", [])
    if told != "any" and not isinstance(told, list):
        yield "takes_over_from", "should be a list of services, or any"


def _second_person(settings: Mapping[str, Any]) -> Found:
    roles = {str(role) for role in StaffRole}
    for decision, rule in (settings.get("second_person") or {}).items():
        where = f"second_person.{decision}"
        if decision not in PROPOSABLE:
            yield where, "is no such decision; there are " + ", ".join(PROPOSABLE)
        for role in rule.get("roles", ()):
            if role not in roles:
                yield f"{where}.roles", f"'{role}' is no role"
        for name in rule.get("types", ()):
            if name not in settings["types"] and name not in catalogue.types():
                yield f"{where}.types", f"'{name}' is no report type"


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
