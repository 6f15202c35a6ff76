"""Filling a force with many reports: real ones, multiplied by plain SQL as the superuser."""

from __future__ import annotations

import hashlib
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
    'search_stale', false,
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
        " '5 minutes', 'work_by', c.work_by - n * interval '5 minutes',"
        " 'district', 'area-' || n %% 97,"
        " 'language', case when n %% 5 = 0 then 'fr' else 'en' end,"
        " 'unit', case when n %% 200 = 0 then 'youth_unit' else c.unit end,"
        " 'state', case when n %% 10 < %(open)s then c.state else 'done' end",
    ),
)


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
    admin.execute("set maintenance_work_mem = '512MB'")
    index = admin.execute(
        "select indexdef from pg_indexes where indexname = 'reports_searchtext_words'"
    ).fetchone()
    assert index is not None
    admin.execute("drop index reports_searchtext_words")
    for statement in (_SEARCHED, _CHUNKS, _DICTIONARY):
        admin.execute(sql.SQL(statement.format(**parts)), more)  # type: ignore[arg-type]
    admin.execute("set constraints all immediate")
    admin.execute(sql.SQL(str(index[0])))  # type: ignore[arg-type]
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
                _fill_search(admin, dict(values), real)
        for table in ("reports_report", *(name for name, _ in _CHILDREN), *_SEARCH_TABLES):
            admin.execute(f"vacuum analyze {table}")
        row = admin.execute(
            "select count(*) from reports_report where force_id = %s", [force_id]
        ).fetchone()
    return int(row[0]) if row else 0
