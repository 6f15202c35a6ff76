"""Which other reports have to do with this one: sent twice, the same event, somebody or somewhere
again. Every hit says why, in codes and values; what is the same is found by an index.

Where it happened is kept as the words of the place, as a cell of about 150 metres, and as its
point; who reports, as name and address. Distances are measured between points, so that a hit near
the edge of a cell is found in the cell beside it. Reports of closed desks keep none of this.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.base.scope import current_force_id
from frontcounter.forms.engine.cleaning import squash
from frontcounter.reports.facts import FoundIdentifier, place_in_words
from frontcounter.reports.models import ReportIdentifier
from frontcounter.reports.queries import ReportLine, ReportRecord, lines

TWICE_WITHIN = timedelta(days=14)
AGAIN_WITHIN = timedelta(days=365)
NEAR, SAME_SPOT = 150, 40  # metres
MOST = 20

_CONTACT = ("phone", "email", "person")
_THINGS = ("serial", "imei", "plate", "vin")
_PLACES = ("place", "cell")
_CELL = 0.0015  # degrees of latitude: some 165 metres
_METRES = 111_320.0
_PLACE_LEAST = 8  # letters and digits: "park" is no place

_OTHERS = """
select k.kind, k.normal, i.report_id, r.type, r.submitted_at, r.incident_from, r.incident_to,
       r.joined_to
from unnest(%(kinds)s::text[], %(normals)s::text[]) as k(kind, normal)
join lateral (
    select o.report_id from reports_identifier o
    where o.force_id = %(force)s and o.kind = k.kind and o.normal = k.normal
      and o.report_id <> %(report)s
    order by o.id desc limit 40
) i on true
join reports_report r on r.force_id = %(force)s and r.id = i.report_id
where r.submitted_at > %(since)s
"""


@dataclass(frozen=True)
class Why:
    """One thing in common. `code` is worded in the texts of the staff site."""

    code: str
    value: str = ""
    metres: int = 0


@dataclass(frozen=True)
class Hit:
    """Another report, and everything that it has in common with this one."""

    other: ReportLine
    whys: tuple[Why, ...]


@dataclass(frozen=True)
class Related:
    """The three lists, the newest first; `again` counts this person's other reports of a year."""

    twice: tuple[Hit, ...] = ()
    event: tuple[Hit, ...] = ()
    again: tuple[Hit, ...] = ()
    repeats: int = 0

    def __bool__(self) -> bool:
        return bool(self.twice or self.event or self.again)


@dataclass
class _Other:
    """What is known of another report while it is compared."""

    type: str
    submitted_at: datetime
    window: tuple[datetime | None, datetime | None]
    joined_to: UUID | None
    shared: dict[str, str] = field(default_factory=dict)
    metres: float | None = None

    def shares(self, *kinds: str) -> list[str]:
        return [kind for kind in kinds if kind in self.shared]


def places_and_people(
    known: Mapping[str, Any], contact: Mapping[str, Any]
) -> Iterator[FoundIdentifier]:
    """What is kept of where it happened and who reports it; `known` is the engine's export."""
    words = squash(place_in_words(known["locations"]))
    if len(words) >= _PLACE_LEAST:
        yield FoundIdentifier("place", words)
    scene: Mapping[str, Any] = next(
        (one for one in known["locations"] if one["role"] == "incident"), {}
    )
    if "lat" in scene and "lon" in scene:
        lat, lon = float(scene["lat"]), float(scene["lon"])
        yield FoundIdentifier("cell", "{}:{}".format(*_cell(lat, lon)))
        yield FoundIdentifier("point", f"{lat:.6f},{lon:.6f}")
    person = _person(contact)
    if person:
        yield FoundIdentifier("person", person)


def _person(contact: Mapping[str, Any]) -> str:
    address = contact.get("address") or {}
    street = squash(str(address.get("line1") or ""))
    where = squash(str(address.get("postcode") or address.get("town") or ""))
    name = squash(str(contact.get("name") or ""))
    return f"{name}/{street}/{where}"[:120] if name and street else ""


def related(record: ReportRecord) -> Related:
    """The three lists of one report: four statements, however many there are."""
    mine = _mine(record.id)
    wanted = [(kind, normal) for kind, normal in mine if kind not in {"cell", "point"}]
    points = [_point(normal) for kind, normal in mine if kind == "point"]
    wanted += [("cell", cell) for point in points for cell in _cells_around(*point)]
    others = _others(record, wanted) if wanted else {}
    if points and others:
        _measure(points[0], others)
    return _sorted_out(record, others)


