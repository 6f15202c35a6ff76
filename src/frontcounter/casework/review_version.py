"""The reporter's words and the agency's version, side by side where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from frontcounter.forms.engine import FormDocument, Journey, Row, Section, summary, walk
from frontcounter.reports import agency
from frontcounter.reports.agency import ChangeLine
from frontcounter.reports.queries import ReportRecord
from frontcounter.web.texts import t


@dataclass(frozen=True)
class Ours:
    """The agency's answer to one question: its lines, and why it is another one."""

    lines: list[str]
    reason: str
    by_name: str
    at: datetime


@dataclass(frozen=True)
class Version:
    """Both versions of a report. `ours` holds what differs; `journey` walks the agency's."""

    sections: list[Section]
    ours: Mapping[str, Ours]
    journey: Journey
    changes: list[ChangeLine]


def version_of(form: FormDocument, record: ReportRecord, lang: str) -> Version:
    """Read the changes (one statement) and lay them beside the answers."""
    changes = agency.changes_of(record.id) if record.agency_revision else []
    theirs = summary(form, record.answers, lang, audience="staff")
    answers = agency.agency_answers(record, changes)
    journey = walk(form, answers)
    if answers is record.answers:
        return Version(theirs, {}, journey, changes)
    version = summary(form, journey, lang, audience="staff")
    return Version(
        _together(form, theirs, version, lang),
        _differing(record, journey, changes, lang),
        journey,
        changes,
    )


def _together(
    form: FormDocument, theirs: list[Section], version: list[Section], lang: str
) -> list[Section]:
    """Every row of either version once, in the form's order, with the reporter's words."""
    their_rows = {row.question_id: row for section in theirs for row in section.rows}
    our_rows = {row.question_id: row for section in version for row in section.rows}
    order = [q.id for page in form.all_pages for q in page.questions]
    found = []
    for section in {one.page_id: one for one in (*theirs, *version)}.values():
        page = form.page(section.page_id)
        here = {question.id for question in page.questions} if page else set()
        rows = [
            their_rows.get(name) or _not_asked(our_rows[name], lang)
            for name in order
            if name in here and (name in their_rows or name in our_rows)
        ]
        found.append(replace(section, rows=rows))
    places = {page.id: place for place, page in enumerate(form.all_pages)}
    return sorted(found, key=lambda one: (one.is_gate, places[one.page_id]))


def _not_asked(row: Row, lang: str) -> Row:
    """A question that only the agency's version leads to."""
    return replace(row, lines=[t("casework.review.not_asked", lang)], files=[], answered=False)


def _differing(
    record: ReportRecord, journey: Journey, changes: list[ChangeLine], lang: str
) -> dict[str, Ours]:
    found = {}
    for name, change in agency.in_force(changes, agency.ANSWER).items():
        if agency.is_changed(record, change):
            lines = words_of(journey.form, name, change.value, lang)
            found[name] = Ours(lines, change.reason, change.by_name, change.at)
    return found


def words_of(form: FormDocument, question_id: str, value: Any, lang: str) -> list[str]:
    """An answer in words; "left blank" where it was taken out."""
    question = form.question(question_id)
    read = question.read(value) if question and value is not None else None
    if question is None or read is None:
        return [t("casework.review.left_blank", lang)]
    return question.show(read, lang)
