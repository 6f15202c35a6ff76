"""Filling a force with many reports: real ones, multiplied by plain SQL as the superuser."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString
from uuid import UUID

import psycopg
from psycopg import sql

_BACK: LiteralString = "{} - n * interval '5 minutes'"
_REPORT: LiteralString = "md5(c.report_id::text || n)::uuid"
# Table → column → what a copy has in the place of what the real row has.
_COPIES: dict[LiteralString, dict[str, LiteralString]] = {
    "reports_report": {
        "draft_id": "md5(c.draft_id::text || n)::uuid",
        "tracking_number": "'B-' || n || '-' || right(c.tracking_number, 4)",
        "submitted_at": _BACK.format("c.submitted_at"),
        "state_since": _BACK.format("c.state_since"),
        "search_stale": "false",
        "file_number": "'B' || n || c.file_number",
    },
    "reports_event": {"report_id": _REPORT, "at": _BACK.format("c.at")},
    "reports_identifier": {"report_id": _REPORT, "normal": "left(c.normal, 60) || n"},
    "reports_promise": {
        "report_id": _REPORT,
        "due_at": _BACK.format("c.due_at"),
        "made_at": _BACK.format("c.made_at"),
    },
    "tasks_task": {
        "report_id": _REPORT,
        "due_at": _BACK.format("c.due_at"),
        "opened_at": _BACK.format("c.opened_at"),
        "work_by": _BACK.format("c.work_by"),
        "district": "'area-' || n %% 97",
        "language": "case when n %% 5 = 0 then 'fr' else 'en' end",
        "unit": "case when n %% 200 = 0 then 'youth_unit' else c.unit end",
        "state": "case when n %% 10 < %(open)s then c.state else 'done' end",
    },
}
_COPY: LiteralString = """
insert into {table} ({columns}) select {values}
from {table} c cross join generate_series(%(first)s::int, %(last)s::int) n
where c.force_id = %(force)s and {real}
"""
_REAL: LiteralString = """c.report_id in (
    select id from reports_report where force_id = %(force)s and tracking_number like 'T-%%')"""
_COLUMNS: LiteralString = """
select column_name from information_schema.columns
where table_schema = 'public' and table_name = %s and is_generated = 'NEVER'
order by ordinal_position"""
# Those that no constraint needs: they are made again when all rows are there.
_INDEXES: LiteralString = """
select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
where i.indrelid = any(%s::regclass[]) and not i.indisunique
"""


# A word of consonants for a number; no stemmer changes it.
_WORD: LiteralString = (
    "translate(left(md5(({n})::text), 7), '0123456789abcdef', 'bcdfghjklmnpqrtv')"
)
RARE, FAMILY, GIVEN, COMMON = 50, 2000, 200, "commonplace"
_SEARCHED: LiteralString = """
with copies as (
    select t.report_id, t.submitted_at, t.document, n, {rare} as rare, {family} as family,
        {given} as given
    from reports_searchtext t
    join reports_report r on r.force_id = t.force_id and r.id = t.report_id
        and r.tracking_number like 'T-%%'
    cross join generate_series(%(first)s::int, %(last)s::int) n
    where t.force_id = %(force)s
), texts as (
    insert into reports_searchtext (force_id, report_id, submitted_at, chunk, block, document)
    select %(force)s, md5(report_id::text || n)::uuid, submitted_at - n * interval '5 minutes',
        %(base)s + (n - %(first)s) / %(each)s,
        %(base)s + ((n - %(first)s) / %(each)s / 32) * 32,
        document || array_to_tsvector(array[rare, family, given]
            || case when n %% 3 = 0 then array['commonplac'] else '{{}}' end)
    from copies
)
insert into reports_searchname (force_id, token, submitted_at, report_id, desk)
select %(force)s, token, submitted_at - n * interval '5 minutes',
    md5(report_id::text || n)::uuid, 'review'
from copies cross join unnest(array[family, given]) token on conflict do nothing
"""
_CHUNKS: LiteralString = """
insert into reports_searchchunk (id, force_id, desk, block, reports, oldest, newest)
overriding system value
select c, %(force)s, 'review', %(base)s + ((c - %(base)s) / 32) * 32, 1024,
    min(t.submitted_at), max(t.submitted_at)
