"""What a report's page shows of decisions: related reports, what was joined, files, proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.evidence.queries import FileLine, files_of
from frontcounter.forces.published import settings_in_scope
from frontcounter.forms.engine import Section, summary
from frontcounter.forms.pages.published import published_form
from frontcounter.reports import joining, occurrences, queries
from frontcounter.reports.occurrences import FileOfReport
from frontcounter.reports.queries import Move, ReportLine, ReportRecord
from frontcounter.reports.relating import Hit, Related, related

OFFERED = ("join", "split", "hand_over")
"""Decisions with pages of their own, in the order of their buttons."""
MOST_JOINED = 10


@dataclass(frozen=True)
class Joined:
    """A report that was joined to this one, with everything that came with it."""

    record: ReportRecord
    type_name: str
    sections: list[Section]
    files: list[FileLine]


@dataclass(frozen=True)
class Proposal:
    """What somebody proposed, in words."""

    decision: str
    reason: str
    note: str
    by: str
    own_words: str
    into: str
    agreed: tuple[tuple[str, str], ...]
    level: int
    last: int


@dataclass(frozen=True)
class Decisions:
    """The page's parts."""

    related: Related
    into: ReportLine | None
    joined: list[Joined]
    more_joined: int
    files: list[tuple[FileOfReport, list[ReportLine]]]
    proposal: Proposal | None
    offered: list[str]
    proposable: list[str]
    waits_for: str

    @property
    def hits(self) -> int:
        """How many other reports are related, each once."""
        return len({hit.other.id for _, found in self.lists for hit in found})

    @property
    def lists(self) -> list[tuple[str, Sequence[Hit]]]:
        """The three lists that are not empty."""
        found = self.related
        every = (("twice", found.twice), ("event", found.event), ("again", found.again))
        return [(name, hits) for name, hits in every if hits]

    def __bool__(self) -> bool:
        return bool(self.related or self.into or self.joined or self.proposal or self.many_files)

    @property
    def many_files(self) -> bool:
        """Whether the files are worth showing: more than one, or shared with other reports."""
        return len(self.files) > 1 or any(len(others) > 1 for _file, others in self.files)


def read(record: ReportRecord, actor: Actor, lang: str) -> Decisions:
    """Read the parts; a report that is still to be decided costs six statements."""
    moves = queries.moves(record, actor)
    joined = joining.joined_to(record.id)
    into = queries.lines([record.joined_to]) if record.joined_to else {}
    return Decisions(
        related=related(record) if record.for_records else Related(),
        into=next(iter(into.values()), None),
        joined=[_joined(one, lang) for one in joined[:MOST_JOINED]],
        more_joined=max(len(joined) - MOST_JOINED, 0),
        files=_files(record) if record.recorded_at else [],
        proposal=proposal_of(record, lang),
        offered=_offered(moves),
        proposable=_proposable(moves),
        waits_for=_waits_for(moves),
    )


def _allowed(moves: list[Move], code: str) -> bool:
    return any(move.arrow.code == code and move.refused is None for move in moves)


def _proposable(moves: list[Move]) -> list[str]:
    """Decisions that this person may propose to a second one."""
    if not _allowed(moves, "propose"):
        return []
    return [
        move.arrow.code
        for move in moves
        if move.refused == "propose_first" and move.arrow.code not in OFFERED
    ]


def _offered(moves: list[Move]) -> list[str]:
    """Decisions with pages of their own that may be taken there, or proposed."""
    proposable = _allowed(moves, "propose")
    return [
        code
        for code in OFFERED
        for move in moves
        if move.arrow.code == code
        and (move.refused is None or (proposable and move.refused == "propose_first"))
    ]


def _waits_for(moves: list[Move]) -> str:
    """Why this person cannot take up what was proposed: a code."""
    refused = next((move.refused for move in moves if move.arrow.code == "claim"), None)
    return refused if refused in {"second_person", "special_role"} else ""


def proposal_of(record: ReportRecord, lang: str) -> Proposal | None:
    """What somebody proposed and who agreed since; None where nothing waits."""
    told, found = record.proposal, queries.waiting_level(record)
    if not told or found is None:
        return None
    settings, details = settings_in_scope(), told.get("details", {})
    reason = settings.every_reason.get(str(told.get("reason", "")))
    return Proposal(
        decision=str(told["decision"]),
        reason=settings.text(reason.staff, lang) if reason else "",
        note=str(told.get("note", "")),
        by=str(told.get("by_name", "")),
        own_words=str(details.get("own_words", "")),
        into=joining.number_of(UUID(details["into"])) if "into" in details else "",
        agreed=tuple((one["by_name"], one["note"]) for one in told.get("agreed", ())),
        level=found.level,
        last=found.last,
    )


def _joined(report_id: UUID, lang: str) -> Joined:
    record = queries.report(report_id)
    assert record is not None
    form = published_form(record.form_hash)
    sections = summary(form, record.answers, lang, audience="staff")
    return Joined(record, form.title(lang), sections, files_of(record.id))


def _files(record: ReportRecord) -> list[tuple[FileOfReport, list[ReportLine]]]:
    found = occurrences.files_of(record.id)
    shared: dict[UUID, list[UUID]] = {
        one.id: occurrences.reports_in([one.id]) for one in found[: occurrences.MOST]
    }
    lines = queries.lines({report for reports in shared.values() for report in reports})
    return [(one, [lines[report] for report in shared[one.id] if report in lines]) for one in found]


def context(record: ReportRecord, actor: Actor, lang: str) -> dict[str, Any]:
    """For the template of a report's page, in one line of its view."""
    return {"decisions": read(record, actor, lang)}
