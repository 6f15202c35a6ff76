"""The only reader of reports that other rooms use: typed values, never model instances."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.accounts.actor import Actor
from frontcounter.base.scope import current_force_id
from frontcounter.base.together import Rows
from frontcounter.forces.published import published_settings, settings_in_scope
from frontcounter.forms.engine import FormDocument
from frontcounter.forms.engine.cleaning import squash
from frontcounter.reports.facts import normal_identifier
from frontcounter.reports.guards import CALL_REQUEST, refusal
from frontcounter.reports.levels import Waiting, waiting
from frontcounter.reports.models import Event, Promise, Report, ReporterAct, ReportIdentifier
from frontcounter.reports.numbering import tidy_tracking_number
from frontcounter.reports.sorts import EARLIER_FAMILY, EARLIER_NUMBER, asked_for
from frontcounter.reports.workflow import ARROWS, Arrow


@dataclass(frozen=True)
class ReportRecord:
    """A report as other rooms see it."""

    id: UUID
    draft_id: UUID
    type: str
    form_hash: str
    publication_hash: str
    language: str
    channel: str
    answers: dict[str, Any]
    contact: dict[str, Any]
    state: str
    state_since: datetime
    submitted_at: datetime
    holder_id: UUID | None
    priority: int
    desk: str
    marks: list[str]
    for_records: bool
    call_back_state: str
    follow_up_state: str
    district: str
    proposal: dict[str, Any] | None
    joined_to: UUID | None
    agency_revision: int
    tracking_number: str
    file_number: str | None
    recorded_at: datetime | None
    frozen: dict[str, Any] | None
    reason: str
    headline: str
    place: str
    incident_from: datetime | None
    incident_to: datetime | None
    value_minor: int | None
    reporter_name: str
    on_hold: bool


@dataclass(frozen=True)
class ReportLine:
    """A report in a list: no answers."""

    id: UUID
    type: str
    language: str
    channel: str
    state: str
    submitted_at: datetime
    holder_id: UUID | None
    priority: int
    desk: str
    marks: list[str]
    call_back_state: str
    tracking_number: str
    file_number: str | None
    headline: str
    place: str
    reporter_name: str
    interpreter: str | None
    phone: str | None  # as it was typed


@dataclass(frozen=True)
class TimelineEntry:
    """One line of a report's timeline."""

    at: datetime
    code: str
    actor_kind: str
    actor_id: str
    actor_name: str
    state: str
    note: str
    details: dict[str, Any]


@dataclass(frozen=True)
class PromiseLine:
    """A promise: open while neither kept nor lifted."""

    kind: str
    made_at: datetime
    due_at: datetime
    kept_at: datetime | None
    lifted_at: datetime | None
    paused_at: datetime | None
    lapsed_at: datetime | None

    @property
    def open(self) -> bool:
        return not (self.kept_at or self.lifted_at or self.lapsed_at)


@dataclass(frozen=True)
class ActLine:
    """What the reporter did on the follow-up page."""

    id: UUID
    kind: str
    text: str
    details: dict[str, Any]
    at: datetime
    done_at: datetime | None


@dataclass(frozen=True)
class Match:
    """Another report that names the same thing."""

    kind: str
    normal: str
    other: ReportLine


@dataclass(frozen=True)
class Move:
    """An arrow from where the report stands; `refused` is a code, or None where it is allowed."""

    arrow: Arrow
    refused: str | None


_RECORD = tuple(ReportRecord.__dataclass_fields__)
_LINE = tuple(ReportLine.__dataclass_fields__)
_TOLD = {"interpreter": "contact ->> 'interpreter'", "phone": "contact ->> 'phone_typed'"}
_LINES = f"""
select {", ".join(_TOLD.get(name, name) for name in _LINE)} from reports_report
where force_id = %s and id = any(%s)
"""  # noqa: S608 - names are constants


def report(report_id: UUID) -> ReportRecord | None:
    """One report of the force in scope."""
    values = Report.objects.filter(id=report_id).values(*_RECORD).first()
    return ReportRecord(**values) if values else None


def any_report() -> bool:
    """Whether the force in scope has any report."""
    return Report.objects.exists()


def report_by_number(number: str) -> ReportRecord | None:
    """By tracking number or file number, typed in any way."""
    tracking = tidy_tracking_number(number)
    wanted = {"tracking_number": tracking} if tracking else {"file_number": number.strip().upper()}
    found = Report.objects.filter(**wanted).order_by("recorded_at", "id")
    values = found.values(*_RECORD).first()
    return ReportRecord(**values) if values else None


def lines(report_ids: Iterable[UUID]) -> dict[UUID, ReportLine]:
    """Reports in a list, by id, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [current_force_id(), list(report_ids)])
        rows = [dict(zip(_LINE, row, strict=True)) for row in cursor.fetchall()]
    return {row["id"]: ReportLine(**{**row, "marks": json.loads(row["marks"])}) for row in rows}


def timeline(report_id: UUID) -> list[TimelineEntry]:
    """Oldest first."""
    return timeline_rows(report_id).read()


def timeline_rows(report_id: UUID) -> Rows[TimelineEntry]:
    """`timeline`, to be read with others."""
    found = Event.objects.filter(report_id=report_id).order_by("at", "id")
    return Rows(found, tuple(TimelineEntry.__dataclass_fields__), TimelineEntry)


def details_of_last(report_id: UUID, code: str) -> dict[str, Any]:
    """The details of the latest line of the timeline with this code; empty where there is none."""
    rows = Event.objects.filter(report_id=report_id, code=code).order_by("-at", "-id")
    return dict(rows.values_list("details", flat=True).first() or {})


def promises(report_id: UUID) -> list[PromiseLine]:
    """The report's promises, the next one due first."""
    return promise_rows(report_id).read()


