"""Finding reports by what somebody typed into one box: a number, a plate, a name, or words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection

from frontcounter.base.scope import current_force_id
from frontcounter.forces.published import settings_in_scope
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.reports import queries
from frontcounter.reports.facts import normal_identifier
from frontcounter.reports.models import Report
from frontcounter.reports.numbering import tidy_tracking_number
from frontcounter.reports.queries import ReportLine
from frontcounter.reports.search_index import also_searched, put

LONGEST = 120
KINDS = ("serial", "plate", "phone", "email", "vin", "imei")
WHY = ("number", *KINDS, "name", "name_alike", "words", "words_alike")
"""Why a report was found, the surest reason first."""

_DIGIT = re.compile(r"\d")
_LAST = UUID(int=2**128 - 1)
_BY_IDENTIFIER = """
select r.submitted_at, r.id, wanted.kind from unnest(%s::text[], %s::text[]) wanted(kind, normal)
cross join lateral (
    select i.report_id from reports_identifier i
    where i.force_id = %s and i.kind = wanted.kind and i.normal = wanted.normal limit 200) i
join reports_report r on r.force_id = %s and r.id = i.report_id
order by r.submitted_at desc limit 200
"""
_BY_WORDS = """
select submitted_at, report_id, %s from reports_find_words(%s, %s, %s, %s, %s)
union all
select submitted_at, report_id, %s from reports_find_names(%s, %s, %s, %s, %s)
"""


_Raw: TypeAlias = tuple[datetime, UUID, str]


@dataclass(frozen=True)
class Place:
    """After which report the next page goes on: newest first, so it is older than this one.

    `alike`: nothing was found as it is written, so what is written much like it is shown.
    """

    at: datetime
    id: UUID
    alike: bool = False

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.id.hex}~{'a' if self.alike else ''}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """The place again, or None for anything else."""
        at, _, rest = text.partition("~")
        identity, _, alike = rest.partition("~")
        try:
            place = cls(datetime.fromisoformat(at), UUID(identity), alike == "a")
        except ValueError:
            return None
        return place if place.at.tzinfo else None


@dataclass(frozen=True)
class Hit:
    """A report that was found, and why: codes of WHY."""

    report: ReportLine
    why: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A page of what was found, the newest first; `next` is where the following one begins."""

    hits: list[Hit]
    next: Place | None


def find(typed: str, *, before: Place | None = None, size: int = 25) -> Found:
    """Reports that have what was typed, of the desks in scope. Five statements at most."""
    typed = one_line(typed)[:LONGEST]
    if not typed:
        return Found([], None)
    why: dict[tuple[datetime, UUID], set[str]] = {}
    alike = before is not None and before.alike
    for sure in (False,) if alike else (True, False):
        alike = not sure
        for at, identity, reason in _found(typed, before, size + 1, alike):
            why.setdefault((at, identity), set()).add(reason)
        if why or before is not None:
            break
    order = sorted(why, reverse=True)
    page = order[:size]
    lines = queries.lines(identity for _, identity in page) if page else {}
    hits = [
        Hit(lines[place[1]], tuple(reason for reason in WHY if reason in why[place]))
        for place in page
        if place[1] in lines
    ]
    return Found(hits, Place(*page[-1], alike) if len(order) > size else None)


def ids_with_words(words: str, most: int) -> list[UUID]:
    """The newest reports that have these words or names, for filters."""
    found = list(_by_words(words, None, most, alike=False))
    found = found or list(_by_words(words, None, most, alike=True))
    return list(dict.fromkeys(identity for _, identity, _ in sorted(found, reverse=True)))[:most]


MOST_SHARING = 5
"""So many other reports are counted; a mark in a list need not say more than "5 or more"."""
_SHARED = f"""
select mine.report_id, mine.kind in ('serial', 'plate', 'vin', 'imei'),
       count(distinct other.report_id)
from reports_identifier mine
cross join lateral (
    select i.report_id from reports_identifier i
    where i.force_id = mine.force_id and i.kind = mine.kind and i.normal = mine.normal
      and i.report_id <> mine.report_id
    limit {MOST_SHARING}) other
where mine.force_id = %s and mine.report_id = any(%s)
  and mine.kind in ('serial', 'plate', 'vin', 'imei', 'phone', 'email')
group by 1, 2
"""  # noqa: S608 - a constant


@dataclass(frozen=True)
class Sharing:
    """How many other reports name the same thing, or the same person; up to MOST_SHARING."""

    things: int = 0
    people: int = 0


ALONE = Sharing()


def sharing(report_ids: Sequence[UUID]) -> dict[UUID, Sharing]:
    """Report → with how many others it shares something; for marks in a list."""
    found: dict[UUID, dict[bool, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [current_force_id(), list(report_ids)])
        for mine, thing, others in cursor.fetchall():
            found.setdefault(mine, {})[thing] = min(others, MOST_SHARING)
    return {mine: Sharing(of.get(True, 0), of.get(False, 0)) for mine, of in found.items()}


def index_again(report_id: UUID) -> None:
    """What the report is searched by has changed; the worker reads it again within seconds."""
    put(
        "update reports_report set search_stale = true where force_id = %s and id = %s",
        current_force_id(),
        report_id,
    )


def _found(typed: str, before: Place | None, most: int, alike: bool) -> Iterator[_Raw]:
    exact = []
    if not alike:
        exact = [*_by_number(typed), *_by_identifier(typed)]
        yield from (one for one in exact if before is None or one[:2] < (before.at, before.id))
    if not exact or not _DIGIT.search(typed):
        yield from _by_words(typed, before, most, alike=alike)


def _by_number(typed: str) -> Iterator[_Raw]:
    tracking = tidy_tracking_number(typed)
    wanted = {"tracking_number": tracking} if tracking else {"file_number": typed.strip().upper()}
    for identity, at in Report.objects.filter(**wanted).values_list("id", "submitted_at"):
        yield at, identity, "number"


def _by_identifier(typed: str) -> Iterator[_Raw]:
    """By all that was typed, and by each word of it that has a digit or an @."""
    region, force = settings_in_scope().country, current_force_id()
    parts = [typed, *(part for part in typed.split() if _DIGIT.search(part) or "@" in part)]
    wanted = sorted(
        {
            (kind, normal)
            for part in parts[:6]
            for kind in KINDS
            if (normal := normal_identifier(kind, part, region)) and len(normal) > 2
        }
    )
    if not wanted:
        return
    kinds, normals = [kind for kind, _ in wanted], [normal for _, normal in wanted]
    with connection.cursor() as cursor:
        cursor.execute(_BY_IDENTIFIER, [kinds, normals, force, force])
        yield from cursor.fetchall()


def _by_words(typed: str, before: Place | None, most: int, *, alike: bool) -> Iterator[_Raw]:
    place: list[Any] = [before.at, before.id] if before else ["infinity", _LAST]
    asked = [typed, alike, most, *place]
    words, names = ("words_alike", "name_alike") if alike else ("words", "name")
    with connection.cursor() as cursor:
        cursor.execute(_BY_WORDS, [words, *asked, names, *asked])
        yield from cursor.fetchall()


__all__ = [
    "WHY",
    "Found",
    "Hit",
    "Place",
    "also_searched",
    "find",
    "ids_with_words",
    "index_again",
    "sharing",
]
