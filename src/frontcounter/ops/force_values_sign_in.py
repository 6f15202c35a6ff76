"""The values of `sign_in` in `force.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from frontcounter.accounts.roles import StaffRole
from frontcounter.forms.engine import FormDocument

Found = Iterator[tuple[str, str]]

SHORTEST, LONGEST = 5, 240


def sign_in(settings: Mapping[str, Any], _forms: list[FormDocument]) -> Found:
    """A time-out that people can work with; groups that give roles and units that are there."""
    told = settings.get("sign_in")
    if told is None:
        return
    if not isinstance(told, Mapping):
        yield "sign_in", "should be keys"
        return
    for key in sorted(set(told) - {"idle_minutes", "providers"}):
        yield f"sign_in.{key}", "is not a key of sign_in"
    minutes = told.get("idle_minutes", SHORTEST)
    if not isinstance(minutes, int) or not SHORTEST <= minutes <= LONGEST:
        yield "sign_in.idle_minutes", f"is a number of minutes from {SHORTEST} to {LONGEST}"
    units = {unit.get("code") for unit in settings["units"]}
    for name, provider in (told.get("providers") or {}).items():
        where = f"sign_in.providers.{name}"
        if not isinstance(provider or {}, Mapping) or set(provider or {}) - {"groups"}:
            yield where, "has the key groups and no other"
            continue
        for group, gives in ((provider or {}).get("groups") or {}).items():
            yield from _grant(f"{where}.groups.{group}", gives, units)


def _grant(where: str, gives: Any, units: set[Any]) -> Found:
    if not isinstance(gives, Mapping) or not gives.get("roles"):
        yield where, "needs roles"
        return
    for role in gives["roles"]:
        if role not in set(StaffRole):
            yield f"{where}.roles.{role}", "is no role; there are " + ", ".join(StaffRole)
    if gives.get("unit", "") not in {"", *units}:
        yield f"{where}.unit", f"names the unit '{gives['unit']}', which is not in units"
