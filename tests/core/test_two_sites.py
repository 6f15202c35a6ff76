"""One package, two sites: the public one has no staff address, and its role reads no report."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from force_help import TestForce
from frontcounter.base.scope import Role, scope
from frontcounter.ops.roles_check import UnsafeRoles, check_roles

# What the public role may read: what a force published, its wrapped key, and sealed drafts.
READABLE = {
    "forces_force",
    "forces_publication",
    "forces_publishedform",
    "forces_key",
    "forms_draft",
    "forms_draftlink",
    "forces_geography",
    "forces_address",
}

ROOMS = """
import django; django.setup()
from django.urls import get_resolver
def rooms(patterns):
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from rooms(one.url_patterns)
        else:
            yield one.callback.__module__
for name in sorted(set(rooms(get_resolver().url_patterns))):
    print(name)
"""


def rooms_of(site: str) -> set[str]:
    """The rooms whose pages a program of this site has."""
    env = {**os.environ, "FRONTCOUNTER_SITE": site, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(
        [sys.executable, "-c", ROOMS], env=env, capture_output=True, text=True, check=True
    )
    return {name.split(".")[1] for name in told.stdout.split()}


def test_each_site_has_its_own_pages_only() -> None:
    assert rooms_of("public") == {"intake", "ops", "web"}
    assert rooms_of("staff") == {"accounts", "api", "casework", "ops", "web"}


@pytest.mark.parametrize(
    "wish",
    [
        {"queueing_lock": "ops.link_all"},
        {"lock": "ops.link_all"},
        {"task_name": "transfer.deliver"},
        {"args": {"force": "01900000-0000-7000-8000-000000000000", "ids": []}},
        {"args": {"max_hours": 0}},
    ],
)
def test_a_public_site_that_was_broken_into_cannot_stop_the_housekeeping(
    red_river: TestForce, wish: dict[str, object]
) -> None:
    job = {
        "queue_name": "mail",
        "task_name": "messages.send_message",
        "priority": 0,
        "lock": None,
        "queueing_lock": None,
        "args": {"force": str(red_river.id), "ids": []},
        **wish,
    }
    values = [*job.values()]
    values[-1] = json.dumps(values[-1])
    with (
        pytest.raises(DatabaseError, match="may not ask for this job"),
        red_river.scope("public"),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "select procrastinate_defer_jobs_v1(array[row(%s, %s, %s, %s, %s, %s::jsonb, null)"
            "::procrastinate_job_to_defer_v1])",
            values,
        )


def test_a_site_of_its_own_may_not_use_the_owners_log_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SITE", "public")
    with pytest.raises(UnsafeRoles, match="owns the tables"):
        check_roles()


def test_every_table_of_a_force_has_row_level_security(red_river: TestForce) -> None:
    with scope(Role.WORKER, None), connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where a.attname = 'force_id' and c.relkind = 'r' and not c.relrowsecurity"
        )
        assert cursor.fetchall() == []


def test_the_public_role_reads_these_tables_and_no_others(red_river: TestForce) -> None:
    with scope(Role.WORKER, None), connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname = 'public' and c.relkind in ('r', 'v', 'm', 'p')"
            " and c.relname not like 'pg\\_%%'"
            " and has_any_column_privilege('frontcounter_public', c.oid, 'select')"
        )
        assert {row[0] for row in cursor.fetchall()} == READABLE
