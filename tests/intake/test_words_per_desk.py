"""What people read before and after sending is true for what they sent."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from intake_walker import MIDNIGHT_BIKE, Walker

from force_help import TestForce, make_force

TYPES = ("theft_bicycle", "drug_activity", "complaint_police", "feedback_thanks", "supplement")
UNTRUE = {
    "en": (
        "sorry that this happened",
        "permanent file number",
        "offence",
        "tells you what happens",
    ),
    "fr": ("désolés de ce qui vous est arrivé", "numéro de dossier permanent", "infraction"),
}


@pytest.fixture(scope="module")
def desks() -> TestForce:
    return make_force("red-river", types=TYPES)


def walked(force: TestForce, report_type: str, lang: str) -> tuple[str, str]:
    """The check page and the receipt of somebody who answers as little as can be."""
    from datetime import UTC, datetime

    from frontcounter.forms.engine import walk
    from frontcounter.forms.engine.usual import usual_answers

    form = force.form(report_type)
    answers = usual_answers(form, now=datetime.now(UTC))
    person = Walker(force.slug, lang)
    person.get(f"report/{report_type}/")
    for page in walk(form, answers).steps:
        sent: dict[str, list[str]] = {}
        for question in page.questions:
            value = question.read(answers.get(question.id))
            sent |= question.fill(value) if value is not None else {}
        person.press(sent)
        if person.step == "help-now":
            person.get(next(link for link in person.page.links if "/report/" in link))
    assert person.step == "check-answers", (person.path, person.page.title)
    check = person.page.html
    person.press()
    assert person.step == "sent"
    return check, person.page.html


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("report_type", ["drug_activity", "complaint_police", "feedback_thanks"])
def test_nothing_untrue_is_said_to_who_tells_thanks_or_complains(
    desks: TestForce, report_type: str, lang: str
) -> None:
    check, receipt = walked(desks, report_type, lang)
    for words in UNTRUE[lang]:
        assert words not in check, words
        assert words not in receipt, words
    true = {"en": "What I have written is true as far as I know.",
            "fr": "Ce que j’ai écrit est vrai, à ma connaissance."}[lang]  # fmt: skip
    assert true in check


def test_a_victim_still_reads_the_words_of_the_force(desks: TestForce) -> None:
    person = Walker(desks.slug)
    person.walk(MIDNIGHT_BIKE)
    assert "section 140" in person.page.html
    assert "sorry that this happened" in person.press().html


def test_a_complaint_says_who_reads_it_and_who_does_not(desks: TestForce) -> None:
    _, receipt = walked(desks, "complaint_police", "en")
    assert "Only this unit reads it: Professional standards." in receipt
    assert "The unit that you complain about does not see it." in receipt


def test_an_addition_says_what_happens_with_it(desks: TestForce) -> None:
    _, receipt = walked(desks, "supplement", "en")
    assert "looks for the report with the number and the name that you gave" in receipt


def test_a_force_may_word_it_otherwise() -> None:
    words = {"en": {"intake.sent.tip.next": "Officers of the north read it."}}
    force = make_force("red-river", types=TYPES, words=words)
    assert "Officers of the north read it." in walked(force, "drug_activity", "en")[1]


def test_the_door_to_crime_stoppers_stands_before_what_we_say_of_ourselves(
    desks: TestForce,
) -> None:
    html = Walker(desks.slug).get("report/drug_activity/").html
    assert html.index("1-800-222-8477") < html.index("Confidential, not anonymous")


def test_why_we_ask_stands_where_the_reporter_is_asked_who_they_are(desks: TestForce) -> None:
    from frontcounter.intake.showing import personal_page

    for report_type in ("theft_bicycle", "complaint_police", "supplement"):
        assert personal_page(desks.form(report_type)) == "you"


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("sort", ["message", "tip", "complaint", "addition"])
def test_the_receipt_by_mail_says_the_same(sort: str, lang: str) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "messages"))
    from test_words import VALUES

    from frontcounter.messages.render import render

    values = {**VALUES, "sort": sort, "unit": "Professional standards", "promises": []}
    message = render("receipt", lang, values)
    assert "report" not in message.subject.replace("reports", "")
    for words in UNTRUE[lang]:
        assert words not in message.text
    assert ("Professional standards" in message.text) == (sort == "complaint")