from reports_searchtext t, lateral (select t.chunk) x(c)
where t.force_id = %(force)s and t.chunk >= %(base)s group by c
"""
_DICTIONARY: LiteralString = """
insert into reports_searchword (force_id, desk, names, word, reports)
select %(force)s, 'review', true, token, count(*) from reports_searchname
where force_id = %(force)s group by token
union all
select %(force)s, 'review', false, {rare}, %(each)s
from generate_series(%(first)s::int, %(last)s::int, {step}) n
on conflict (force_id, desk, names, word) do update set reports = excluded.reports
"""
_SEARCH_TABLES: tuple[LiteralString, ...] = (
    "reports_searchtext", "reports_searchname", "reports_searchchunk", "reports_searchword",
)  # fmt: skip


def word(number: int) -> str:
    """The same word as SQL makes of a number."""
    digits = hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()[:7]
    return digits.translate(str.maketrans("0123456789abcdef", "bcdfghjklmnpqrtv"))


def _fill_search(
    admin: psycopg.Connection[tuple[object, ...]], values: dict[str, object], real: int
) -> None:
    """Words and names of the copies; the index of words is built once, after them."""
    parts = {
        "rare": _WORD.replace("{n}", f"n / {RARE}"),
        "family": _WORD.replace("{n}", f"-(n %% {FAMILY})"),
        "given": _WORD.replace("{n}", f"-10000 - n %% {GIVEN}"),
        "step": str(RARE),
    }
    row = admin.execute("select coalesce(max(id), 0) + 1 from reports_searchchunk").fetchone()
    assert row is not None
    more = {**values, "base": row[0], "each": max(1, 1024 // real)}
    for statement in (_SEARCHED, _CHUNKS, _DICTIONARY):
        admin.execute(sql.SQL(statement.format(**parts)), more)  # type: ignore[arg-type]
    admin.execute(
        "select setval(pg_get_serial_sequence('reports_searchchunk', 'id'),"
        " (select max(id) from reports_searchchunk))"
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
            # One in ten is still to be done, and all of them while there are few.
            values = {
                "force": force_id,
                "first": first,
                "last": last,
                "open": 10 if last < 1000 else 1,
            }
            with admin.transaction(), _without_indexes(admin):
                for table in _COPIES:
                    _copy(admin, table, values)
                _fill_search(admin, dict(values), real)
        for table in (*_COPIES, *_SEARCH_TABLES):
            admin.execute(f"vacuum analyze {table}")
        row = admin.execute(
            "select count(*) from reports_report where force_id = %s", [force_id]
        ).fetchone()
    return int(row[0]) if row else 0


def _copy(
    admin: psycopg.Connection[tuple[object, ...]], table: LiteralString, values: dict[str, object]
) -> None:
    changed: dict[str, LiteralString] = {"id": "md5(c.id::text || n)::uuid", **_COPIES[table]}
    names = [str(name) for (name,) in admin.execute(_COLUMNS, [table])]
    made = [
        sql.SQL(changed[name]) if name in changed else sql.SQL("c.{}").format(sql.Identifier(name))
        for name in names
    ]
    real: LiteralString = (
        _REAL if "report_id" in _COPIES[table] else "c.tracking_number like 'T-%%'"
    )
    statement = sql.SQL(_COPY.replace("{real}", real)).format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(made),
    )
    admin.execute(statement, values)


@contextmanager
def _without_indexes(admin: psycopg.Connection[tuple[object, ...]]) -> Iterator[None]:
    """A million rows in minutes: no checks of keys that copies have by themselves, and indexes are
    made once, afterwards."""
    admin.execute("set local session_replication_role = replica")
    admin.execute("set local maintenance_work_mem = '512MB'")
    tables = [*_COPIES, *_SEARCH_TABLES]
    indexes = admin.execute(_INDEXES, [tables]).fetchall()
    for name, _ in indexes:
        admin.execute(sql.SQL("drop index {}").format(sql.Identifier(str(name))))
    yield
    for _, definition in indexes:
        admin.execute(sql.SQL(str(definition)))  # type: ignore[arg-type]
