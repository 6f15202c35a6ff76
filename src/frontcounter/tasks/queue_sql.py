"""The one place that makes SQL of what a queue asks.

Each value that leads a search (desk, kind, state, then district, type or unit) is one walk along
an index in the queue's order, and the walks are merged; so the order is kept and a rare value costs
no more than a common one. What else is asked is looked at along the way, in `FURTHEST` tasks of
each walk at most: then the page says how far it looked, and the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

from frontcounter.base.numbers import NOTHING, Number
from frontcounter.base.scope import current_force_id, current_scope
from frontcounter.forces.published import DESKS
from frontcounter.reports.searching import ids_with_words
from frontcounter.tasks.filters import EVERYTHING, SOON, STATES, Filter, Sort
from frontcounter.tasks.models import Kind
from frontcounter.tasks.queries import COLUMNS

FURTHEST = 1500
"""How many tasks of one walk are looked at for what no index leads."""
MOST_WITH_WORDS = 300
"""Words narrow a queue to the tasks of this many reports that have them, the newest."""
Span = tuple[datetime, datetime]
"""After the first, and not after the second."""
_FIRST, _LAST = UUID(int=0), UUID(int=2**128 - 1)


@dataclass(frozen=True)
class Key:
    """A place in a queue: the task after which (or before which) to go on."""

    rank: int
    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.rank}~{self.at.isoformat()}~{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> Key | None:
        """The key again, or None for anything else."""
        rank, _, rest = text.partition("~")
        moment, _, identity = rest.partition("~")
        if rank not in ("0", "1"):
            return None
        try:
            key = cls(int(rank), datetime.fromisoformat(moment), UUID(identity))
        except ValueError:
            return None
        return key if key.at.tzinfo else None


@dataclass
class Conditions:
    """What is asked of each task: `cheap` goes into a walk, `looked` is looked at along it."""

    cheap: list[str] = field(default_factory=list)
    cheap_values: list[Any] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    looked_values: list[Any] = field(default_factory=list)
    ids: list[UUID] = field(default_factory=list)


@dataclass(frozen=True)
class Rows:
    """One page's statement, with its values."""

    sql: str
    values: list[Any]


def rows_of(
    asked: Filter, sort: Sort, now: datetime, today_ends: datetime, key: Key | None, down: bool,
    size: int,
) -> Rows | None:  # fmt: skip
    """`size` tasks from `key` on (`down`: against the order of the index), each with its place in
    the order, its rank and whether it fits; None where the search can find nothing."""
    lead, values = _lead(asked) if sort.column == "work_by" else ("", ())
    walks = _walks(asked, sort, values, key, down)
    found = _conditions(asked, sort, lead, now, today_ends)
    if not walks or found is None:
        return None
    inner, given = _merged(found, sort, lead, walks, size, down)
    way = "desc" if down else "asc"
    rank = f"t.rank {way}, " if sort.urgent_first else ""
    columns = ", ".join(f"t.{name}" for name in COLUMNS)
    sql = f"""select {columns}, t.at, t.rank, t.fits from {inner}
        order by {rank}t.at {way}, t.id {way} limit {size}"""  # noqa: S608
    if found.ids:
        return Rows(_WITH_WORDS + sql, [current_force_id(), found.ids, *given])
    return Rows(sql, given)


def number_of(
    asked: Filter, sort: Sort, now: datetime, most: int, *, opened: Span | None = None
) -> Number:
    """How many tasks a search finds, counted to `most`. Words are looked at only where what was
    `opened` in a span of time is counted."""
    lead, values = _lead(asked)
    ends = now + timedelta(days=1)
    found = _conditions(asked, sort, lead, now, ends, words=opened is not None)
    walks = _walks(asked, sort, values, None, False)
    if found is None or not walks:
        return NOTHING
    if opened is not None:
        found.cheap.append("t.opened_at > %s and t.opened_at <= %s")
        found.cheap_values += opened
    if found.ids:
        found.cheap.append("t.report_id = any(%s)")
        found.cheap_values.append(found.ids)
        found.ids = []
    if not found.looked:
        return _plain_number(asked, found, lead, values, most)
    inner, given = _merged(found, sort, lead, walks, most, False, columns="t.id")
    sql = f"select count(*) from (select 1 from {inner} where t.fits limit {most}) c"  # noqa: S608
    return Number(sql, tuple(given))


def _plain_number(
    asked: Filter, found: Conditions, lead: str, values: tuple[str, ...], most: int
) -> Number:
    """What indexes answer by themselves needs no order, so no walks."""
    desks, states = _words(_desks(asked), DESKS), _words(asked.states, STATES)
    where = ["t.force_id = %s", f"t.desk in ({desks})", f"t.state in ({states})"]
    given: list[Any] = [current_force_id()]
    if asked.kinds:
        where.append(f"t.kind in ({_words(asked.kinds, EVERYTHING)})")
    if asked.urgent:
        where.append("t.rank = 0")
    if lead:
        where.append(
            f"t.{lead} = any(%s)" + (" and t.district <> ''" if lead == "district" else "")
        )
        given.append(list(values))
    conditions = " and ".join([*where, "t.state <> 'done'", *found.cheap])
    sql = f"select 1 from tasks_task t where {conditions} limit {most}"  # noqa: S608 - constants
    return Number(f"select count(*) from ({sql}) c", (*given, *found.cheap_values))  # noqa: S608


def _words(values: Sequence[str], known: tuple[str, ...]) -> str:
    """Values of a closed set written out, so that a plan can be made once; what is none of the set
    finds nothing."""
    return ", ".join(f"'{one}'" for one in values if one in known) or "null"


