"""Who does a thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from frontcounter.accounts.roles import StaffRole


@dataclass(frozen=True)
class Actor:
    """A member of staff with their roles in one force, the reporter, or the program itself."""

    kind: Literal["staff", "reporter", "system"]
    id: str = ""
    name: str = ""
    roles: frozenset[StaffRole] = frozenset()

    def has_any(self, roles: frozenset[StaffRole]) -> bool:
        return bool(self.roles & roles)


REPORTER = Actor(kind="reporter")
SYSTEM = Actor(kind="system")
