"""The scope that every query runs in: one database role and one force, for one transaction.

A connection starts as `frontcounter_idle`, which may do nothing; so a query outside a scope is
refused by the database instead of silently answering for nobody or for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.db import connection, transaction


class Role(StrEnum):
    """The database roles that the program takes. None owns anything or may bypass a policy."""

    IDLE = "frontcounter_idle"
    PUBLIC = "frontcounter_public"
    STAFF = "frontcounter_staff"
    WORKER = "frontcounter_worker"
    ANALYST = "frontcounter_analyst"


OPEN_DESKS = frozenset({"review"})
"""What staff see unless their roles say more: reports that any reviewer may see."""


class ScopeError(RuntimeError):
    """Something needed a force and none was in scope."""


@dataclass
class Scope:
    """Who works for which force now. `actor` and `request_id` go to the audit record."""

    role: Role
    force_id: UUID | None
    publication_hash: str = ""
    desks: frozenset[str] = OPEN_DESKS
    actor_kind: str = "system"
    actor_id: str = ""
    request_id: str = ""
    notes: dict[str, object] = field(default_factory=dict)


_current: ContextVar[Scope | None] = ContextVar("frontcounter_scope", default=None)

PATIENCE = "15s"
"""The longest that one statement of a page may take; jobs have deadlines of their own."""

# One statement takes the role, sets force and desks, and tells which publication is in effect.
_OPEN = """
select set_config('role', %s, true), set_config('fc.force', %s, true),
       (select publication_hash from forces_force where id::text = %s),
       set_config('fc.desks', %s, true), set_config('statement_timeout', %s, true)
"""
_OPEN_WITHOUT_FORCE = "select set_config('role', %s, true), set_config('fc.force', '', true)"


@contextmanager
def scope(
    role: Role,
    force_id: UUID | None,
    *,
    actor_kind: str = "system",
    actor_id: str = "",
    request_id: str = "",
) -> Iterator[Scope]:
    """Open one transaction as `role` for `force_id`; scopes never nest."""
    if _current.get() is not None:
        raise ScopeError("a scope is already open; scopes do not nest")
    here = Scope(role, force_id, actor_kind=actor_kind, actor_id=actor_id, request_id=request_id)
    with transaction.atomic(durable=True):
        _enter(here)
        token = _current.set(here)
        try:
            yield here
        finally:
            _current.reset(token)


def _enter(here: Scope) -> None:
    with connection.cursor() as cursor:
        if here.force_id is None:
            cursor.execute(_OPEN_WITHOUT_FORCE, [here.role])
            return
        force = str(here.force_id)
        patience = PATIENCE if here.role in (Role.PUBLIC, Role.STAFF) else "0"
        cursor.execute(_OPEN, [here.role, force, force, ",".join(sorted(here.desks)), patience])
        row = cursor.fetchone()
    if row is None or row[2] is None:
        raise ScopeError("no such force, or nothing is published for it")
    here.publication_hash = row[2]


def current_scope() -> Scope:
    """The open scope, or ScopeError."""
    here = _current.get()
    if here is None:
        raise ScopeError("no scope is open: who works, and for which force?")
    return here


def in_scope() -> bool:
    """Whether a scope is open."""
    return _current.get() is not None


def current_force_id() -> UUID:
    """The force of the open scope, or ScopeError."""
    force_id = current_scope().force_id
    if force_id is None:
        raise ScopeError("the open scope has no force")
    return force_id


def narrow_to_force(force_id: UUID, desks: frozenset[str] = OPEN_DESKS) -> None:
    """Give the open scope its force, once membership has been checked (staff sign-in).

    `desks`: staff see the reports of these desks and no others; the database holds them to it.
    """
    here = current_scope()
    if here.force_id not in (None, force_id):
        raise ScopeError("the scope belongs to another force")
    here.force_id, here.desks = force_id, desks
    _enter(here)


def act_as(kind: str, identity: str) -> None:
    """Name who acts in the open scope, for the audit record."""
    here = current_scope()
    here.actor_kind, here.actor_id = kind, identity
