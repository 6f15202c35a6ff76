"""Queues: what a saved search asks, and the one place that makes SQL of it.

Each value that leads a search (desk, kind, state, then district, type or unit) is one walk along
an index in the queue's order, and the walks are merged; so the order is kept and a rare value costs
no more than a common one. What else is asked is looked at along the way, in `FURTHEST` tasks of
each walk at most: then the page says how far it looked, and the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.base.scope import current_force_id, current_scope
from frontcounter.reports.searching import ids_with_words
from frontcounter.tasks.models import Kind, TaskState
from frontcounter.tasks.queries import COLUMNS, TaskLine, line_of

SIZE = 25
FURTHEST = 1500
"""How many tasks of one walk are looked at for what no index leads."""
MOST_WITH_WORDS = 300
"""Words narrow a queue to the tasks of this many reports that have them, the newest."""
SOON = timedelta(hours=8)
DUE = ("late", "soon", "today")
AGES = ("1", "3", "7", "30")
"""Days since a task was opened."""
EVERYTHING = tuple(str(kind) for kind in Kind)
_STATES = frozenset({TaskState.OPEN, TaskState.CLAIMED, TaskState.WAITING})
_MOST_VALUES = 12
_FIRST, _LAST = UUID(int=0), UUID(int=2**128 - 1)


@dataclass(frozen=True)
class Sort:
    """An order: by this column, urgent ones first or not, the newest first or not."""

    column: str
    urgent_first: bool = False
    newest_first: bool = False


SORTS = {
    "due": Sort("work_by", urgent_first=True),
    "time": Sort("work_by"),
    "sent": Sort("opened_at"),
    "new": Sort("opened_at", newest_first=True),
}


@dataclass(frozen=True)
class Filter:
    """What a queue asks. An empty part asks nothing; several values of one part mean any."""

    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ("open",)
    units: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    urgent: bool = False
    second: bool = False  # waits for a second person
    due: str = ""
    age: str = ""
    words: str = ""
    held_by: str = ""
    later: bool = False  # calls that are not to be made yet
    desks: tuple[str, ...] = ()  # of those that the scope opens; none named: all of them

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Filter:
        """Of stored or sent values; what is not known is left out."""
        found: dict[str, Any] = {}
        for one in fields(cls):
            value = given.get(one.name)
            if one.name == "held_by" or value in (None, ""):
                continue
            if isinstance(one.default, tuple):
                several = value if isinstance(value, (list, tuple)) else [value]
                kept = [str(part)[:40] for part in several if str(part)][:_MOST_VALUES]
                found[one.name] = tuple(dict.fromkeys(kept))
            elif isinstance(one.default, bool):
                found[one.name] = value in (True, "yes")
            else:
                found[one.name] = str(value)[:120]
        made = cls(**found)
        known = tuple(state for state in made.states if state in _STATES)
        return cls(
            **{
                **asdict(made),
                "kinds": tuple(kind for kind in made.kinds if kind in EVERYTHING),
                "states": known or ("open",),
                "due": made.due if made.due in DUE else "",
                "age": made.age if made.age in AGES else "",
            }
        )

    def narrowed(self, more: Filter) -> Filter:
        """What both ask."""
        mine, theirs, plain = asdict(self), asdict(more), asdict(Filter())
        for name, value in theirs.items():
            if value == plain[name] or name == "desks":
                continue
            if isinstance(value, tuple) and mine[name] and name != "states":
                value = tuple(one for one in value if one in mine[name]) or ("-",)
            mine[name] = value
        return Filter(**mine)

    def stored(self) -> dict[str, Any]:
        """As it is kept: only the parts that ask something."""
        plain = asdict(Filter())
        mine = asdict(self)
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in mine.items()
            if value != plain[name] and name != "held_by"
        }


BUILT_IN = {
    "review": Filter(kinds=("review",), desks=("review",)),
    "calls": Filter(kinds=("call_back",), desks=("review",)),
    "answers": Filter(kinds=("answer",), desks=("review",)),
    "follow_up": Filter(kinds=("follow_up",), desks=("review",)),
    "records_request": Filter(kinds=("records_request",), desks=("review",)),
    "supervise": Filter(kinds=("supervise",), desks=("review",)),
    "contact": Filter(kinds=("contact",), desks=("review",)),
    "referral": Filter(kinds=("referral",), desks=("review",)),
    "intelligence": Filter(desks=("intelligence",)),
    "standards": Filter(desks=("standards",)),
    "later": Filter(kinds=("call_back",), desks=("review",), later=True),
    "mine": Filter(states=("claimed",)),
    "unit": Filter(
        kinds=("follow_up", "referral"), states=("open", "claimed", "waiting"), desks=("review",)
    ),
}
"""The queues that every force has, by code."""


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


@dataclass(frozen=True)
class QueuePage:
    """Some lines of a queue, and the keys of the pages beside it (None: there is none).

    `cut`: not everything was looked at; the page that `next` (or `previous`) names goes on.
    """

    lines: list[TaskLine]
    previous: Key | None
    next: Key | None
    cut: bool = False


@dataclass(frozen=True)
class Count:
    """How many there are; `more`: at least so many."""

    number: int
    more: bool = False


@dataclass
class _Asked:
    """One search as SQL: walks (one row each), conditions on the way, and their values."""

    sort: Sort
    lead: str
    walks: list[tuple[Any, ...]]
    cheap: list[str] = field(default_factory=list)
    cheap_values: list[Any] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    looked_values: list[Any] = field(default_factory=list)
    ids: list[UUID] = field(default_factory=list)

    @property
    def order(self) -> str:
        return self.sort.column


def page(
    asked: Filter,
    sort: str = "due",
    *,
    now: datetime,
    today_ends: datetime | None = None,
    after: Key | None = None,
    before: Key | None = None,
    size: int = SIZE,
) -> QueuePage:
    """The tasks that a search finds, in its order; by key, never by offset. One statement, or two
    where it has words."""
    order = SORTS.get(sort, SORTS["due"])
    back = before is not None
    key = before or after
    down = back != order.newest_first
    found = _asked(asked, order, now, today_ends or now + timedelta(days=1), key, down)
    rows = _rows(found, size + 1, down) if found else []
    lines: list[TaskLine] = []
    stop: Key | None = None
    for row in rows:
        line, at = line_of(row), Key(row[-2], row[-3], row[0])
        if not row[-1]:
            stop = at
            break
        lines.append(line)
    more, lines = len(lines) > size, lines[:size]
    cut = stop is not None and not more
    keys = [_key(line, order) for line in lines]
    if back:
        lines.reverse()
        keys.reverse()
    onward = stop if cut else (keys[0 if back else -1] if more and keys else None)
    if back:
        return QueuePage(lines, onward, keys[-1] if keys else before, cut)
    return QueuePage(lines, (keys[0] if keys else after) if key else None, onward, cut)


def count(searches: Sequence[Filter], *, now: datetime, most: int) -> list[Count]:
    """How many each search finds, counted to `most`, in one statement; words are not looked at."""
    parts, values = [], []
    asked = [
        _asked(replace(one, words=""), SORTS["due"], now, now + timedelta(days=1), None, False)
        for one in searches
    ]
    for place, found in enumerate(asked):
        if found is None:
            continue
        inner, given = _inner(found, most + 1, False, count=True)
        parts.append(
            f"select {place}, (select count(*) from (select 1 from {inner} limit {most + 1}) c)"  # noqa: S608
        )
        values += given
    counted: dict[int, int] = {}
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" union all ".join(parts), values)
            counted = dict(cursor.fetchall())
    return [
        Count(min(counted.get(place, 0), most), counted.get(place, 0) > most)
        for place in range(len(searches))
    ]


MOST_COUNTED = 1000
"""Counts stop here: a number above it is shown as "1,000+"."""


def counts(
    person: UUID, names: Iterable[str], *, units: Collection[str] = (), now: datetime
) -> dict[str, Count]:
    """How many wait in these of the queues that every force has, or are in this person's hands.

    "unit": what these units are asked and have not finished.
    """
    wanted = {name: BUILT_IN[name] for name in names}
    if "unit" in wanted:
        wanted["unit"] = replace(wanted["unit"], units=tuple(sorted(units)) or ("-",))
    if "mine" in wanted:
        wanted["mine"] = replace(wanted["mine"], held_by=str(person))
    found = count(list(wanted.values()), now=now, most=MOST_COUNTED)
    return dict(zip(wanted, found, strict=True))


def _asked(
    asked: Filter,
    sort: Sort,
    now: datetime,
    today_ends: datetime,
    key: Key | None,
    down: bool,
) -> _Asked | None:
    """None where the search can find nothing."""
    by_work = sort.column == "work_by"
    lead, values = _lead(asked) if by_work else ("", ())
    open_ = sorted(current_scope().desks)
    desks = [desk for desk in open_ if not asked.desks or desk in asked.desks]
    ranks = _ranks(asked, sort, key, down) if by_work else [(-1, *_start(key, down))]
    walks = list(product(desks, asked.kinds or EVERYTHING, asked.states, values or ("",), ranks))
    found = _Asked(sort, lead, [(*walk[:4], *walk[4]) for walk in walks])
    if not found.walks:
        return None
    _bound(found, asked, now, today_ends)
    for name in ("units", "types", "districts", "languages", "channels"):
        several = getattr(asked, name)
        if several and name[:-1] != lead:
            found.looked.append(f"t.{name[:-1]} = any(%s)")
            found.looked_values.append(list(several))
    if asked.marks:
        found.looked.append("t.marks ?| %s")
        found.looked_values.append(list(asked.marks))
    if asked.urgent and not by_work:
        found.looked.append("t.priority >= 2")
    if asked.second:
        found.looked.append("t.level > 1")
    if asked.age:
        found.looked.append("t.opened_at < %s")
        found.looked_values.append(now - timedelta(days=int(asked.age)))
    if asked.words:
        ids = ids_with_words(asked.words, MOST_WITH_WORDS)
        if not ids:
            return None
        found.ids = ids
        found.cheap += found.looked
        found.cheap_values += found.looked_values
        found.looked, found.looked_values = [], []
    return found


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


def _bound(found: _Asked, asked: Filter, now: datetime, today_ends: datetime) -> None:
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


def _inner(found: _Asked, size: int, down: bool, *, count: bool = False) -> tuple[str, list[Any]]:
    """`(walks cross join lateral …) t` as SQL, with its values."""
    compare, way = ("<", "desc") if down else (">", "asc")
    column = found.order
    ranked = " and t.rank = arm.rank" if column == "work_by" else ""
    led = f" and t.{found.lead} = arm.lead" if found.lead else ""
    if found.lead == "district":
        led += " and t.district <> ''"
    cheap = "".join(f" and {one}" for one in found.cheap)
    furthest = FURTHEST if found.looked else size
    wanted = "t.id" if count else ", ".join(f"t.{name}" for name in COLUMNS)
    where = " and ".join(found.looked) or "true"
    walk = f"""
        select {wanted}, t.{column} as at, t.rank, ({where}) as fits
        from {"with_words" if found.ids else "tasks_task"} t
        where t.force_id = %s and t.desk = arm.desk and t.kind = arm.kind and t.state = arm.state
          and t.state <> 'done'{led}{ranked}
          and (t.{column}, t.id) {compare} (arm.at, arm.id){cheap}
        order by t.{column} {way}, t.id {way} limit {furthest}"""  # noqa: S608 - constants
    if found.looked:
        last = "" if count else f" or n = {FURTHEST}"
        walk = f"""
        select * from (select walk.*, row_number() over () as n from ({walk}) walk) numbered
        where fits{last} limit {size}"""  # noqa: S608
    arms = [list(column_) for column_ in zip(*found.walks, strict=True)]
    sql = f"""
    unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::smallint[], %s::timestamptz[],
        %s::uuid[]) arm(desk, kind, state, lead, rank, at, id)
    cross join lateral ({walk}) t"""
    return sql, [*arms, *found.looked_values, current_force_id(), *found.cheap_values]


_WITH_WORDS = """with with_words as materialized (
    select * from tasks_task where force_id = %s and report_id = any(%s) and state <> 'done')
"""


def _rows(found: _Asked, size: int, down: bool) -> list[tuple[Any, ...]]:
    inner, values = _inner(found, size, down)
    way = "desc" if down else "asc"
    rank = f"t.rank {way}, " if found.sort.urgent_first else ""
    columns = ", ".join(f"t.{name}" for name in COLUMNS)
    sql = f"""select {columns}, t.at, t.rank, t.fits from {inner}
        order by {rank}t.at {way}, t.id {way} limit {size}"""  # noqa: S608
    if found.ids:
        sql, values = _WITH_WORDS + sql, [current_force_id(), found.ids, *values]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _key(line: TaskLine, sort: Sort) -> Key:
    at = line.work_by if sort.column == "work_by" else line.opened_at
    return Key(0 if line.priority >= 2 else 1, at, line.id)
