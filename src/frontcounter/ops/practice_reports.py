"""Invented reports for a practice area: an imagined person's answers, in several states."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.accounts.roles import StaffRole
from frontcounter.base.ids import uuid7
from frontcounter.base.scope import act_as
from frontcounter.forces.published import ForceSettings
from frontcounter.forms.engine import FormDocument, walk
from frontcounter.forms.engine.usual import usual_answers
from frontcounter.forms.pages.published import published_form
from frontcounter.reports.facts import contact_of
from frontcounter.reports.making import Submission, submit
from frontcounter.reports.services import Refused, perform

MOST = 24
_NOBODY = UUID("00000000-0000-7000-8000-000000000001")
_NAMES = {"en": "A colleague (invented)", "fr": "Collègue (personnage inventé)"}
# What happened to each, in turn: most wait, for that is what is practised.
_LIVES = ((), (), ("claim", "record"), (), ("claim", "not_take"), ())


def invent(settings: ForceSettings, at: datetime) -> int:
    """A report of each type that an imagined person gets through, the oldest first."""
    lang = settings.languages[0]
    roles = frozenset({StaffRole.REVIEWER, StaffRole.SUPERVISOR})
    colleague = Actor("staff", str(_NOBODY), _NAMES.get(lang, _NAMES["en"]), roles)
    made = 0
    for form_hash, life in zip(settings.forms.values(), cycle(_LIVES), strict=False):
        if made == MOST:
            break
        sent = at - timedelta(hours=3 * (MOST - made))
        report_id = _send(settings, published_form(form_hash), sent, made)
        if report_id is not None:
            _live(report_id, life, colleague, settings, sent)
            made += 1
    return made


def _send(settings: ForceSettings, form: FormDocument, sent: datetime, number: int) -> UUID | None:
    answers: dict[str, Any] = _varied(usual_answers(form, now=sent), number)
    journey = walk(form, answers)
    if journey.stop is not None or journey.first_unanswered is not None:
        return None
    languages = settings.languages
    act_as("reporter", "")
    receipt = submit(
        Submission(
            draft_id=uuid7(),
            form=form,
            publication_hash=settings.hash,
            language=languages[number % len(languages)],
            answers=answers,
            contact=contact_of(form, answers),
        ),
        at=sent,
        silent=True,
    )
    return receipt.report_id


# The imagined person is always the same; a queue of reports by one person would teach little.
_GIVEN = ("Ada", "Bo", "Cam", "Dee", "Eli", "Fay", "Gus", "Hope")
_FAMILY = ("Imagined", "Invented", "Pretend", "Example", "Sample")


def _varied(value: Any, number: int) -> Any:
    """The same answers with another name, number, serial and house for each report."""
    if isinstance(value, dict):
        return {key: _varied(part, number) for key, part in value.items()}
    if isinstance(value, list):
        return [_varied(part, number) for part in value]
    if not isinstance(value, str):
        return value
    given, family = _GIVEN[number % len(_GIVEN)], _FAMILY[number % len(_FAMILY)]
    changed = {
        "Marie": given,
        "Tremblay": family,
        "marie@example.org": f"{given.lower()}.{family.lower()}@example.org",
        "WTU123456789": f"WTU{123456000 + number}",
        "ABC 123": f"ABC {123 + number}",
        "12 Example Street": f"{12 + number} Example Street",
    }
    if value.startswith(("204-555-01", "+120455501", "0161 496 00", "+44161496000")):
        return f"{value[:-2]}{10 + number}"  # numbers that are kept free for examples
    return changed.get(value, value)


def _live(
    report_id: UUID,
    life: tuple[str, ...],
    colleague: Actor,
    settings: ForceSettings,
    sent: datetime,
) -> None:
    """As far as the force's own rules let it go."""
    act_as("staff", colleague.id)
    reason = next(iter(settings.not_taken_reasons))
    for step, code in enumerate(life, 1):
        try:
            perform(
                code,
                report_id,
                colleague,
                at=sent + timedelta(minutes=20 * step),
                reason=reason if code == "not_take" else "",
                silent=True,
            )
        except Refused:
            return
