"""The answers as sections and rows of words: the check page, the staff page, the PDF."""

from __future__ import annotations

from dataclasses import dataclass, field

from .document import FormDocument, Page
from .journey import Journey, Told, walk
from .kinds import Question
from .reading import pick
from .texts import say

AUDIENCES = ("reporter", "staff", "official_reporter_copy")


@dataclass(frozen=True)
class Row:
    """One question and its answer; `lines` says "Not provided" when it was left blank."""

    question_id: str
    label: str
    lines: list[str]
    files: list[str] = field(default_factory=list)
    answered: bool = True


@dataclass(frozen=True)
class Section:
    """One page of the journey, with the rows of its questions."""

    page_id: str
    title: str
    rows: list[Row]
    is_gate: bool = False


def summary(
    form: FormDocument, answers: Told, lang: str, *, audience: str = "reporter"
) -> list[Section]:
    """Sections for the pages on the way, the gate's last.

    'official_reporter_copy' leaves out questions about other people (a suspect, a witness). An
    unknown audience is a ValueError.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"audience {audience!r}")
    journey = walk(form, answers)
    hide = audience == "official_reporter_copy"
    sections = [_section(journey, page, lang, hide) for page in journey.steps]
    full = [section for section in sections if section.rows]
    return sorted(full, key=lambda section: section.is_gate)


def _section(journey: Journey, page: Page, lang: str, hide: bool) -> Section:
    rows = [
        _row(question, journey, lang)
        for question in journey.asked[page.id]
        if not (hide and question.about_others)
    ]
    return Section(page.id, pick(page.title, lang), rows, page.is_gate)


def _row(question: Question, journey: Journey, lang: str) -> Row:
    label = pick(question.label, lang)
    value = journey.values.get(question.id)
    if value is None:
        return Row(question.id, label, [say("summary.none", lang)], answered=False)
    return Row(question.id, label, question.show(value, lang), question.file_ids(value))
