"""Road, fraud, information and contact types: the walks on which somebody could come to harm."""

from __future__ import annotations

from typing import Any

import pytest
from engine_help import demo_document, demo_form, demo_overlay, submit

from frontcounter.forms import catalogue
from frontcounter.forms.engine import (
    FormDocument,
    advice,
    export_report,
    fields,
    hints,
    load_document,
    marks,
    merge_overlay,
    walk,
)

CONFIDENTIAL = ("drug_activity", "problem_place")
STORY = {"story": "They come every night."}
PAID = {"paid": "yes", "bank_told": "no"}
NATIONAL = {"fraud_local", "national_service"}


def form_of(report_type: str, **more: Any) -> FormDocument:
    """The type as Red River has it, with fraud the way that the catalogue has it."""
    overlay = demo_overlay("red-river", report_type)
    for key in ("remove", "remove_everywhere"):
        overlay[key] = [name for name in overlay.get(key, []) if name not in NATIONAL]
    parameters = overlay.get("parameters", {}) | more.pop("parameters", {})
    overlay |= {"parameters": parameters, **more}
    return load_document(merge_overlay(catalogue.entry(report_type), overlay, ["en", "fr"]))


def stop_of(report_type: str, **answers: Any) -> str | None:
    stop = walk(form_of(report_type), answers).stop
    return stop.code if stop else None


def shown(form: FormDocument, answers: dict[str, Any]) -> set[str]:
    return {hint.code for hint in hints(form, answers, "en")}


# fraud


@pytest.mark.parametrize("report_type", ["fraud", "identity_theft"])
def test_fraud_goes_to_the_national_service_unless_it_is_near(report_type: str) -> None:
    form = form_of(report_type)
    stop = walk(form, {"now": "no", "fraud_local": ["none"]}).stop
    assert stop is not None
    assert (stop.code, stop.door) == ("national_service", "fraud_service")
    for near in ("in_progress", "near", "vulnerable"):
        assert walk(form, {"now": "no", "fraud_local": [near]}).stop is None


def test_the_english_force_leads_to_the_national_service_and_the_city_in_manitoba_does_not() -> (
    None
):
    away = {"now": "no", "fraud_local": ["none"]}
    stop = walk(demo_form("soar-valley", "fraud"), away).stop
    assert stop is not None
    assert stop.door == "fraud_service"
    assert walk(demo_form("red-river", "fraud"), away).stop is None


def test_a_force_without_a_national_service_takes_every_fraud() -> None:
    form = form_of("fraud", remove=["fraud_local", "national_service"])
    journey = walk(form, {"now": "no"})
    assert journey.stop is None
    assert journey.next("safe") == "where"


def test_someone_on_the_way_to_collect_the_money_means_an_emergency_call() -> None:
    assert stop_of("fraud", now="yes") == "happening_now"


def test_the_bank_is_named_before_the_form_and_nobody_is_blamed() -> None:
    first = form_of("fraud").all_pages[0]
    words = str(first.text)
    assert "call your bank now" in words
    assert "Anyone can be tricked" in words
    assert "crisis" in first.doors


def test_a_payment_that_the_bank_does_not_know_of_is_seen_sooner() -> None:
    form = form_of("fraud")
    gate = {"now": "no", "fraud_local": ["near"], "place": {"describe": "Home"}}
    found = {m.code: m for m in marks(form, gate | PAID | {"coping": "harm"}, "en")}
    assert found["bank_not_told"].priority == 1
    assert (found["distress"].priority, found["distress"].call) == (2, True)
    assert {"bank", "no_payments"} <= shown(form, gate | PAID)


def test_each_payment_is_kept_with_its_amount_and_way() -> None:
    names: dict[str, str | list[str]] = {
        "paid": "yes",
        "payments.lines": "1",
        "payments.0.amount": "1,200.50",
        "payments.0.day.day": "20",
        "payments.0.day.month": "11",
        "payments.0.day.year": "2026",
        "payments.0.way": "gift_card",
        "payments.0.to": "Card 1234",
    }
    result = submit(form_of("fraud"), names, "money", {"now": "no", "fraud_local": ["near"]})
    assert result.values["payments"] == [
        {
            "amount": {"minor": 120050, "currency": "CAD"},
            "day": "2026-11-20",
            "way": "gift_card",
            "to": "Card 1234",
        }
    ]


# information


@pytest.mark.parametrize("report_type", CONFIDENTIAL)
def test_information_can_be_sent_without_saying_who_one_is(report_type: str) -> None:
    form = form_of(report_type)
    answers = {
        "now": "no",
        "place": {"describe": "The corner house"},
        "activity": ["dealing"],
        "problem": ["dealing"],
        **STORY,
    }
    assert walk(form, answers).complete
    assert not any(q.required for q in form.by_page["you"].questions)
    assert "persons" not in export_report(form, answers) or not any(
        person.get("role") == "reporter" for person in export_report(form, answers)["persons"]
    )


