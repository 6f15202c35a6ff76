"""Report types about harm to people: nobody is asked too much, and danger leads to a voice."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from engine_help import DEMO, NOW, demo_overlay

from frontcounter.forms import catalogue
from frontcounter.forms.engine import (
    FormDocument,
    check_page,
    export_report,
    identifiers,
    lint,
    load_document,
    load_yaml,
    merge_overlay,
    walk,
)
from frontcounter.forms.engine.effort import effort
from frontcounter.forms.engine.noticing import danger, hints, marks
from frontcounter.forms.engine.usual import usual_answers

PEOPLE = ["antisocial_behaviour", "harassing_communications", "hate_incident", "missing_person",
          "threats", "trespass"]  # fmt: skip
URGENT = ["assault", "burglary_home", "domestic_abuse", "missing_at_risk", "sexual_offence",
          "stalking"]  # fmt: skip
FORCES = ["red-river", "soar-valley", "north-prairie", "escarpment"]
SAFE_EXIT = {"assault", "domestic_abuse", "harassing_communications", "hate_incident",
             "sexual_offence", "stalking", "threats"}  # fmt: skip
every = pytest.mark.parametrize("report_type", PEOPLE + URGENT)
each_force = pytest.mark.parametrize("force", FORCES)
Answers = dict[str, Any]


@cache
def form_of(report_type: str, force: str = "red-river") -> FormDocument:
    overlay = demo_overlay(force, report_type)
    languages = load_yaml(DEMO / force / "force.yaml")["languages"]
    return load_document(merge_overlay(catalogue.entry(report_type), overlay, languages))


def words_of(report_type: str) -> str:
    overlay = demo_overlay("red-river", report_type)
    return str(merge_overlay(catalogue.entry(report_type), overlay, ["en", "fr"]))


def told(report_type: str, **answers: Any) -> Answers:
    return {**usual_answers(form_of(report_type), now=NOW), **answers}


def stop_of(report_type: str, **answers: Any) -> Any:
    return walk(form_of(report_type), told(report_type, **answers)).stop


def found_marks(report_type: str, **answers: Any) -> dict[str, Any]:
    found = marks(form_of(report_type), told(report_type, **answers), "en")
    return {mark.code: mark for mark in found}


def found_hints(report_type: str, **answers: Any) -> set[str]:
    return {h.code for h in hints(form_of(report_type), told(report_type, **answers), "en")}


@each_force
@every
def test_each_force_can_publish_it_and_has_its_doors(report_type: str, force: str) -> None:
    settings = load_yaml(DEMO / force / "force.yaml")
    overlay = demo_overlay(force, report_type)
    problems = lint(catalogue.entry(report_type), overlay, settings["languages"])
    assert [str(problem) for problem in problems] == []
    assert form_of(report_type, force).doors <= set(settings["doors"])


@each_force
@every
def test_the_whole_way_can_be_gone_and_is_short(report_type: str, force: str) -> None:
    form = form_of(report_type, force)
    journey = walk(form, usual_answers(form, now=NOW))
    assert journey.stop is None
    assert journey.complete
    assert len(form.gate) <= 2
    assert len(form.pages) <= (1 if report_type in URGENT else 7)


@every
def test_it_takes_less_than_eight_modelled_minutes(report_type: str) -> None:
    for lang in ("en", "fr"):
        assert effort(form_of(report_type), lang, now=NOW).minutes_all < 8


@every
def test_safe_exit_stands_where_somebody_may_be_watching(report_type: str) -> None:
    handling = form_of(report_type).handling
    assert handling.safe_exit == (report_type in SAFE_EXIT)
    assert not handling.on_device
    assert handling.blur == (report_type in {"harassing_communications", "sexual_offence"})


@pytest.mark.parametrize("report_type", URGENT)
def test_a_stop_first_type_leads_to_a_call_and_requires_nothing(report_type: str) -> None:
    form = form_of(report_type)
    assert form.handling.call_first
    assert form.handling.urgent
    first = form.all_pages[0]
    assert first.doors[0] == "emergency"
    assert len(first.doors) >= 3
    assert not any(question.required for question in form.questions)
    assert not any(question.role == "reporter" for question in form.questions)
    for page in form.all_pages:  # pressing Continue on empty pages is enough
        empty = check_page(form, page.id, {}, {}, lang="en", now=NOW, region="CA")
        assert empty.ok, page.id
    assert walk(form, {}).stop is None


@pytest.mark.parametrize("report_type", URGENT)
def test_danger_now_leads_to_the_emergency_door(report_type: str) -> None:
    answers: Answers = {"risk": ["child"]} if report_type == "missing_at_risk" else {"now": "yes"}
    stop = walk(form_of(report_type), answers).stop
    assert stop is not None
    assert stop.door == "emergency"


@pytest.mark.parametrize("report_type", ["assault", "domestic_abuse", "sexual_offence", "stalking"])
@pytest.mark.parametrize("about", ["child", "older"])
def test_a_child_or_an_older_person_leads_to_the_emergency_door(
    report_type: str, about: str
) -> None:
    stop = walk(form_of(report_type), {"about": about}).stop
    assert stop is not None
    assert (stop.door, stop.offer_call) == ("emergency", True)


@pytest.mark.parametrize("report_type", ["harassing_communications", "threats"])
@pytest.mark.parametrize("who", ["partner", "ex_partner", "family"])
def test_someone_close_leads_to_a_support_line_and_a_call(report_type: str, who: str) -> None:
    stop = stop_of(report_type, relationship=who)
    assert (stop.code, stop.door, stop.offer_call) == ("close_person", "support_domestic", True)
    for stranger in ("known", "stranger", "not_sure"):
        assert stop_of(report_type, relationship=stranger) is None


@pytest.mark.parametrize("report_type", ["harassing_communications", "threats", "hate_incident"])
def test_danger_right_now_stops_before_anything_else(report_type: str) -> None:
    stop = stop_of(report_type, now="yes")
    assert (stop.code, stop.door) == ("danger_now", "emergency")


@every
def test_nothing_about_an_unknown_other_person_is_required(report_type: str) -> None:
    others = [q for q in form_of(report_type).questions if q.about_others or q.role == "suspect"]
    assert not any(question.required for question in others)


@every
def test_no_word_puts_the_blame_on_the_person(report_type: str) -> None:
    said = words_of(report_type).lower()
    for word in ("why did you", "why were you", "should have", "claim", "alleg", "pourquoi avez",
                 "auriez dû", "prétend", "allégu", "plaignant", "dénonc"):  # fmt: skip
        assert word not in said, word


@pytest.mark.parametrize("risk", ["child", "older", "ill", "self_harm", "crime", "weather"])
def test_a_missing_person_at_risk_is_for_the_emergency_line(risk: str) -> None:
    for report_type in ("missing_person", "missing_at_risk"):
        stop = stop_of(report_type, risk=[risk])
        assert (stop.code, stop.door, stop.offer_call) == ("at_risk", "emergency", True)


def test_nobody_has_to_wait_a_day_before_reporting_a_missing_person() -> None:
    form = form_of("missing_person")
    assert "do not have to wait 24 hours" in form.intro("en")
    assert "do not have to wait 24 hours" in form.all_pages[0].heading("en")
    assert stop_of("missing_person", risk=["none"]) is None
    concern = found_marks("missing_person", risk=["none"])["missing"]
    assert (concern.priority, concern.call) == (2, True)
    assert form.handling.urgent


def test_a_missing_child_in_the_story_is_pointed_out() -> None:
    assert "risk_in_story" in found_hints("missing_person", story="She is 9 years old, my kid.")
    assert "risk_in_story" not in found_hints("missing_person", story="No news since Monday.")


def test_fear_and_weapons_raise_a_threat() -> None:
    calm = found_marks("threats", afraid="no", weapon="no", aims=["other"], story="He was rude.")
    assert not any(mark.call for mark in calm.values())
    for answers in ({"afraid": "yes"}, {"weapon": "seen"}, {"aims": ["kill"]}):
        found = found_marks("threats", **answers)
        assert any(mark.priority == 2 and mark.call for mark in found.values()), answers
    assert "weapon_said_no" in found_hints("threats", story="He had a knife.", weapon="no")


def test_a_hate_incident_is_always_called_about() -> None:
    mark = found_marks("hate_incident", motives=[], how=[])["hate"]
    assert (mark.priority, mark.call) == (2, True)
    assert "hate_support" in form_of("hate_incident").doors


def test_a_third_report_of_a_disturbance_is_marked() -> None:
    assert "third_report" not in found_marks("antisocial_behaviour", told_before="once")
    found = found_marks("antisocial_behaviour", told_before="more", at_risk=["alone", "children"])
    assert {"third_report", "repeat", "vulnerable", "child"} <= set(found)


def test_numbers_and_accounts_that_harass_can_be_matched() -> None:
    senders = [{"phone": {"typed": "204-555-0163", "e164": "+12045550163"}},
               {"email": "No.Name@Example.org"}]  # fmt: skip
    form, answers = form_of("harassing_communications"), told("harassing_communications")
    found = identifiers(form, {**answers, "senders": senders})
    normal = {(one.kind, one.normal, one.role) for one in found}
    assert ("phone", "+12045550163", "suspect") in normal
    assert ("email", "no.name@example.org", "suspect") in normal


def test_people_are_told_not_to_send_intimate_images() -> None:
    for report_type in ("harassing_communications", "threats", "sexual_offence"):
        shown = words_of(report_type)
        assert "do not send intimate images" in shown
        assert "N’envoyez pas d’images intimes" in shown
    assert form_of("sexual_offence").question("photos") is None


def test_an_ex_in_the_story_of_a_harassment_by_someone_unknown_is_noticed() -> None:
    story = "I think it is my ex, he is outside right now"
    assert "partner" in found_marks("harassing_communications", story=story)
    assert "partner_story" in found_hints("harassing_communications", story=story)
    form = form_of("harassing_communications")
    assert danger(form, told("harassing_communications", story=story)).level == 2


def test_a_break_in_is_not_reported_as_a_trespass() -> None:
    stop = stop_of("trespass", in_home="yes")
    assert (stop.code, stop.offer_call) == ("in_home", True)


def test_a_threat_to_kill_and_one_to_things_have_their_own_codes() -> None:
    def code(table: str, force: str, aims: list[str]) -> str:
        form = form_of("threats", force)
        usual = {**usual_answers(form, now=NOW), "aims": aims}
        return str(export_report(form, usual)["codes"][table])

    assert code("hocr", "soar-valley", ["kill"]) == "3B"
    assert code("hocr", "soar-valley", ["hurt"]) == "9A"
    assert code("ucr2", "red-river", ["property"]) == "3540"
    assert code("ucr2", "red-river", ["property", "hurt"]) == "1627"
