"""What people report about their things: the whole way, where it stops, marks, hints and codes."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from engine_help import DEMO, NOW, demo_overlay

from frontcounter.forms import catalogue
from frontcounter.forms.engine import (
    FormDocument,
    export_report,
    lint,
    load_document,
    load_yaml,
    merge_overlay,
    walk,
)
from frontcounter.forms.engine.effort import effort
from frontcounter.forms.engine.noticing import hints, marks
from frontcounter.forms.engine.usual import usual_answers

TYPES = ["break_in_outbuilding", "damage_property", "damage_vehicle", "found_property",
         "fuel_no_payment", "graffiti", "lost_property", "stolen_vehicle", "theft_bicycle",
         "theft_from_vehicle", "theft_mail", "theft_other", "theft_shop", "theft_vehicle_parts",
         "vehicle_interference"]  # fmt: skip
FORCES = ["red-river", "soar-valley", "north-prairie", "escarpment"]
every = pytest.mark.parametrize("report_type", TYPES)
each_force = pytest.mark.parametrize("force", FORCES)
Answers = dict[str, Any]


@cache
def form_of(report_type: str, force: str = "red-river") -> FormDocument:
    overlay = demo_overlay(force, report_type)
    languages = load_yaml(DEMO / force / "force.yaml")["languages"]
    return load_document(merge_overlay(catalogue.entry(report_type), overlay, languages))


def told(form: FormDocument, **answers: Any) -> Answers:
    return {**usual_answers(form, now=NOW), **answers}


def codes(report_type: str, force: str = "red-river", **answers: Any) -> dict[str, Any]:
    form = form_of(report_type, force)
    found: dict[str, Any] = export_report(form, told(form, **answers))["codes"]
    return found


def thing(category: str, dollars: int = 0, **more: Any) -> list[dict[str, Any]]:
    value = {"value": {"minor": dollars * 100, "currency": "CAD"}} if dollars else {}
    return [{"category": category, **value, **more}]


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
    assert len(form.gate) <= 2
    assert len(form.pages) <= 7
    journey = walk(form, told(form))
    assert journey.complete
    for page in journey.steps:
        assert len([q for q in page.questions if q.when is None]) <= 7, page.id


@every
def test_it_takes_less_than_eight_modelled_minutes(report_type: str) -> None:
    for lang in ("en", "fr"):
        found = effort(form_of(report_type), lang, now=NOW)
        assert found.minutes_all < 8
        assert found.required <= 13


def test_a_stolen_bicycle_takes_half_of_what_a_call_takes() -> None:
    assert effort(form_of("theft_bicycle"), "en", now=NOW).minutes < 4.5


@each_force
@every
def test_every_stop_is_reached_by_an_answer_of_its_page(report_type: str, force: str) -> None:
    form = form_of(report_type, force)
    usual = told(form)
    for page in form.gate:
        reached = set()
        for question in page.questions:
            for option in getattr(question, "options", ()) or ():
                answer = [option.code] if question.KIND == "choices" else option.code
                stop = walk(form, {**usual, question.id: answer}).stop
                reached |= {stop.code} if stop else set()
            if question.KIND.startswith("yes_no"):
                stop = walk(form, {**usual, question.id: "yes"}).stop
                reached |= {stop.code} if stop else set()
        assert {stop.code for stop in page.stops} <= reached


def test_evidence_never_stops_a_report_it_only_changes_how_soon_it_is_read() -> None:
    for report_type in TYPES:
        form = form_of(report_type)
        question = form.question("saw")
        if question is None:
            continue
        known = {option.code for option in question.options}  # type: ignore[attr-defined]
        clues = ["camera", "other", "named", "tracker", "traces"]
        answers = told(form, saw=[code for code in clues if code in known])
        assert walk(form, answers).stop is None
        found = {mark.code: mark for mark in marks(form, answers, "en")}
        assert {"camera", "witness", "suspect_named"} <= set(found)
        if "tracker" in known:
            assert found["tracker_live"].priority == 2
            assert found["tracker_live"].call


def test_a_person_who_sees_where_it_is_is_told_not_to_go_there() -> None:
    form = form_of("theft_bicycle")
    asked = form.question("tracker")
    assert asked is not None
    assert "do not go there" in str(asked.hint)
    assert "N’allez pas sur place" in str(asked.hint)


@pytest.mark.parametrize(
    ("report_type", "answers", "door"),
    [
        ("stolen_vehicle", {"gone_how": "not_checked"}, "tow_check"),
        ("stolen_vehicle", {"inside_now": ["person"]}, "emergency"),
        ("lost_property", {"special": ["identity"]}, "lost_documents"),
        ("found_property", {"found_what": ["dangerous"]}, "emergency"),
        ("found_property", {"found_what": ["in_place"]}, "front_counter"),
        ("break_in_outbuilding", {"now": "yes"}, "emergency"),
        ("damage_property", {"fire": "yes"}, "non_emergency"),
        ("theft_vehicle_parts", {"plate_taken": "yes"}, "call_back"),
        ("theft_other", {"special": ["firearm"]}, "non_emergency"),
    ],
)
def test_what_cannot_wait_leads_to_the_right_door(
    report_type: str, answers: Answers, door: str
) -> None:
    form = form_of(report_type)
    stop = walk(form, told(form, **answers)).stop
    assert stop is not None
    assert stop.door == door


def test_whoever_carries_the_mail_is_shown_on_the_page() -> None:
    page = form_of("theft_mail").page("things")
    assert page is not None
    assert page.doors == ("mail_carrier",)


def test_a_receipt_without_a_serial_number_is_pointed_out_to_both() -> None:
    form = form_of("theft_bicycle")
    answers = told(form, bicycle=thing("bicycle", 900, no_serial=True), proof=["receipt"])
    assert "receipt_serial" in {hint.code for hint in hints(form, answers, "fr")}
    assert "receipt_serial" in {hint.code for hint in hints(form, answers, "en", "staff")}
    without = told(form, bicycle=thing("bicycle", 900, no_serial=True), proof=["none"])
    assert "receipt_serial" not in {hint.code for hint in hints(form, without, "en")}


def test_a_story_with_a_knife_and_nobody_hurt_is_pointed_out() -> None:
    form = form_of("theft_other")
    answers = told(form, story="He had a knife and ran off with my phone.")
    assert "weapon_hurt" in {hint.code for hint in hints(form, answers, "en")}


def test_graffiti_that_may_be_hateful_is_read_first() -> None:
    form = form_of("graffiti")
    found = marks(form, told(form, surface="worship", hate="yes"), "en")
    assert [(mark.code, mark.priority) for mark in found if mark.code == "hate"] == [("hate", 2)]


def test_a_business_and_a_person_who_is_helped_are_named() -> None:
    form = form_of("theft_other")

    def asked(who: str) -> set[str]:
        return {question.id for question in walk(form, told(form, for_whom=who)).asked["you"]}

    assert "business" in asked("business")
    assert "victim" in asked("family")
    assert not asked("me") & {"business", "victim"}
    assert walk(form, told(form, for_whom="not_asked")).stop is not None


def test_shops_and_stations_name_the_business_and_not_a_date_of_birth() -> None:
    for report_type in ("theft_shop", "fuel_no_payment"):
        form = form_of(report_type)
        report = export_report(form, told(form))
        assert report["organisations"][0]["name"]
        assert "born" not in report["persons"][0]


def test_canadian_theft_codes_follow_the_worth() -> None:
    cases = [("theft_other", "tools", "2140", "2130"), ("theft_shop", "tools", "2143", "2133"),
             ("theft_vehicle_parts", "wheel", "2142", "2132")]  # fmt: skip
    for report_type, category, under, over in cases:
        low, high = thing(category, 5000), thing(category, 5001)
        assert codes(report_type, things=low)["ucr2"] == under
        assert codes(report_type, things=high)["ucr2"] == over


@pytest.mark.parametrize(
    ("report_type", "answers", "hocr"),
    [
        ("theft_other", {"taken_from": "person"}, "39"),
        ("theft_other", {"taken_from": "home"}, "40"),
        ("theft_other", {"taken_from": "outside"}, "49"),
        ("theft_mail", {"things": thing("letter")}, "42"),
        ("theft_mail", {"things": thing("parcel")}, "49"),
        ("damage_property", {"damaged_place": "dwelling"}, "58A"),
        ("damage_property", {"damaged_place": "business"}, "58B"),
        ("damage_property", {"damaged_place": "other"}, "58D"),
        ("damage_vehicle", {}, "58C"),
        ("graffiti", {"surface": "vehicle"}, "58C"),
        ("graffiti", {"surface": "dwelling", "hate": "yes"}, "58J"),
        ("break_in_outbuilding", {"for_whom": "me"}, "28E"),
        ("break_in_outbuilding", {"for_whom": "business"}, "30C"),
        ("stolen_vehicle", {}, "48"),
        ("vehicle_interference", {}, "126"),
        ("fuel_no_payment", {}, "49A"),
        ("theft_shop", {}, "46"),
    ],
)
def test_english_codes_follow_the_answers(report_type: str, answers: Answers, hocr: str) -> None:
    assert codes(report_type, "soar-valley", **answers)["hocr"] == hocr


def test_canadian_graffiti_codes_follow_what_it_is_on() -> None:
    assert codes("graffiti", surface="other")["ucr2"] == "2170"
    assert codes("graffiti", surface="memorial")["ucr2"] == "2177"
    assert codes("graffiti", surface="worship", hate="no")["ucr2"] == "2175"
    assert codes("graffiti", surface="worship", hate="yes")["ucr2"] == "2176"


def test_every_thing_has_its_nibrs_code_and_every_list_its_words() -> None:
    lists = catalogue.entry("theft_other")["lists"]
    for name in ("property", "bicycle_things", "outbuilding_things", "vehicle_parts", "mail_things",
                 "shop_goods", "found_things", "damaged_things", "damaged_places"):  # fmt: skip
        for code, entry in lists[name].items():
            assert len(entry["nibrs"]) == 2, (name, code)
