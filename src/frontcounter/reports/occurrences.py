"""Files of the force: one report may become several, and one may have several reports.

An occurrence is what the force calls a file and numbers; a report is what somebody sent. Recording
makes one, or makes the report a part of one that is there. A recorded report may then be given
further files, each for a part of what it tells. Numbers are taken last and never used again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from frontcounter.base.ids import uuid7
from frontcounter.forces.published import ForceSettings
from frontcounter.reports.models import Occurrence, OccurrenceReport, Report
from frontcounter.reports.numbering import next_file_number
from frontcounter.reports.refusing import Refused
from frontcounter.reports.shredding import Doomed, Shredded, shreds

FIRST = 1
MOST = 20
"""A report is given at most so many files."""
COVERS_LENGTH = 400


@dataclass(frozen=True)
class FileOfReport:
    """A file of a report. `place` 1 is the one that it was recorded in; `covers` is staff's words.

    `number` is None while the records system has not given it. `made_here`: this report opened it.
    """

    id: UUID
    number: str | None
    place: int
    covers: str
    headline: str
    made_at: datetime
    made_here: bool


def file_wanted(details: Mapping[str, Any]) -> Occurrence | None:
    """The file that the report becomes a part of, where one was named; Refused where it is none."""
    wanted = details.get("occurrence")
    if not wanted:
        return None
    found: Occurrence | None = Occurrence.objects.filter(id=_id(wanted)).first()
    if found is None:
        raise Refused("no_such_file")
    return found


def _id(told: Any) -> UUID:
    try:
        return UUID(str(told))
    except ValueError as error:
        raise Refused("no_such_file") from error


def open_file(report: Report, existing: Occurrence | None, *, at: datetime) -> Occurrence:
    """The report's first file: one that is there, or a new one without a number yet."""
    known = OccurrenceReport.objects.filter(report_id=report.id, place=FIRST).first()
    if known is not None:
        found: Occurrence = Occurrence.objects.get(id=known.occurrence_id)
        return found
    occurrence = existing or _new(report, report.headline, "", at)
    _link(occurrence, report, FIRST, at)
    return occurrence


def set_number(report: Report, number: str, *, at: datetime) -> list[UUID]:
    """Number the report's first file; the other reports of it that still have no number.

    IntegrityError where another file of the force has the number.
    """
    occurrence = open_file(report, None, at=at)
    if occurrence.file_number is None:
        occurrence.file_number = number
        occurrence.save(update_fields=["file_number"])
    links = OccurrenceReport.objects.filter(occurrence_id=occurrence.id, place=FIRST)
    others = links.exclude(report_id=report.id).values("report_id")
    waiting = Report.objects.filter(id__in=others, file_number__isnull=True)
    return list(waiting.order_by("id").values_list("id", flat=True))


def split(
    report: Report, settings: ForceSettings, details: Mapping[str, Any], *, at: datetime
) -> dict[str, Any]:
    """A further file for a part of the report: what the timeline and the delivery are told."""
    covers = str(details["covers"]).strip()[:COVERS_LENGTH]
    links = OccurrenceReport.objects.filter(report_id=report.id)
    last = links.order_by("-place").values_list("place", flat=True).first()
    place = (last or FIRST) + 1
    if place > MOST:
        raise Refused("too_many_files")
    occurrence = _new(report, report.headline, covers, at)
    _link(occurrence, report, place, at)
    told = {"covers": covers, "place": place}
    if settings.number_given_by == "us":
        occurrence.file_number = next_file_number(settings, at)
        occurrence.save(update_fields=["file_number"])
        told["file_number"] = occurrence.file_number
    return told


def number_further(report_id: UUID, place: int, number: str) -> bool:
    """The records system's number of a further file; False where it has one already."""
    link = OccurrenceReport.objects.filter(report_id=report_id, place=place).first()
    if link is None:
        return False
    waiting = Occurrence.objects.filter(id=link.occurrence_id, file_number__isnull=True)
    return bool(waiting.update(file_number=number))


def files_of(report_id: UUID) -> list[FileOfReport]:
    """The report's files, the first one first."""
    links = {
        link.occurrence_id: link for link in OccurrenceReport.objects.filter(report_id=report_id)
    }
    found = [
        FileOfReport(
            id=row.id,
            number=row.file_number,
            place=links[row.id].place,
            covers=row.covers,
            headline=row.headline,
            made_at=row.made_at,
            made_here=row.of_report_id == report_id,
        )
        for row in Occurrence.objects.filter(id__in=list(links))
    ]
    return sorted(found, key=lambda one: one.place)


def reports_in(occurrence_ids: Iterable[UUID]) -> list[UUID]:
    """Every report of these files."""
    links = OccurrenceReport.objects.filter(occurrence_id__in=list(occurrence_ids))
    return list(links.order_by("at", "id").values_list("report_id", flat=True))


def by_number(number: str) -> UUID | None:
    """The file with this number, typed with any capitals."""
    found = Occurrence.objects.filter(file_number__iexact=number.strip()[:40])
    return found.values_list("id", flat=True).first() if number.strip() else None


def of_report(report_id: UUID) -> UUID | None:
    """The file that a report was recorded in."""
    links = OccurrenceReport.objects.filter(report_id=report_id, place=FIRST)
    return links.values_list("occurrence_id", flat=True).first()


def _new(report: Report, headline: str, covers: str, at: datetime) -> Occurrence:
    row = Occurrence(
        id=uuid7(),
        made_at=at,
        headline=headline,
        code=report.type,
        covers=covers,
        of_report_id=report.id,
    )
    row.add()
    return row


def _link(occurrence: Occurrence, report: Report, place: int, at: datetime) -> None:
    OccurrenceReport(occurrence_id=occurrence.id, report_id=report.id, place=place, at=at).add()


@shreds("reports_files", "reports_occurrencereport")
def shred(doomed: Doomed) -> Shredded:
    """The numbers stay, so that they are never given twice; the words of the report go."""
    rows = Occurrence.objects.filter(of_report_id=doomed.report_id)
    rows.update(headline="", covers="")
    return Shredded()
