"""A force of one test's own, and the people who work for it.

Imports of the product come after django.setup(), hence inside functions.
"""

from __future__ import annotations

import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from frontcounter.accounts.actor import Actor
    from frontcounter.forces.published import ForceSettings
    from frontcounter.forms.engine import FormDocument

DEMO_FORCES = Path(__file__).resolve().parent.parent / "src/frontcounter/ops/demo/forces"


@dataclass(frozen=True)
class TestForce:
    """A force of one test's own, with the settings of a demo force."""

    __test__ = False

    id: UUID
    slug: str

    def scope(self, role: str = "worker") -> AbstractContextManager[Any]:
        """Work for this force as `public`, `staff`, `worker` or `analyst`."""
        from frontcounter.base.scope import Role, scope

        return scope(Role(f"frontcounter_{role}"), self.id)

    def settings(self) -> ForceSettings:
        from frontcounter.forces.published import settings_in_scope

        with self.scope():
            return settings_in_scope()

    def form(self, report_type: str) -> FormDocument:
        from frontcounter.forces.published import settings_in_scope
        from frontcounter.forms.pages.published import published_form

        with self.scope():
            return published_form(settings_in_scope().forms[report_type])

    def person(self, *roles: str, name: str = "Ann Lee", unit: str = "") -> TestPerson:
        """A member of staff with these roles here, a password and TOTP."""
        from frontcounter.ops.people import add_person

        email = f"{secrets.token_hex(6)}@example.org"
        person = add_person(self.id, email, name, roles, password=PASSWORD, unit=unit)
        return TestPerson(person.id, email, name, frozenset(roles), person.totp_secret)


@dataclass(frozen=True)
class TestPerson:
    """A member of staff and how they sign in."""

    __test__ = False

    id: UUID
    email: str
    name: str
    roles: frozenset[str]
    totp_secret: str
    password: str = "correct horse battery staple"

    def actor(self) -> Actor:
        from frontcounter.accounts.actor import Actor
        from frontcounter.accounts.roles import StaffRole

        roles = frozenset(StaffRole(role) for role in self.roles)
        return Actor("staff", str(self.id), self.name, roles)


PASSWORD = TestPerson.password


FEW_TYPES = ("theft_bicycle", "theft_from_vehicle", "lost_property")


@lru_cache
def _files(name: str, types: tuple[str, ...] | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    from frontcounter.ops.publish import read_force_files

    return read_force_files(DEMO_FORCES / name, only=types)


def make_force(
    name: str, *, types: tuple[str, ...] | None = FEW_TYPES, **changes: Any
) -> TestForce:
    """A new force with a demo force's files; `changes` replace keys of its settings.

    It offers `types` only (None: all that the demo force does), for a test needs few.
    """
    from frontcounter.ops.publish import add_force

    settings, forms = _files(name, types)
    slug = f"{name}-{secrets.token_hex(4)}"
    document = {**settings, **changes, "slug": slug}
    return TestForce(add_force(document, forms, at=datetime.now(UTC)), slug)