def _sorted_out(record: ReportRecord, others: Mapping[UUID, _Other]) -> Related:
    joined = {one for one, other in others.items() if other.joined_to == record.id}
    shown = lines(others)
    found: dict[str, list[Hit]] = {"twice": [], "event": [], "again": []}
    repeats = 0
    for identity, other in others.items():
        if identity in joined or identity == record.joined_to or identity not in shown:
            continue
        which = _which(record, other)
        if which is None:
            continue
        found[which].append(Hit(shown[identity], tuple(_whys(record, other))))
        repeats += which != "twice" and bool(other.shares(*_CONTACT))
    for hits in found.values():
        hits.sort(key=lambda hit: hit.other.submitted_at, reverse=True)
    twice, event, again = (tuple(found[name][:MOST]) for name in ("twice", "event", "again"))
    return Related(twice, event, again, repeats)


def _which(record: ReportRecord, other: _Other) -> str | None:
    """The one list in which another report stands: the most telling."""
    person, thing = bool(other.shares(*_CONTACT)), bool(other.shares(*_THINGS))
    together, here = _overlaps(record, other), _is_near(other)
    close = abs(other.submitted_at - record.submitted_at) <= TWICE_WITHIN
    if person and close and other.type == record.type and (thing or (here and together)):
        return "twice"
    if thing or (here and together):
        return "event"
    return "again" if person or _is_here(other) else None


def _whys(record: ReportRecord, other: _Other) -> Iterator[Why]:
    for kind in other.shares(*_CONTACT, *_THINGS):
        yield Why(kind, "" if kind == "person" else other.shared[kind])
    if "place" in other.shared:
        yield Why("place")
    elif other.metres is not None and other.metres <= NEAR:
        yield Why("near", metres=round(other.metres / 10) * 10)
    if _is_near(other) and _overlaps(record, other):
        yield Why("time")


def _is_near(other: _Other) -> bool:
    return "place" in other.shared or (other.metres is not None and other.metres <= NEAR)


def _is_here(other: _Other) -> bool:
    return "place" in other.shared or (other.metres is not None and other.metres <= SAME_SPOT)


def _overlaps(record: ReportRecord, other: _Other) -> bool:
    """Whether the two may have happened at the same time."""
    begin, end = record.incident_from, record.incident_to
    theirs, their_end = other.window
    if begin is None or end is None or theirs is None or their_end is None:
        return False
    return begin <= their_end and theirs <= end


def _mine(report_id: UUID) -> list[tuple[str, str]]:
    rows = ReportIdentifier.objects.filter(report_id=report_id)
    return list(rows.order_by("id").values_list("kind", "normal")[:60])


def _others(record: ReportRecord, wanted: Sequence[tuple[str, str]]) -> dict[UUID, _Other]:
    values: dict[str, Any] = {
        "kinds": [kind for kind, _ in wanted],
        "normals": [normal for _, normal in wanted],
        "force": current_force_id(),
        "report": record.id,
        "since": record.submitted_at - AGAIN_WITHIN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, values)
        rows = cursor.fetchall()
    found: dict[UUID, _Other] = {}
    for kind, normal, identity, type_, submitted, begin, end, joined in rows:
        other = found.setdefault(identity, _Other(type_, submitted, (begin, end), joined))
        other.shared.setdefault(kind, normal)
    return found


def _measure(here: tuple[float, float], others: Mapping[UUID, _Other]) -> None:
    near = [identity for identity, other in others.items() if "cell" in other.shared]
    rows = ReportIdentifier.objects.filter(report_id__in=near, kind="point")
    for identity, normal in rows.values_list("report_id", "normal"):
        others[identity].metres = _metres(here, _point(normal))


def _point(normal: str) -> tuple[float, float]:
    lat, _, lon = normal.partition(",")
    return float(lat), float(lon)


def _metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Near enough over a few hundred metres."""
    north = (a[0] - b[0]) * _METRES
    east = (a[1] - b[1]) * _METRES * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(north, east)


def _width(row: int) -> float:
    """A cell's width in degrees: the same number of metres in every row."""
    return _CELL / max(math.cos(math.radians(row * _CELL)), 0.05)


def _cell(lat: float, lon: float) -> tuple[int, int]:
    row = math.floor(lat / _CELL)
    return row, math.floor(lon / _width(row))


def _cells_around(lat: float, lon: float) -> Iterator[str]:
    """The cell of a point and those beside it; each row counts its cells anew."""
    row = math.floor(lat / _CELL)
    for near in (row - 1, row, row + 1):
        column = math.floor(lon / _width(near))
        yield from (f"{near}:{column + step}" for step in (-1, 0, 1))
