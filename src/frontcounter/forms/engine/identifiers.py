"""What can match another report: serials, plates, VINs, phones, e-mails, IMEIs."""

from __future__ import annotations

from .document import FormDocument
from .journey import Told, walk
from .kinds.base import Identifier


def identifiers(form: FormDocument, answers: Told) -> list[Identifier]:
    """Every identifier of the answers on the way, as typed and normalised, without twins."""
    journey = walk(form, answers)
    found = [
        identifier
        for question in form.questions
        if question.id in journey.values
        for identifier in question.identifiers(journey.values[question.id])
    ]
    return list(dict.fromkeys(found))