@pytest.mark.parametrize("report_type", CONFIDENTIAL)
def test_information_is_confidential_and_stays_with_intelligence(report_type: str) -> None:
    form = form_of(report_type)
    assert form.handling.desk == "intelligence"
    assert form.handling.confidential
    assert not form.handling.deliver
    assert form.all_pages[0].doors == ("crime_stoppers",)
    words = str(demo_document("red-river", report_type)).lower()
    assert "confidential" in words
    assert "anonymous" not in words
    assert "anonyme" not in words
    kinds = {question.KIND for question in form.questions}
    assert "files" not in kinds  # a picture tells who took it, and people must not go closer


def test_a_weapon_or_a_child_at_a_place_comes_first() -> None:
    form = form_of("drug_activity")
    answers = {"now": "no", "activity": ["guns"], "risks": ["child"], **STORY}
    found = {mark.code: mark.priority for mark in marks(form, answers, "en")}
    assert (found["weapon"], found["child"]) == (2, 2)


# complaints and thanks


def test_a_complaint_about_police_is_for_standards_only_and_never_delivered() -> None:
    form = form_of("complaint_police")
    assert form.handling.desk == "standards"
    assert not form.handling.deliver
    assert form.codes == {}
    assert form.all_pages[0].doors == ("complaints_body",)


def test_thanks_take_two_pages_and_no_name() -> None:
    form = form_of("feedback_thanks")
    assert len(form.all_pages) == 2
    assert walk(form, {"kind": "thanks", "story": "Thank you"}).complete
    assert not form.handling.deliver


# road


def test_a_collision_report_says_what_it_does_for_the_legal_duty() -> None:
    unknown = form_of("collision")
    assert "does not meet your legal duty" in str(unknown.by_page["online"].text)
    assert any("does not meet your legal duty" in line for line in advice(unknown, {}, "en"))
    told = {"en": "This report meets your duty.", "fr": "Ce signalement suffit."}
    known = form_of("collision", parameters={"collision_duty": told})
    assert "This report meets your duty" in str(known.by_page["online"].text)


@pytest.mark.parametrize("report_type", ["hit_and_run", "collision", "dashcam"])
def test_somebody_hurt_on_the_road_means_a_call(report_type: str) -> None:
    assert stop_of(report_type, now="no", hurt="yes") == "injured"


def test_a_plate_or_a_video_of_a_hit_and_run_stops_nobody() -> None:
    form = form_of("hit_and_run")
    gate = {"now": "no", "hurt": "no", "hit": "parked", "for_whom": "me", "driver_known": "no"}
    answers = gate | {"other_vehicle": {"plate": "ABC 123"}, "saw": ["camera"], "left": ["paint"]}
    assert walk(form, answers).stop is None
    found = {mark.code for mark in marks(form, answers, "en")}
    assert {"vehicle_seen", "camera", "traces"} <= found
    assert "camera_where" in shown(form, answers)


def test_dashcam_video_without_a_plate_is_refused() -> None:
    gate = {"hurt": "no", "recent": "yes", "adult": "yes", "court": "yes"}
    assert stop_of("dashcam", **gate, plate_known="no") == "no_plate"
    form = form_of("dashcam")
    blank = submit(form, {"other_vehicle.model": "Ford"}, "vehicle", gate | {"plate_known": "yes"})
    assert [error.message for error in blank.errors] == ["Enter the plate of the vehicle"]


def test_dashcam_video_on_social_media_is_a_hint_and_no_stop() -> None:
    gate = {"hurt": "no", "recent": "yes", "adult": "yes", "court": "yes", "plate_known": "yes"}
    form = form_of("dashcam")
    assert walk(form, gate | {"posted": "yes"}).stop is None
    assert {"posted", "no_video"} <= shown(form, gate | {"posted": "yes"})


def test_who_wants_a_charge_is_asked_about_court() -> None:
    form = form_of("driving_complaint")
    charge = {"now": "no", "hurt": "no", "wish": "charge", "court": "yes"}
    assert "charge" in {mark.code for mark in marks(form, charge, "en")}
    told = walk(form, charge | {"wish": "information"})
    assert "court" not in told.values


# to a person


def test_something_else_needs_few_words_and_no_place() -> None:
    form = form_of("something_else")
    contact = {"by": "email", "email": "a@example.org"}
    name = {"given": "Ada", "family": "Roy"}
    assert walk(form, {"now": "no", **STORY, "name": name, "contact": contact}).complete
    assert walk(form, {"now": "no", "place": {"describe": "Far away"}}).stop is None


def test_a_supplement_asks_for_a_number_and_a_check() -> None:
    form = form_of("supplement")
    required = {question.id for question in form.by_page["find"].questions if question.required}
    assert required == {"number", "family"}
    journey = walk(form, {"now": "no", "adds": ["serial"]})
    assert [page.id for page in journey.steps] == ["safe", "find", "more", "things", "you"]


def test_a_drop_down_that_nobody_touched_gives_no_answer() -> None:
    form = form_of("fraud")
    kind = fields(form, "what", {}, lang="en")[0].inputs[0]
    way = fields(form, "reached", {}, lang="en")[0].lines[0].inputs[0]
    for box in (kind, way):
        assert box.widget == "select"
        assert [choice.value for choice in box.options].count("") == 1
        assert box.options[0].value == ""
