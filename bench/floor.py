"""The floor: plain SQL that writes the same rows as one final submit, in one transaction."""

from __future__ import annotations

import time

import psycopg
from psycopg import sql

from bench.stage import Stage

# What one submit writes; the rows of the newest report are taken as the pattern.
_TABLES = (
    ("reports_report", "id = %(report)s"),
    ("reports_event", "report_id = %(report)s"),
    ("reports_identifier", "report_id = %(report)s"),
    ("reports_promise", "report_id = %(report)s"),
    ("tasks_task", "report_id = %(report)s"),
    ("messages_message", "report_id = %(report)s"),
    ("audit_entry", "subject = 'report:' || %(report)s::text"),
)

COMPUTED = ("rank",)
"""Columns that the database writes itself."""


def floor_rate(here: Stage, times: int = 300) -> float:
    """Transactions a second, one connection, prepared statements."""
    with psycopg.connect(here.admin_url, autocommit=True, prepare_threshold=1) as connection:
        found = connection.execute(
            "select id from reports_report where tracking_number like 'T-%' "
            "order by submitted_at desc limit 1"
        ).fetchone()
        assert found is not None
        rows = [
            (table, row)
            for table, where in _TABLES
            for row in _rows(connection, table, where, found[0])
        ]
        start = time.perf_counter()
        for number in range(times):
            with connection.transaction():
                report = None
                for table, row in rows:
                    report = _insert(connection, table, row, number, report)
        return times / (time.perf_counter() - start)


def _rows(
    connection: psycopg.Connection[tuple[object, ...]], table: str, where: str, report: object
) -> list[dict[str, object]]:
    cursor = connection.execute(
        sql.SQL("select * from {} where " + where).format(sql.Identifier(table)),
        {"report": report},
    )
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _insert(
    connection: psycopg.Connection[tuple[object, ...]],
    table: str,
    row: dict[str, object],
    number: int,
    report: object,
) -> object:
    from psycopg.types.json import Jsonb

    from frontcounter.base.ids import uuid7

    fresh = {name: value for name, value in row.items() if name not in COMPUTED}
    fresh["id"] = uuid7()
    if table == "reports_report":
        fresh["draft_id"] = uuid7()
        fresh["tracking_number"] = f"F-{number}-{str(fresh['id'])[-10:]}"
        report = fresh["id"]
    elif "report_id" in fresh:
        fresh["report_id"] = report
    values = [Jsonb(v) if isinstance(v, (dict, list)) else v for v in fresh.values()]
    connection.execute(
        sql.SQL("insert into {} ({}) values ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, fresh)),
            sql.SQL(", ").join(sql.Placeholder() * len(fresh)),
        ),
        values,
    )
    return report
