"""Migration operations: roles, grants and row-level security, written once per table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from django.db.migrations import RunSQL

Statements: TypeAlias = list[str | tuple[str, Any]]
APP_ROLES = ("public", "staff", "worker", "analyst")
_RIGHTS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}


def create_roles() -> RunSQL:
    """The app roles: no log-in, no inheritance, nothing owned; the owner may become each."""
    statements: Statements = []
    for name in ("idle", *APP_ROLES):
        role = f"frontcounter_{name}"
        statements.append(
            f"""do $$ begin
                if not exists (select 1 from pg_roles where rolname = '{role}') then
                    create role {role} nologin noinherit nosuperuser nobypassrls nocreatedb;
                end if;
            exception when duplicate_object or unique_violation then null; end $$;
            do $$ begin
                if not pg_has_role(current_user, '{role}', 'SET') then
                    grant {role} to current_user;
                end if;
            exception when others then grant {role} to current_user; end $$;
            grant usage on schema public to {role};"""  # noqa: S608 - names are constants
        )
    return RunSQL(statements, RunSQL.noop)


def grant(table: str, **rights: str) -> RunSQL:
    """Rights on a table that belongs to no force, e.g. `grant("accounts_user", staff="SU")`."""
    statements: Statements = [*_grants(table, rights)]
    return RunSQL(statements, RunSQL.noop)


def scope_table(
    table: str, *, refs: Mapping[str, str] | None = None, unique_id: bool = True, **rights: str
) -> RunSQL:
    """Row-level security by force, rights per role, and composite foreign keys.

    `rights` maps public, staff, worker, analyst to letters of S(elect) I(nsert) U(pdate) D(elete);
    `refs` maps a column of this table to the force-scoped table whose id it holds.
    """
    statements: Statements = [f"alter table {table} enable row level security;"]
    if unique_id:
        statements.append(
            f"alter table {table} add constraint {table}_scope unique (force_id, id);"
        )
    roles = ", ".join(f"frontcounter_{role}" for role in rights)
    inside = "force_id = current_setting('fc.force')::uuid"
    statements.append(
        f"create policy {table}_force on {table} to {roles} using ({inside}) with check ({inside});"
    )
    statements.append(
        f"alter table {table} add constraint {table}_of_force "
        "foreign key (force_id) references forces_force (id);"
    )
    for column, target in (refs or {}).items():
        statements.append(
            f"alter table {table} add constraint {table}_{column}_scope "
            f"foreign key (force_id, {column}) references {target} (force_id, id) "
            "deferrable initially deferred;"
        )
    statements += _grants(table, rights)
    return RunSQL(statements, RunSQL.noop)


def only_desks(table: str, column: str = "desk") -> RunSQL:
    """Staff see only rows of the desks that the scope names (base/scope.py)."""
    return RunSQL(
        f"create policy {table}_desk on {table} as restrictive for all to frontcounter_staff "
        f"using ({column} = any (string_to_array(current_setting('fc.desks'), ',')));",
        RunSQL.noop,
    )


def seen_with(table: str, column: str, target: str) -> RunSQL:
    """Staff see a row only where they see the row of `target` that it belongs to, if any."""
    belongs = f"t.force_id = {table}.force_id and t.id = {table}.{column}"
    found = f"select 1 from {target} t where {belongs}"  # noqa: S608 - names are constants
    return RunSQL(
        f"create policy {table}_seen on {table} as restrictive for select to frontcounter_staff "
        f"using ({column} is null or exists ({found}));",
        RunSQL.noop,
    )


def added_with(table: str, column: str, target: str) -> RunSQL:
    """Staff add to a row of `target` only where they see it; a foreign key looks past policies."""
    belongs = f"t.force_id = {table}.force_id and t.id = {table}.{column}"
    found = f"select 1 from {target} t where {belongs}"  # noqa: S608 - names are constants
    return RunSQL(
        f"create policy {table}_added on {table} as restrictive for insert to frontcounter_staff "
        f"with check ({column} is null or exists ({found}));",
        RunSQL.noop,
    )


def changed_with(table: str, column: str, target: str) -> RunSQL:
    """Staff change a row only where they see the row of `target` that it belongs to, before and
    after: a statement that reads no column asks no policy for reading.
    """
    belongs = f"t.force_id = {table}.force_id and t.id = {table}.{column}"
    found = f"select 1 from {target} t where {belongs}"  # noqa: S608 - names are constants
    holds = f"({column} is null or exists ({found}))"
    return RunSQL(
        f"create policy {table}_changed on {table} as restrictive for update to frontcounter_staff "
        f"using {holds} with check {holds};",
        RunSQL.noop,
    )


def _grants(table: str, rights: Mapping[str, str]) -> list[str]:
    return [
        f"grant {', '.join(_RIGHTS[letter] for letter in letters)} on {table} "
        f"to frontcounter_{role};"
        for role, letters in rights.items()
        if letters
    ]


def append_only(table: str) -> RunSQL:
    """Rows may be added and never changed, by anyone who does not first remove this trigger."""
    return RunSQL(
        [
            """create or replace function frontcounter_refuse_change() returns trigger
               language plpgsql as $$ begin
                   raise exception '% is append-only', tg_table_name using errcode = '42501';
               end $$;""",
            f"""create trigger {table}_append_only before update or delete or truncate on {table}
                for each statement execute function frontcounter_refuse_change();""",
        ],
        RunSQL.noop,
    )
