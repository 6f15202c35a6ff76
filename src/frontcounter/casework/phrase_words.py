"""Words that staff add to a message: paragraphs of the force's phrase bank, and their own.

The page shows the message with them before anything is sent: words that were not shown yet are
shown first, and only then can the message be confirmed. Works without JavaScript.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from frontcounter.accounts.staff import StaffRequest
from frontcounter.forces.phrases import LONGEST, filled, phrases
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.reports.queries import ReportRecord
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t


@dataclass(frozen=True)
class Added:
    """What was added so far; `shown` tells whether the person has seen it in the message."""

    text: str = ""
    shown: bool = True
    asked: bool = False  # a phrase is to be put in, or the message to be shown again

    @property
    def digest(self) -> str:
        return _digest(self.text)

    @property
    def details(self) -> dict[str, str]:
        """What goes with the arrow: on the timeline, and sealed into the message."""
        return {"own_words": self.text} if self.text else {}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def added_in(request: StaffRequest, record: ReportRecord, first: str = "") -> Added:
    """The words of the form that was sent (field `own_words`), with the phrase that was chosen.

    `first` stands there before anything was typed.
    """
    if request.method != "POST":
        return Added(first)
    text = many_lines(request.POST.get("own_words", ""))
    shown = request.POST.get("words_shown", "") == _digest(text)
    do = request.POST.get("words_do", "")
    chosen = phrases(request.force).get(request.POST.get("phrase", ""))
    if do == "insert" and chosen is not None:
        ready = filled(chosen, request.force, record.language, _values(request, record))
        text = f"{text}\n\n{ready}".strip()
    return Added(text, shown=shown and not do, asked=bool(do))


def problems(added: Added, lang: str) -> list[ErrorLink]:
    """Too many words."""
    if len(added.text) <= LONGEST:
        return []
    words = t("casework.decisions.words.too_long", lang, most=LONGEST)
    return [ErrorLink(words, "#own_words")]


def options(request: StaffRequest) -> list[dict[str, str]]:
    """The force's phrases for the picker, by what staff call them."""
    found = phrases(request.force).values()
    return [
        {"value": one.code, "text": request.force.text(one.staff, request.lang)} for one in found
    ]


def _values(request: StaffRequest, record: ReportRecord) -> dict[str, str]:
    """What a phrase may name."""
    return {
        "name": record.reporter_name,
        "number": record.file_number or record.tracking_number,
        "unit": request.force.reading_unit(record.desk, record.language),
    }
