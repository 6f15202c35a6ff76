"""The three report types of the two demo forces: their limits, gates, words and whole ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from engine_help import (
    ALL_DEMO,
    DEMO,
    FIRST,
    LANGUAGES,
    demo_document,
    demo_form,
    demo_overlay,
    submit,
)

from frontcounter.forms import catalogue
from frontcounter.forms.engine import export_report, fields, lint, load_yaml, summary, walk

each = pytest.mark.parametrize(("force", "report_type"), ALL_DEMO)
GATE = {"now": "no", "hurt": "no", "for_whom": "me", "suspect_known": "no",
        "value_over": "no", "special": "none", "stolen": "no"}  # fmt: skip
YOU: dict[str, str | list[str]] = {
    "name.given": "Ada",
    "name.family": "Roy",
    "contact.by": "text",
    "contact.phone": "204-555-0147",
    "contact.safe": ["text"],
}
WHEN: dict[str, str | list[str]] = {
    "happened.how": "between",
    "happened.from_day": "20",
    "happened.from_month": "11",
    "happened.from_year": "2026",
    "happened.to_day": "21",
    "happened.to_month": "11",
    "happened.to_year": "2026",
}
REST: dict[str, str | list[str]] = {
    "place.describe": "By the market hall",
    "vehicle.plate": "ABC 123",
    "bicycle.0.category": "bicycle",
    "bicycle.0.serial": "WTU-77",
    "things.0.category": "tools",
    "things.0.value": "200",
    "saw": "other",
    "suspect.looks": "Tall",
    "witness.given": "Wilma",
    "story": "It was gone.",
}


def go_through(force: str, report_type: str) -> dict[str, Any]:
    """Answer every page in turn, as a person does."""
    form = demo_form(force, report_type)
    answers: dict[str, Any] = {}
    here: str | None = form.all_pages[0].id
    while here:
        assert walk(form, answers).may_visit(here)
        names = {**GATE, **YOU, **WHEN, **REST}
        result = submit(form, names, here, answers, region="GB" if force[0] == "s" else "CA")
        assert result.ok, (here, result.errors, result.stop)
        answers |= result.values
        here = walk(form, answers).next(here)
    return answers


@each
def test_a_force_can_publish_it(force: str, report_type: str) -> None:
    problems = lint(
        catalogue.entry(report_type), demo_overlay(force, report_type), LANGUAGES[force]
    )
    assert [str(problem) for problem in problems] == []


@each
def test_every_stop_leads_to_a_door_that_the_force_has(force: str, report_type: str) -> None:
    doors = load_yaml(DEMO / force / "force.yaml")["doors"]
    assert demo_form(force, report_type).doors <= set(doors)


@each
def test_it_is_short_enough(force: str, report_type: str) -> None:
    form = demo_form(force, report_type)
    assert len(form.gate) <= 2
    assert len(form.pages) <= 7
    for page in form.all_pages:
        assert len([q for q in page.questions if q.when is None]) <= 6


@each
def test_what_was_never_answered_is_read_as_nothing(force: str, report_type: str) -> None:
    assert all(q.read(None) is None for q in demo_form(force, report_type).questions)


@each
def test_the_whole_way_can_be_gone(force: str, report_type: str) -> None:
    form = demo_form(force, report_type)
    answers = go_through(force, report_type)
    journey = walk(form, answers)
    assert journey.complete
    assert journey.first_unanswered is None
    assert [page.id for page in journey.steps] == [page.id for page in form.all_pages]
    report = export_report(form, answers)
    assert report["persons"][0]["role"] == "reporter"
    assert report["persons"][0]["contact"]["phone"]["typed"] == "204-555-0147"
    assert report["items"]
    assert report["times"]
    assert report["locations"]


@each
def test_the_reporters_copy_leaves_other_people_out(force: str, report_type: str) -> None:
    form = demo_form(force, report_type)
    answers = go_through(force, report_type)
    copy = str(summary(form, answers, "en", audience="official_reporter_copy"))
    assert "Wilma" not in copy
    assert "Tall" not in copy
    assert "Ada Roy" in copy
    if report_type != "lost_property":
        assert "Wilma" in str(summary(form, answers, "en", audience="staff"))


@each
def test_every_gate_answer_that_stops_is_reached(force: str, report_type: str) -> None:
    form = demo_form(force, report_type)
    wanted = {stop.code for page in form.gate for stop in page.stops}
    tries: list[dict[str, Any]] = [
        *({q: "yes"} for q in ("now", "hurt", "suspect_known", "value_over", "stolen")),
        {"for_whom": "not_asked"},
        *({"special": [code]} for code in ("identity", "plate", "firearm")),
    ]
    calm = {**GATE, "special": ["none"]}
    found = {stop.code for one in tries if (stop := walk(form, {**calm, **one}).stop)}
    assert found == wanted
    assert walk(form, calm).stop is None


def test_red_river_has_a_limit_and_soar_valley_has_none() -> None:
    assert demo_form("red-river").question("value_over") is not None
    assert demo_form("soar-valley").question("value_over") is None
    words = str(demo_document("red-river", "theft_bicycle"))
    assert "$5,000" in words
    assert "5\u00a0000\u00a0$" in words or r"5\xa0000\xa0$" in words


def test_soar_valley_speaks_of_999_and_number_plates() -> None:
    words = str(demo_document("soar-valley", "theft_from_vehicle"))
    assert "999" in words
    assert "911" not in words
    assert "Number plate" in words
    assert "Licence plate" not in words
    assert "Postal code" not in words


def test_codes_follow_the_jurisdiction_and_the_worth() -> None:
    form = demo_form("red-river")
    bike = {"category": "bicycle", "value": {"minor": 600000, "currency": "CAD"}}
    answers = go_through("red-river", "theft_bicycle")
    assert export_report(form, answers)["codes"]["ucr2"] == "2140"
    assert export_report(form, {**answers, "bicycle": [bike]})["codes"]["ucr2"] == "2130"
    english = export_report(demo_form("soar-valley"), go_through("soar-valley", "theft_bicycle"))
    assert english["codes"] == {"hocr": "44"}
    assert english["items"][0]["codes"] == {"nibrs": "04"}


def texts_of(node: Any, key: str = "") -> Iterator[dict[str, str]]:
    if isinstance(node, dict):
        if "en" in node and isinstance(node["en"], str):
            yield node
        else:
            for name, value in node.items():
                yield from texts_of(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from texts_of(value, key)


def syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and len(groups) > 1
    return max(1, len(groups) - silent)


def grade(text: str) -> float:
    """Flesch-Kincaid grade of some English."""
    sentences = [s for s in re.split(r"[.!?]+", text) if s.strip()]
    words = re.findall(r"[A-Za-z’']+", text)
    return (
        0.39 * len(words) / len(sentences)
        + 11.8 * sum(syllables(w) for w in words) / len(words)
        - 15.59
    )


@each
def test_the_words_are_plain(force: str, report_type: str) -> None:
    document = demo_document(force, report_type)
    all_words = " ".join(t["en"].rstrip(".?!") + "." for t in texts_of(document))
    assert grade(all_words) <= 6
    for one in texts_of(document):
        for words in one.values():
            for sentence in re.split(r"[.!?]", words):
                assert len(sentence.split()) <= 25, sentence
        if len(one["en"].split()) >= 25:
            assert grade(one["en"]) <= 8, one["en"]


def test_french_is_set_with_no_break_spaces() -> None:
    for report_type in FIRST:
        for one in texts_of(demo_document("red-river", report_type)):
            french = one["fr"]
            assert not re.search(r" [:»]|« | [?!;]|\d \d{3}(?!\d)| \$|\d h\b", french), french
            assert "'" not in french, french


@each
def test_each_page_draws_in_each_language_with_unique_ids(force: str, report_type: str) -> None:
    form = demo_form(force, report_type)
    for lang in LANGUAGES[force]:
        for page in form.all_pages:
            drawn = fields(form, page.id, {}, lang=lang)
            inputs = [one for f in drawn for one in f.inputs]
            inputs += [one for f in drawn for line in f.lines for one in line.inputs]
            inputs += [box for one in inputs for box in one.inputs]
            names = [one.name for one in inputs]
            assert len(names) == len(set(names))
            unlabelled = [
                one.name
                for one in inputs
                if not one.label and one.widget in ("text", "textarea", "select")
            ]
            assert unlabelled == []