def _desks(asked: Filter) -> list[str]:
    return [
        desk for desk in sorted(current_scope().desks) if not asked.desks or desk in asked.desks
    ]


def _walks(
    asked: Filter, sort: Sort, values: tuple[str, ...], key: Key | None, down: bool
) -> list[tuple[Any, ...]]:
    by_work = sort.column == "work_by"
    ranks = _ranks(asked, sort, key, down) if by_work else [(-1, *_start(key, down))]
    kinds = asked.kinds or EVERYTHING
    walks = product(_desks(asked), kinds, asked.states, values or ("",), ranks)
    return [(*walk[:4], *walk[4]) for walk in walks]


def _lead(asked: Filter) -> tuple[str, tuple[str, ...]]:
    """What an index leads by, the rarest first: a column and its values."""
    for name in ("districts", "types", "units"):
        values = getattr(asked, name)
        if values:
            return name[:-1], values
    return "", ()


def _start(key: Key | None, down: bool) -> tuple[str, UUID]:
    if key is None:
        return ("infinity", _LAST) if down else ("-infinity", _FIRST)
    return key.at.isoformat(), key.id


def _ranks(asked: Filter, sort: Sort, key: Key | None, down: bool) -> list[tuple[int, str, UUID]]:
    """Where the walk of each rank begins; a rank that is behind us is left out."""
    found = []
    for rank in (0,) if asked.urgent else (0, 1):
        if key is None or not sort.urgent_first or rank == key.rank:
            found.append((rank, *_start(key, down)))
        elif (rank > key.rank) != down:
            found.append((rank, *_start(None, down)))
    return found


def _conditions(
    asked: Filter, sort: Sort, lead: str, now: datetime, today_ends: datetime, *, words: bool = True
) -> Conditions | None:
    """What no index leads; None where words are asked that nobody wrote."""
    found = Conditions()
    _bound(found, asked, now, today_ends)
    for name in ("units", "types", "districts", "languages", "channels"):
        several = getattr(asked, name)
        if several and name[:-1] != lead:
            found.looked.append(f"t.{name[:-1]} = any(%s)")
            found.looked_values.append(list(several))
    if asked.marks:
        found.looked.append("t.marks ?| %s")
        found.looked_values.append(list(asked.marks))
    if asked.urgent and sort.column != "work_by":
        found.looked.append("t.priority >= 2")
    if asked.second:
        found.looked.append("t.level > 1")
    if asked.age:
        found.looked.append("t.opened_at < %s")
        found.looked_values.append(now - timedelta(days=int(asked.age)))
    if words and asked.words:
        ids = ids_with_words(asked.words, MOST_WITH_WORDS)
        if not ids:
            return None
        found.ids = ids
        found.cheap += found.looked
        found.cheap_values += found.looked_values
        found.looked, found.looked_values = [], []
    return found


def _bound(found: Conditions, asked: Filter, now: datetime, today_ends: datetime) -> None:
    until = {"late": now, "soon": now + SOON, "today": today_ends}.get(asked.due)
    if until is not None:
        found.cheap.append("t.work_by < %s")
        found.cheap_values.append(until)
    if asked.held_by:
        found.cheap.append("t.claimed_by_id = %s")
        found.cheap_values.append(UUID(asked.held_by))
    if not asked.kinds or Kind.CALL_BACK in asked.kinds:
        found.cheap.append(
            "t.not_before > %s" if asked.later else "(t.not_before is null or t.not_before <= %s)"
        )
        found.cheap_values.append(now)


def _merged(
    found: Conditions, sort: Sort, lead: str, walks: list[tuple[Any, ...]], size: int, down: bool,
    columns: str = "",
) -> tuple[str, list[Any]]:  # fmt: skip
    """`(walks cross join lateral …) t` as SQL, with its values."""
    compare, way = ("<", "desc") if down else (">", "asc")
    column = sort.column
    ranked = " and t.rank = arm.rank" if column == "work_by" else ""
    led = f" and t.{lead} = arm.lead" if lead else ""
    if lead == "district":
        led += " and t.district <> ''"
    cheap = "".join(f" and {one}" for one in found.cheap)
    furthest = FURTHEST if found.looked else size
    wanted = columns or ", ".join(f"t.{name}" for name in COLUMNS)
    where = " and ".join(found.looked) or "true"
    walk = f"""
        select {wanted}, t.{column} as at, t.rank, ({where}) as fits
        from {"with_words" if found.ids else "tasks_task"} t
        where t.force_id = %s and t.desk = arm.desk and t.kind = arm.kind and t.state = arm.state
          and t.state <> 'done'{led}{ranked}
          and (t.{column}, t.id) {compare} (arm.at, arm.id){cheap}
        order by t.{column} {way}, t.id {way} limit {furthest}"""  # noqa: S608 - constants
    if found.looked:
        walk = f"""
        select * from (select walk.*, row_number() over () as n from ({walk}) walk) numbered
        where fits or n = {FURTHEST} limit {size}"""  # noqa: S608
    arms = [list(column_) for column_ in zip(*walks, strict=True)]
    # How many walks there are is written out: so one plan serves whatever their values are.
    sql = f"""
    (select * from unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::smallint[],
        %s::timestamptz[], %s::uuid[]) given(desk, kind, state, lead, rank, at, id)
        limit {len(walks)}) arm
    cross join lateral ({walk}) t"""  # noqa: S608
    return sql, [*arms, *found.looked_values, current_force_id(), *found.cheap_values]


_WITH_WORDS = """with with_words as materialized (
    select * from tasks_task where force_id = %s and report_id = any(%s) and state <> 'done')
"""
