"""What a person has typed into the page of a decision so far, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from frontcounter.accounts.staff import StaffRequest
from frontcounter.casework import phrase_words
from frontcounter.casework.phrase_words import Added
from frontcounter.forms.engine.cleaning import many_lines, one_line
from frontcounter.reports import occurrences
from frontcounter.reports.queries import Move, ReportRecord
from frontcounter.reports.states import Arrow
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t

# These send nothing and end nothing: a note for the next person is all they ask for.
NOTE_NEEDED = frozenset({"reopen", "close", "separate", "take_away"})
NOTE_LENGTH = 4000
OTHER = "other"


def note_needed(arrow: Arrow) -> bool:
    """Whether whoever decides has to say why."""
    return arrow.says_why or arrow.code in NOTE_NEEDED


@dataclass(frozen=True)
class Typed:
    """The fields of the form. `file` is the number of the file that the report becomes part of."""

    reason: str = ""
    note: str = ""
    added: Added = field(default_factory=Added)
    file: str = ""
    file_number: str = ""

    @classmethod
    def of(cls, request: StaffRequest, record: ReportRecord, code: str) -> Typed:
        """As it was sent; where another person proposed this decision, what they proposed first."""
        proposed = _proposed(record, code)
        if request.method != "POST":
            reason = proposed.get("reason") or request.GET.get("reason", "")
            words = str(proposed.get("details", {}).get("own_words", ""))
            number = str(proposed.get("details", {}).get("occurrence_number", ""))
            added = phrase_words.added_in(request, record, words)
            return cls(str(reason), "", added, number)
        given = request.POST
        return cls(
            str(proposed.get("reason") or given.get("reason", "")),
            many_lines(given.get("note", ""))[:NOTE_LENGTH],
            phrase_words.added_in(request, record),
            one_line(given.get("file", ""))[:40],
            one_line(given.get("file_number", ""))[:40],
        )

    @property
    def wanted_file(self) -> str:
        """The number of the file that is there already; "" for a new one."""
        return self.file_number if self.file == OTHER else self.file

    def details(self, code: str) -> dict[str, Any]:
        """What goes with the arrow."""
        found: dict[str, Any] = dict(self.added.details)
        if code == "record" and self.wanted_file:
            known = occurrences.by_number(self.wanted_file)
            found |= {"occurrence": str(known), "occurrence_number": self.wanted_file}
        return found


def _proposed(record: ReportRecord, code: str) -> dict[str, Any]:
    proposal = record.proposal or {}
    return proposal if proposal.get("decision") == code else {}


def problems(
    request: StaffRequest, found: Move, typed: Typed, *, proposing: bool
) -> list[ErrorLink]:
    """What keeps the decision from being taken."""
    lang, code = request.lang, found.arrow.code
    if found.arrow.reasons and typed.reason not in request.force.reasons(found.arrow.reasons):
        return [ErrorLink(t("casework.move.reason_needed", lang), "#reason")]
    wrong = phrase_words.problems(typed.added, lang)
    if (note_needed(found.arrow) or proposing) and not typed.note and not typed.added.asked:
        wrong.append(ErrorLink(t("casework.move.note_needed", lang), "#note"))
    if code == "record" and typed.file:
        wrong += _file_problems(typed, lang)
    return wrong


def _file_problems(typed: Typed, lang: str) -> list[ErrorLink]:
    if typed.wanted_file and occurrences.by_number(typed.wanted_file):
        return []
    return [ErrorLink(t("casework.decisions.file.unknown", lang), "#file_number")]
