"""What may help to solve it, read from the answers. Shown, never added up, never deciding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from frontcounter.forms.engine import FormDocument, Journey, identifiers, window_utc
from frontcounter.forms.engine.conditions import Seen

NARROW = timedelta(hours=2)


@dataclass(frozen=True)
class Factor:
    """One thing that may help (`casework.review.factor.<code>`), and the answer that says so."""

    code: str
    question: str


def factors(form: FormDocument, journey: Journey) -> list[Factor]:
    """The factors that the answers speak of, each once."""
    return list(dict.fromkeys(_factors(form, journey)))


def _factors(form: FormDocument, journey: Journey) -> Iterator[Factor]:
    values = journey.values
    for question in form.questions:
        if question.id not in values:
            continue
        if question.KIND == "person" and question.role == "witness":
            yield Factor("witness", question.id)
        if question.KIND == "person_seen" and question.role == "suspect":
            yield Factor("described", question.id)
        if question.KIND == "time_window" and question.role == "incident":
            first, last = window_utc(values[question.id])
            if last - first <= NARROW:
                yield Factor("narrow_time", question.id)
        if question.KIND == "files":
            yield Factor("files", question.id)
    for name, code in (
        ("camera", "camera"),
        ("who", "suspect_named"),
        ("traces", "forensic"),
        ("tracker", "tracker"),
    ):
        if name in values:
            yield Factor(code, name)
    saw = journey.seen.get("saw", Seen(frozenset())).codes
    if "camera" in saw and "camera" not in values:
        yield Factor("camera", "saw")
    for one in identifiers(form, journey):
        if one.kind == "plate" and one.role == "suspect":
            yield Factor("plate", one.question_id)
        if one.kind in ("serial", "imei", "vin"):
            yield Factor("traceable", one.question_id)
