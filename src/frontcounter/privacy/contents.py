"""What is in a person's package: each report to read and as data, its story, messages, files.

What they told about other people is left out and named; working notes of staff are counted. What
came after sending is put together in `later`.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from frontcounter.documents import asked
from frontcounter.documents.building import moments, unofficial
from frontcounter.documents.pdf import render_pdf
from frontcounter.documents.report import ReportDocument, Row, Section, sections_from
from frontcounter.evidence.opening import NotShown, open_safe_copy
from frontcounter.evidence.queries import files_of
from frontcounter.forces.giving import agency_version_given
from frontcounter.forces.published import ForceSettings, published_settings, settings_in_scope
from frontcounter.forms.engine import FormDocument, export_report, summary
from frontcounter.forms.pages.published import published_form
from frontcounter.messages.queries import MessageLine, messages_of
from frontcounter.privacy import later
from frontcounter.privacy.later import Later, PutRight
from frontcounter.reports import queries
from frontcounter.reports.queries import ReportRecord, TimelineEntry
from frontcounter.web.texts import has, t

_OWN = "official_reporter_copy"
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf", "video/mp4": "mp4"}


@dataclass(frozen=True)
class Given:
    """One report as the person may have it, and what of it stays."""

    record: ReportRecord
    form: FormDocument
    settings: ForceSettings
    lang: str
    answers: dict[str, Any]  # those that are not about other people
    left_out: tuple[str, ...]  # the questions whose answers are
    notes: int  # working notes of staff
    later: Later


def answers_left_out(report_id: UUID, lang: str) -> tuple[str, ...]:
    """Questions that were answered about other people."""
    record = queries.report(report_id)
    return () if record is None else _given(record, lang).left_out


@dataclass(frozen=True)
class Ahead:
    """What an officer reads before a package is made."""

    left_out: tuple[str, ...]
    put_right: tuple[PutRight, ...]
    kept_back: int
    rounds: int
    said: int
    notes: int


def ahead(report_id: UUID, lang: str) -> Ahead | None:
    """What one report would bring, and what of it stays."""
    record = queries.report(report_id)
    if record is None:
        return None
    given = _given(record, lang)
    told = given.later
    rounds, said = len(told.rounds), len(told.said)
    return Ahead(given.left_out, told.put_right, told.kept_back, rounds, said, given.notes)


def _given(record: ReportRecord, lang: str) -> Given:
    form, settings = published_form(record.form_hash), settings_in_scope()
    answers, others = later.own_answers(form, record.answers, lang)
    told = later.later_of(record, form, lang, agency_version_given(settings))
    return Given(
        record=record,
        form=form,
        settings=settings,
        lang=lang,
        answers=answers,
        left_out=tuple(dict.fromkeys([*others, *told.left_out])),
        later=told,
        notes=sum(1 for event in queries.timeline(record.id) if _is_note(event)),
    )


def write_zip(sink: IO[bytes], report_ids: Sequence[UUID], lang: str, at: datetime) -> str:
    """Write the package to an open file; returns its SHA-256."""
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        told = [t("privacy.package.title", lang), ""]
        for report_id in report_ids:
            record = queries.report(report_id)
            if record is not None:
                told += _write_report(archive, _given(record, lang), at)
        archive.writestr("README.txt", "\n".join(told) + "\n")
    size = sink.tell()
    sink.seek(0)
    digest = hashlib.sha256()
    while piece := sink.read(1 << 20):
        digest.update(piece)
    sink.seek(size)
    return digest.hexdigest()


def _write_report(archive: zipfile.ZipFile, given: Given, at: datetime) -> list[str]:
    folder, lang = given.record.tracking_number, given.lang
    files, missing = _write_files(archive, folder, given.record.id, at)
    archive.writestr(f"{folder}/report.pdf", render_pdf(_document(given)))
    data = _data(given) | {"files": files, "files_without_a_copy": missing}
    archive.writestr(f"{folder}/report.json", json.dumps(data, ensure_ascii=False, indent=1))
    told = [f"{folder}: {given.form.title(lang)}", "  report.pdf, report.json"]
    told += [f"  {name}" for name in files]
    told += [f"  {t('privacy.package.left_out', lang)} {name}" for name in given.left_out]
    told += [f"  {t('privacy.package.no_copy', lang)} {name}" for name in missing]
    told += [f"  {line}" for line in _counted(given)]
    return [*told, ""]


def _counted(given: Given) -> list[str]:
    """What stays here without being named."""
    found = {"notes": given.notes, "kept_back": given.later.kept_back}
    return [
        t(f"privacy.package.{what}", given.lang, count=str(count))
        for what, count in found.items()
        if count
    ]


def _is_note(event: TimelineEntry) -> bool:
    return bool(event.note) and event.actor_kind == "staff"


def _write_files(
    archive: zipfile.ZipFile, folder: str, report_id: UUID, at: datetime
) -> tuple[list[str], list[str]]:
    """Safe copies: what cannot be shown is named, and stays here."""
    written, missing = [], []
    for place, line in enumerate(files_of(report_id), 1):
        try:
            opened = open_safe_copy(line.id, at=at)
        except NotShown:
            missing.append(line.name)
            continue
        name = f"{folder}/files/{place:02}.{_ENDINGS.get(opened.media_type, 'bin')}"
        with archive.open(name, "w") as file:
            for piece in opened.pieces():
                file.write(piece)
        written.append(name)
    return written, missing


def _document(given: Given) -> ReportDocument:
    """The report as its own PDF, with what became of it."""
    record, lang = given.record, given.lang
    own = published_settings(record.publication_hash)
    base = unofficial(
        own, given.form, record.answers, lang, record.tracking_number, record.submitted_at
    )
    told, when = given.later, moments(given.settings, lang)
    sections = (
        *sections_from(summary(given.form, record.answers, lang, audience=_OWN)),
        *asked.sections_of(told.rounds, lang, _OWN, when, own.words(lang)),
        Section(t("privacy.package.put_right", lang), later.put_right_rows(told, lang, when)),
        Section(t("privacy.package.written", lang), later.said_rows(told, lang, when)),
        Section(t("privacy.package.became", lang), _story(given)),
        Section(t("privacy.package.messages", lang), _messages(given)),
        Section(t("privacy.package.others", lang), _others(given)),
    )
    shown = tuple(section for section in sections if section.rows)
    return replace(base, file_number=record.file_number, sections=shown)


def _story(given: Given) -> tuple[Row, ...]:
    when = moments(given.settings, given.lang)
    return tuple(
        Row(
            label=when(event.at).text,
            lines=(event_words(event.code, given.lang), *_own_words(event)),
        )
        for event in queries.timeline(given.record.id)
    )


def _own_words(event: TimelineEntry) -> tuple[str, ...]:
    """What the person added themselves belongs to them; notes of staff are counted instead."""
    return (event.note,) if event.note and event.actor_kind == "reporter" else ()


def event_words(code: str, lang: str) -> str:
    """A line of the timeline in plain words."""
    for key in (f"privacy.event.{code}", f"casework.event.{code}"):
        if has(key, lang):
            return t(key, lang)
    return t("privacy.event.other", lang)


def _told(given: Given) -> list[MessageLine]:
    return [line for line in messages_of(given.record.id) if line.body]


def _messages(given: Given) -> tuple[Row, ...]:
    when = moments(given.settings, given.lang)
    return tuple(
        Row(label=when(line.sent_at or line.created_at).text, lines=(line.subject, line.body))
        for line in _told(given)
    )


def _others(given: Given) -> tuple[Row, ...]:
    rows, lang = [], given.lang
    if given.left_out:
        rows.append(Row(label=t("privacy.package.left_out", lang), lines=given.left_out))
    if counted := _counted(given):
        rows.append(Row(label=t("privacy.package.notes_label", lang), lines=tuple(counted)))
    return tuple(rows)


def _data(given: Given) -> dict[str, Any]:
    """The same for a machine: the answers about the person, without those about others."""
    record = given.record
    return {
        "tracking_number": record.tracking_number,
        "file_number": record.file_number,
        "type": record.type,
        "title": given.form.title(given.lang),
        "state": str(record.state),
        "submitted_at": record.submitted_at.isoformat(),
        "contact": record.contact,
        "answers": given.answers,
        "report": export_report(given.form, given.answers),
        **later.data_of(given.later),
        "timeline": [
            {
                "at": event.at.isoformat(),
                "code": event.code,
                "words": event_words(event.code, given.lang),
                "own_words": "".join(_own_words(event)),
            }
            for event in queries.timeline(record.id)
        ],
        "messages": [
            {
                "at": (line.sent_at or line.created_at).isoformat(),
                "subject": line.subject,
                "body": line.body,
            }
            for line in _told(given)
        ],
        "left_out_about_others": list(given.left_out),
        "working_notes_left_out": given.notes,
    }
