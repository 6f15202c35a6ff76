"""Filling a force with many reports: real ones, multiplied by plain SQL as the superuser."""

from __future__ import annotations

from typing import LiteralString
from uuid import UUID

import psycopg
from psycopg import sql

_REPORTS: LiteralString = """
insert into reports_report
select (jsonb_populate_record(r, jsonb_build_object(
    'id', md5(r.id::text || n)::uuid,
    'draft_id', md5(r.draft_id::text || n)::uuid,
    'tracking_number', 'B-' || n || '-' || right(r.tracking_number, 4),
    'submitted_at', r.submitted_at - n * interval '5 minutes',
    'state_since', r.state_since - n * interval '5 minutes',
    'file_number', case when r.file_number is null then null else 'B' || n || r.file_number end
))).*
from reports_report r cross join generate_series(%(first)s::int, %(last)s::int) n
where r.force_id = %(force)s and r.tracking_number like 'T-%%'
"""
_CHILD: LiteralString = """
insert into {table} ({columns})
select {values} from (
select (jsonb_populate_record(c, jsonb_build_object(
    'id', md5(c.id::text || n)::uuid, 'report_id', md5(c.report_id::text || n)::uuid {more}
))) as made
from {table} c join reports_report r on r.force_id = c.force_id and r.id = c.report_id
    and r.tracking_number like 'T-%%'
cross join generate_series(%(first)s::int, %(last)s::int) n
where c.force_id = %(force)s) copies
"""
_COLUMNS: LiteralString = """
select column_name from information_schema.columns
where table_schema = 'public' and table_name = %s and is_generated = 'NEVER'
order by ordinal_position"""
_CHILDREN: tuple[tuple[LiteralString, LiteralString], ...] = (
    ("reports_event", ", 'at', c.at - n * interval '5 minutes'"),
    ("reports_identifier", ", 'normal', left(c.normal, 60) || n"),
    (
        "reports_promise",
        ", 'due_at', c.due_at - n * interval '5 minutes', 'made_at', c.made_at - n * interval"
        " '5 minutes'",
    ),
    (
        "tasks_task",
        ", 'due_at', c.due_at - n * interval '5 minutes', 'opened_at', c.opened_at - n * interval"
        " '5 minutes'",
    ),
)


def multiply(admin_url: str, force_id: UUID, wanted: int) -> int:
    """Copy the force's real reports until it has about `wanted`; returns how many there are."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        counts = admin.execute(
            "select count(*), count(*) filter (where tracking_number like 'T-%%') "
            "from reports_report where force_id = %s",
            [force_id],
        ).fetchone()
        assert counts is not None
        total, real = counts
        first = total + 1  # numbers that no copy has had yet
        last = total + (wanted - total) // real
        if last >= first:
            values = {"force": force_id, "first": first, "last": last}
            with admin.transaction():
                admin.execute(_REPORTS, values)
                for table, more in _CHILDREN:
                    statement = _CHILD.replace("{table}", table).replace("{more}", more)
                    names = [sql.Identifier(name) for (name,) in admin.execute(_COLUMNS, [table])]
                    made = [sql.SQL("(made).{}").format(name) for name in names]
                    admin.execute(
                        sql.SQL(statement).format(
                            columns=sql.SQL(", ").join(names), values=sql.SQL(", ").join(made)
                        ),
                        values,
                    )
        for table in ("reports_report", *(name for name, _ in _CHILDREN)):
            admin.execute(f"vacuum analyze {table}")
        row = admin.execute(
            "select count(*) from reports_report where force_id = %s", [force_id]
        ).fetchone()
    return int(row[0]) if row else 0
