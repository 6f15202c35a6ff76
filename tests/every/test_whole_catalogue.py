"""Every report type goes the whole way, in every language of every demo force that offers it.

A person who answers what is required, tells the story, and presses Continue; no JavaScript.
"""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from intake_walker import Walker

from force_help import DEMO_FORCES, TestForce, make_force
from frontcounter.forms.engine import FormDocument, load_yaml
from frontcounter.forms.engine.usual import usual_answers

NOW = datetime.now(UTC)
MOST_BYTES = 12_000  # of one page on the line, squeezed as the site sends it
PHONES = {"CA": "204 555 0147", "GB": "0161 496 0000"}
SETTINGS = {
    folder.name: load_yaml(folder / "force.yaml")
    for folder in sorted(DEMO_FORCES.iterdir())
    if (folder / "force.yaml").exists()
}
CASES = [
    (force, lang, report_type)
    for force, settings in SETTINGS.items()
    for lang in settings["languages"]
    for report_type in settings["types"]
]


@cache
def _force(name: str) -> TestForce:
    return make_force(name, types=None)


@cache
def _form(name: str, report_type: str) -> FormDocument:
    return _force(name).form(report_type)


def typed(form: FormDocument) -> dict[str, dict[str, Any]]:
    """Page id → form names and values of an imagined person."""
    answers = usual_answers(form, now=NOW)
    return {
        page.id: {
            name: values if len(values) > 1 else values[0]
            for question in page.questions
            if answers.get(question.id) is not None
            for name, values in question.fill(answers[question.id]).items()
            if values
        }
        for page in form.all_pages
    }


def walk_to_the_end(person: Walker, form: FormDocument, segment: str, country: str) -> list[str]:
    """From the first page to the receipt; the steps that were seen."""
    told = typed(form)
    person.get(f"report/{segment}/")
    steps = [form.all_pages[0].id]
    person.press(told[steps[0]])
    for _ in range(30):
        steps.append(person.step)
        weight = len(gzip.compress(person.response.content, 6))
        assert weight <= MOST_BYTES, (steps, weight)
        if person.step == "sent" or person.status != 200:
            break
        if person.step == "confirm-email":
            person.press(_go="skip")
        elif person.step == "call-me":
            person.press({"name": "Sam Öst", "phone": PHONES[country]})
        else:
            person.press(told.get(person.step, {}))
    return steps


@pytest.mark.parametrize(("force", "lang", "report_type"), CASES)
def test_a_report_goes_the_whole_way(force: str, lang: str, report_type: str) -> None:
    from frontcounter.base.scope import Role, scope
    from frontcounter.forces.published import settings_in_scope
    from frontcounter.intake.neutral import segment_of

    form = _form(force, report_type)
    with scope(Role.PUBLIC, _force(force).id):
        segment = segment_of(settings_in_scope(), report_type)
    person = Walker(_force(force).slug, lang)
    steps = walk_to_the_end(person, form, segment, SETTINGS[force]["country"])
    assert steps[-1] == "sent", (steps, person.status, _errors(person))
    assert re.search(r'id="tracking-number">T-', person.page.html)
    assert ("call-me" in steps) == form.handling.call_first
    if form.handling.safe_exit:
        assert form.title(lang) not in person.page.title


def _errors(person: Walker) -> list[str]:
    found = re.search(r'class="govuk-error-summary.*?</ul>', person.page.html, re.DOTALL)
    return re.findall(r"<a[^>]*>([^<]+)", found[0]) if found else []


def test_every_force_says_every_word_in_each_of_its_languages() -> None:
    """No type may fall back to another language, and none may be missing."""
    for name, settings in SETTINGS.items():
        offered = set(_force(name).settings().forms)
        assert offered == set(settings["types"]), name
        for report_type in offered:
            assert _form(name, report_type).languages == tuple(settings["languages"])
