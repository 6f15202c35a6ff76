"""What came after a report was sent, as its person may have it: their answers to our questions,
what staff put right, and what was written both ways.

What is about other people stays here as in the report itself; the names of staff do too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from frontcounter.documents.asked import round_data
from frontcounter.documents.report import Moment, Row
from frontcounter.forces.giving import LEFT_OUT, WITH_REASONS
from frontcounter.forms.engine import FormDocument, summary
from frontcounter.forms.engine.reading import pick
from frontcounter.messages.thread import Said, thread_of
from frontcounter.reports import agency
from frontcounter.reports.agency import ChangeLine
from frontcounter.reports.asking import Round, rounds_of
from frontcounter.reports.queries import ReportRecord
from frontcounter.web.texts import t

_OWN = "official_reporter_copy"


@dataclass(frozen=True)
class PutRight:
    """One thing that staff put right; `reason` is empty where the law keeps it from the person."""

    name: str
    label: str
    lines: tuple[str, ...]
    value: Any
    reason: str
    at: datetime


@dataclass(frozen=True)
class Later:
    """What goes along; of what stays, the questions in words, and how many changes of ours."""

    rounds: tuple[Round, ...]
    put_right: tuple[PutRight, ...]
    said: tuple[Said, ...]
    left_out: tuple[str, ...]
    kept_back: int


def later_of(record: ReportRecord, form: FormDocument, lang: str, given: str) -> Later:
    """`given`: how much of the agency's version the person may have (forces/giving.py)."""
    rounds, left_out = list[Round](), list[str]()
    for one in rounds_of(record.id):
        kept, others = own_answers(one.form, one.answers, lang)
        left_out += others
        if kept and one.answered_at is not None:
            rounds.append(replace(one, answers=kept))
    changes = _in_force(record)
    about_others = [one for one in changes if _is_about_others(form, one)]
    ours = [one for one in changes if one not in about_others]
    left_out += [_label(form, one, lang) for one in about_others]
    shown = [] if given == LEFT_OUT else ours
    return Later(
        rounds=tuple(rounds),
        put_right=tuple(_put_right(form, one, lang, given == WITH_REASONS) for one in shown),
        said=tuple(thread_of(record.id)),
        left_out=tuple(left_out),
        kept_back=len(ours) - len(shown),
    )


def own_answers(
    form: FormDocument, answers: dict[str, Any], lang: str
) -> tuple[dict[str, Any], list[str]]:
    """The answers that are not about other people, and the questions whose answers are."""
    own = {row.question_id for part in summary(form, answers, lang, audience=_OWN)
           for row in part.rows}  # fmt: skip
    whole = [row for part in summary(form, answers, lang, audience="staff") for row in part.rows]
    others = [row.label for row in whole if row.answered and row.question_id not in own]
    return {name: value for name, value in answers.items() if name in own}, others


def _in_force(record: ReportRecord) -> list[ChangeLine]:
    """What holds now and says something else than the reporter; the codes last."""
    changes = agency.changes_of(record.id)
    answers = agency.in_force(changes, agency.ANSWER).values()
    codes = agency.in_force(changes, agency.CODE).values()
    return [
        *(one for one in answers if agency.is_changed(record, one)),
        *(one for one in codes if one.value),
    ]


def _is_about_others(form: FormDocument, change: ChangeLine) -> bool:
    question = form.question(change.name)
    return change.part == agency.ANSWER and (question is None or question.about_others)


def _label(form: FormDocument, change: ChangeLine, lang: str) -> str:
    question = form.question(change.name) if change.part == agency.ANSWER else None
    return pick(question.label, lang) if question else change.name.upper()


def _put_right(form: FormDocument, change: ChangeLine, lang: str, reasons: bool) -> PutRight:
    question = form.question(change.name) if change.part == agency.ANSWER else None
    read = question.read(change.value) if question and change.value is not None else None
    if question and read is not None:
        lines = tuple(question.show(read, lang))
    elif question:
        lines = (t("privacy.package.blank", lang),)
    else:
        lines = (str(change.value),)
    reason = change.reason if reasons else ""
    label = _label(form, change, lang)
    return PutRight(change.name, label, lines, change.value, reason, change.at)


# ── in words, and for a machine ──────────────────────────────────────────────────────────────────


def put_right_rows(told: Later, lang: str, when: Callable[[datetime], Moment]) -> tuple[Row, ...]:
    """The agency's version, each with its reason where there is one."""
    return tuple(Row(one.label, (*one.lines, _why(one, lang, when))) for one in told.put_right)


def _why(one: PutRight, lang: str, when: Callable[[datetime], Moment]) -> str:
    key = "why" if one.reason else "changed"
    return t(f"privacy.package.{key}", lang, why=one.reason, when=when(one.at).text)


def said_rows(told: Later, lang: str, when: Callable[[datetime], Moment]) -> tuple[Row, ...]:
    """What the person wrote on the follow-up page, and what staff wrote there."""
    return tuple(
        Row(
            t(
                f"privacy.package.{'you' if one.from_reporter else 'we'}",
                lang,
                when=when(one.at).text,
            ),
            tuple(one.text.splitlines()),
        )
        for one in told.said
    )


def data_of(told: Later) -> dict[str, Any]:
    """The same for a machine."""
    return {
        "asked": [round_data(one) for one in told.rounds],
        "agency_version": [
            {
                "name": one.name,
                "value": one.value,
                "words": list(one.lines),
                "reason": one.reason,
                "at": one.at.isoformat(),
            }
            for one in told.put_right
        ],
        "agency_version_left_out": told.kept_back,
        "written": [
            {
                "at": one.at.isoformat(),
                "by": "person" if one.from_reporter else "police",
                "text": one.text,
            }
            for one in told.said
        ],
    }
