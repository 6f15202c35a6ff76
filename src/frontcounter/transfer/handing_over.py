"""Handing a report to another force of the installation, in the worker: one scope after the other.

The reporter agreed. What they sent goes along as it is: the form by its hash, answers, contact,
language, files sealed anew under the other force's key. The report that is made there has a number,
promises and words of that force; what stays here is its own, and each timeline names the other's
number. A second run finds the report that the first one made.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from frontcounter.accounts.actor import SYSTEM
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.jobs import worker_scope
from frontcounter.base.scope import Role, scope
from frontcounter.evidence import carrying
from frontcounter.forces.carrying import form_document, keep_form
from frontcounter.forces.deciding import takes_over_from
from frontcounter.forces.lookup import force_id_of
from frontcounter.forces.piloting import is_practice
from frontcounter.forces.published import settings_in_scope
from frontcounter.forms.pages.published import published_form
from frontcounter.reports import making, queries
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.services import note_event, perform
from frontcounter.reports.states import State

CHANNEL = "handed_over"


@dataclass(frozen=True)
class Parcel:
    """Everything that goes from one force to the other."""

    origin: str
    origin_names: Mapping[str, str]
    practice: bool
    number: str
    agreed: str
    to: str
    record: ReportRecord
    form: dict[str, Any]
    files: list[carrying.Carried]


@dataclass(frozen=True)
class Arrived:
    """The number that the report got there; without one, the code of why it was not taken."""

    number: str = ""
    refused: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def hand_over(force_id: UUID, report_id: UUID, *, at: datetime) -> None:
    """Carry the report over, and write down what became of it. Does nothing the second time."""
    with tempfile.TemporaryDirectory(prefix="frontcounter-") as name:
        with worker_scope(force_id):
            parcel = _pack(report_id, Path(name), at)
        if parcel is None:
            return
        with scope(Role.WORKER, None):
            there = force_id_of(parcel.to)
        arrived = Arrived(refused="no_such_service")
        if there is not None:
            with worker_scope(there):
                arrived = _unpack(parcel, at)
        with worker_scope(force_id):
            _settle(report_id, parcel.to, arrived, at)


def _pack(report_id: UUID, folder: Path, at: datetime) -> Parcel | None:
    record, told = _waiting(report_id)
    if record is None:
        return None
    settings = settings_in_scope()
    to = str(told["force"])
    return Parcel(
        origin=settings.slug,
        origin_names={lang: settings.name(lang) for lang in settings.languages},
        practice=is_practice(settings),
        number=record.tracking_number,
        agreed=str(told.get("how", "")),
        to=to,
        record=record,
        form=form_document(record.form_hash),
        files=carrying.take_out(record.id, folder, to, at=at),
    )


def _waiting(report_id: UUID) -> tuple[ReportRecord | None, dict[str, Any]]:
    """The report and what was decided, while it is still on its way."""
    record = queries.report(report_id)
    if record is None or record.state != State.REDIRECTED:
        return None, {}
    codes = [event.code for event in queries.timeline(report_id)]
    if "hand_over" not in codes or "handed_over_as" in codes[_last(codes, "hand_over") :]:
        return None, {}
    return record, queries.details_of_last(report_id, "hand_over")


def _last(codes: list[str], code: str) -> int:
    return len(codes) - 1 - codes[::-1].index(code)


def _unpack(parcel: Parcel, at: datetime) -> Arrived:
    settings = settings_in_scope()
    if is_practice(settings) is not parcel.practice or not takes_over_from(settings, parcel.origin):
        return Arrived(refused="takes_none_from_us")
    draft_id = uuid5(parcel.record.id, f"handed over to {settings.slug}")
    known = making.made_of(draft_id)
    ours = {lang: settings.name(lang) for lang in settings.languages}
    if known:
        return Arrived(known, names=ours)
    record = parcel.record
    keep_form(record.form_hash, record.type, parcel.form)
    language = record.language if record.language in settings.languages else settings.languages[0]
    names = parcel.origin_names
    renamed = {str(one.id): str(carrying.new_id(one.id)) for one in parcel.files}
    receipt = making.take_over(
        making.Submission(
            draft_id=draft_id,
            form=published_form(record.form_hash),
            publication_hash=settings.hash,
            language=language,
            answers=_with_files(record.answers, renamed),
            contact=record.contact,
            channel=CHANNEL,
            actor=SYSTEM,
            details={
                "other_force": names.get(language) or next(iter(names.values())),
                "tracking_number": parcel.number,
                "how": parcel.agreed,
            },
        ),
        at=at,
    )
    carrying.take_in(parcel.files, receipt.report_id, draft_id, at=at)
    return Arrived(receipt.tracking_number, names=ours)


def _with_files(answers: Any, renamed: Mapping[str, str]) -> Any:
    """The answers, with the ids by which the files are known there."""
    if isinstance(answers, Mapping):
        return {key: _with_files(value, renamed) for key, value in answers.items()}
    if isinstance(answers, list):
        return [_with_files(value, renamed) for value in answers]
    return renamed.get(answers, answers) if isinstance(answers, str) else answers


def _settle(report_id: UUID, to: str, arrived: Arrived, at: datetime) -> None:
    """Both timelines name the other; what was refused is ours again, and a supervisor's task."""
    record, _told = _waiting(report_id)
    if record is None:
        return
    if arrived.number:
        told = {"force": to, "tracking_number": arrived.number, "names": dict(arrived.names)}
        audit(Verb.DISCLOSE, "report.handed_over", subject=f"report:{report_id}", at=at,
              details=told)  # fmt: skip
        note_event(report_id, "handed_over_as", SYSTEM, at=at, details=told)
    else:
        why = {"force": to, "why": arrived.refused}
        perform("come_back", report_id, SYSTEM, at=at, details=why)
