"""What the reporter answered to our questions, in what leaves: as it stood when it was recorded.

Their report stays as they sent it; each round stands beside it with its own questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from frontcounter.documents.labels import label
from frontcounter.documents.report import Moment, Row, Section
from frontcounter.forms.engine import FormDocument, export_report, summary
from frontcounter.reports.agreeing import HANDING_ON
from frontcounter.reports.asking import FREE, Round, answers_with_rounds, frozen_rounds
from frontcounter.reports.queries import ReportRecord


def data_of(record: ReportRecord, form: FormDocument) -> dict[str, Any]:
    """{"asked": …} for the language-free documents, or nothing.

    `rounds` in their order: when, the canonical answers, the same in the shape of a report, and
    the words of questions that no form has. `report`: the newest answer of each question.
    """
    rounds = frozen_rounds(record)
    if not rounds:
        return {}
    merged = export_report(form, answers_with_rounds(record, rounds))
    return {"asked": {"rounds": [round_data(one) for one in rounds], "report": merged}}


def round_data(one: Round) -> dict[str, Any]:
    """One round for a machine."""
    own = (FREE, HANDING_ON)
    free = [question for question in one.form.questions if question.id.startswith(own)]
    return {
        "round": one.number,
        "asked_at": one.asked_at.isoformat(),
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
        "questions": {question.id: dict(question.label) for question in free},
        "answers": one.answers,
        "report": export_report(one.form, one.answers),
    }


def sections_of(
    rounds: Iterable[Round],
    language: str,
    audience: str,
    when: Callable[[datetime], Moment],
    words: Mapping[str, str],
) -> tuple[Section, ...]:
    """What was answered, one section a round; nothing of what was left blank."""
    return tuple(
        Section(label("asked.title", language, words, when=when(answered).text), rows, key)
        for one in rounds
        if (answered := one.answered_at) is not None
        for key in [f"asked.{one.number}"]
        if (rows := tuple(_rows(one, language, audience, key)))
    )


def _rows(one: Round, language: str, audience: str, key: str) -> Iterable[Row]:
    for section in summary(one.form, one.answers, language, audience=audience):
        for row in section.rows:
            if row.answered:
                yield Row(row.label, tuple(row.lines), f"{key}.{row.question_id}")
