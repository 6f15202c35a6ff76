"""Refuse to start with database roles that could see past the policies."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from frontcounter.base.scope import Role


class UnsafeRoles(RuntimeError):
    """An app role owns something, or may bypass row-level security."""


def check_roles() -> None:
    """The app roles exist, own nothing, and are neither superusers nor bypass policies."""
    names = [str(role) for role in Role]
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolname, rolsuper or rolbypassrls, "
            " exists (select 1 from pg_class c where c.relowner = r.oid) "
            "from pg_roles r where rolname = any(%s)",
            [names],
        )
        rows = cursor.fetchall()
        cursor.execute(
            "select current_user, (select rolsuper from pg_roles where rolname = session_user)"
        )
        current, superuser = cursor.fetchone()
    faults = [f"{name} may bypass row-level security" for name, mighty, _ in rows if mighty]
    faults += [f"{name} owns tables" for name, _, owner in rows if owner]
    faults += [f"{name} is missing" for name in sorted(set(names) - {row[0] for row in rows})]
    if settings.SITE != "all" and _owns_tables():
        faults.append(
            "the log-in of DATABASE_URL owns the tables; a site of its own needs one that does not"
        )
    if superuser:
        faults.append("the log-in of DATABASE_URL is a superuser")
    if current != Role.IDLE:
        faults.append(f"connections start as {current}, not as {Role.IDLE}")
    if faults:
        raise UnsafeRoles("; ".join(faults))


def _owns_tables() -> bool:
    """Whether this connection could leave its role and be the owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from pg_class c join pg_roles r on r.oid = c.relowner"
            " where r.rolname = session_user and c.relkind = 'r')"
        )
        return bool(cursor.fetchone()[0])
