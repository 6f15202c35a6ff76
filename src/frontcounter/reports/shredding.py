"""How everything of a report is destroyed: each room names its tables and what it does with them.

The core calls nobody by name. A table with a column `report_id` that no shredder names keeps the
program from starting: nothing of a report may be forgotten when the report is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from django.db import connection

from frontcounter.reports.registry import EffectError


@dataclass
class Shredded:
    """What was destroyed: counts by sort, and SHA-256 of the files. No personal data."""

    counts: dict[str, int] = field(default_factory=dict)
    hashes: list[str] = field(default_factory=list)

    def add(self, other: Shredded) -> None:
        for sort, count in other.counts.items():
            if count:
                self.counts[sort] = self.counts.get(sort, 0) + count
        self.hashes += other.hashes


@dataclass(frozen=True)
class Doomed:
    """The report whose things are to go, locked by whoever asks."""

    report_id: UUID
    draft_id: UUID
    tracking_number: str
    at: datetime


Shredder: TypeAlias = Callable[[Doomed], Shredded]
Objection: TypeAlias = Callable[[UUID], bool]

_shredders: dict[str, tuple[tuple[str, ...], Shredder]] = {}
_objections: dict[str, Objection] = {}


def shreds(room: str, *tables: str) -> Callable[[Shredder], Shredder]:
    """Register how `room` destroys what it has of a report in `tables`; it must bear a repeat."""

    def register(shredder: Shredder) -> Shredder:
        known = _shredders.get(room)
        if known is not None and known[1].__qualname__ != shredder.__qualname__:
            raise EffectError(f"“{room}” has two shredders")
        _shredders[room] = (tables, shredder)
        return shredder

    return register


def objects(code: str) -> Callable[[Objection], Objection]:
    """Register why a report may not go yet: unfinished work, a delivery that has not arrived."""

    def register(objection: Objection) -> Objection:
        _objections[code] = objection
        return objection

    return register


def objection_to(report_id: UUID) -> str | None:
    """The first reason why this report may not go yet: a code, or None."""
    return next((code for code, says_no in _objections.items() if says_no(report_id)), None)


def shred(doomed: Doomed) -> Shredded:
    """Destroy what every room has of the report, in the open transaction."""
    whole = Shredded()
    for _tables, shredder in _shredders.values():
        whole.add(shredder(doomed))
    return whole


_OF_REPORTS = """
select c.relname from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
where a.attname = 'report_id' and not a.attisdropped and c.relkind in ('r', 'p')
  and n.nspname = current_schema()
order by c.relname
"""


def tables_of_reports() -> list[str]:
    """Every table of the database whose rows hang on a report, by its catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_REPORTS)
        return [row[0] for row in cursor.fetchall()]


def unnamed(tables: Iterable[str]) -> list[str]:
    """Those of the tables that no shredder names."""
    named = {table for tables_of_room, _ in _shredders.values() for table in tables_of_room}
    return sorted(set(tables) - named)


def check_shredders() -> None:
    """Refuse to start while a table that hangs on reports has no shredder."""
    forgotten = unnamed(tables_of_reports())
    if forgotten:
        told = "name them with @shreds in their room's shredding.py (docs/privacy.md)"
        raise EffectError(f"tables of reports without a shredder: {', '.join(forgotten)}; {told}")
