"""How a force's staff sign in: the key `sign_in` of its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from frontcounter.forces.published import ForceSettings

IDLE_MINUTES = 30


@dataclass(frozen=True)
class Grant:
    """What a group of an identity provider gives: roles, and the unit that they are for."""

    roles: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True)
class SignIn:
    """Minutes without use after which a session ends; what each provider's groups give.

    A provider that is not named here signs nobody of this force in.
    """

    idle_minutes: int = IDLE_MINUTES
    providers: Mapping[str, Mapping[str, Grant]] = field(default_factory=dict)


def sign_in_of(force: ForceSettings) -> SignIn:
    """The force's own rules, with defaults where it says nothing."""
    told = force.document.get("sign_in") or {}
    providers = {
        str(name): {
            str(group): Grant(tuple(gives.get("roles", ())), str(gives.get("unit", "")))
            for group, gives in ((provider or {}).get("groups") or {}).items()
        }
        for name, provider in (told.get("providers") or {}).items()
    }
    return SignIn(int(told.get("idle_minutes", IDLE_MINUTES)), providers)