def promise_rows(report_id: UUID) -> Rows[PromiseLine]:
    """`promises`, to be read with others."""
    found = Promise.objects.filter(report_id=report_id).order_by("due_at")
    return Rows(found, tuple(PromiseLine.__dataclass_fields__), PromiseLine)


def next_due(report_id: UUID) -> datetime | None:
    """When the next of the report's open promises is due."""
    return next((one.due_at for one in promises(report_id) if one.open), None)


def acts(report_id: UUID) -> list[ActLine]:
    """What the reporter did since, oldest first."""
    return act_rows(report_id).read()


def act_rows(report_id: UUID) -> Rows[ActLine]:
    """`acts`, to be read with others."""
    found = ReporterAct.objects.filter(report_id=report_id).order_by("at", "id")
    return Rows(found, tuple(ActLine.__dataclass_fields__), ActLine)


def moves(record: ReportRecord, actor: Actor) -> list[Move]:
    """Every arrow that staff could take from this state, with why not where they may not."""
    settings = published_settings(record.publication_hash)
    row = Report(**{name: getattr(record, name) for name in _RECORD})
    return [
        Move(arrow, refusal(arrow, row, actor, settings))
        for arrow in ARROWS.values()
        if record.state in arrow.sources and arrow.staff
    ]


def waiting_level(record: ReportRecord) -> Waiting | None:
    """What was proposed for the report, and which level of review takes it up next."""
    row = Report(**{name: getattr(record, name) for name in _RECORD})
    return waiting(row, published_settings(record.publication_hash))


def earlier_report(form: FormDocument, answers: Mapping[str, Any]) -> ReportLine | None:
    """The report that somebody adds to: the number that they gave, if the family name fits it."""
    told = [
        str((question.read(answers.get(question.id)) or "") if question else "")
        for question in (asked_for(form, EARLIER_NUMBER), asked_for(form, EARLIER_FAMILY))
    ]
    number, family = told
    found = report_by_number(number) if number and family else None
    if found is None or not _is_family(family, found.reporter_name):
        return None
    return lines([found.id]).get(found.id)


def _is_family(typed: str, name: str) -> bool:
    """Whether the name ends with it, whatever its accents, hyphens and capitals."""
    words = name.replace("-", " ").split()
    ends = {squash("".join(words[place:])) for place in range(len(words))}
    return bool(squash(typed)) and squash(typed) in ends


_MATCHES = """
select mine.kind, mine.normal, other.report_id
from reports_identifier mine
join lateral (
    select i.report_id from reports_identifier i
    where i.force_id = mine.force_id and i.kind = mine.kind and i.normal = mine.normal
      and i.report_id <> mine.report_id
    limit 20
) other on true
where mine.force_id = %s and mine.report_id = any(%s)
  and mine.kind in ('serial', 'imei', 'plate', 'vin', 'phone', 'email')
"""


def same_identifiers(report_id: UUID) -> list[Match]:
    """Other reports with the same serial number, plate, telephone or address; newest first."""
    return same_identifiers_of([report_id]).get(report_id, [])


def same_identifiers_of(report_ids: Sequence[UUID]) -> dict[UUID, list[Match]]:
    """The same for several reports at once (two queries)."""
    sql = _MATCHES.replace("select mine.kind", "select mine.report_id, mine.kind")
    with connection.cursor() as cursor:
        cursor.execute(sql, [current_force_id(), list(report_ids)])
        found = cursor.fetchall()
    others = lines({row[3] for row in found})
    matches: dict[UUID, list[Match]] = {}
    for mine, kind, normal, other in found:
        matches.setdefault(mine, []).append(Match(kind, normal, others[other]))
    for several in matches.values():
        several.sort(key=lambda match: match.other.submitted_at, reverse=True)
    return matches


def find(
    typed: str, kinds: Sequence[str] = ("serial", "plate", "phone", "email", "vin", "imei")
) -> list[ReportLine]:
    """Reports by number, or by an identifier typed in any spacing; newest first, at most 50."""
    by_number = report_by_number(typed)
    region = settings_in_scope().country
    wanted = {(kind, normal_identifier(kind, typed, region)) for kind in kinds}
    ids: set[UUID] = {by_number.id} if by_number else set()
    for kind, normal in wanted:
        if normal:
            rows = ReportIdentifier.objects.filter(kind=kind, normal=normal)
            ids.update(rows.values_list("report_id", flat=True)[:50])
    return sorted(lines(ids).values(), key=lambda line: line.submitted_at, reverse=True)[:50]


@dataclass(frozen=True)
class StoredAnswers:
    """What a stored report answered, and the form that asked; nothing of what became of it."""

    tracking_number: str
    type: str
    form_hash: str
    answers: dict[str, Any]
    is_call: bool


def stored_answers() -> Iterator[StoredAnswers]:
    """Every report of the force in scope, streamed; for replaying them through changed forms."""
    columns = ("tracking_number", "type", "form_hash", "answers", "channel")
    for row in Report.objects.order_by("id").values_list(*columns).iterator(chunk_size=500):
        yield StoredAnswers(row[0], row[1], row[2], row[3], row[4] == CALL_REQUEST)
