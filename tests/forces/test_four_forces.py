"""Four forces of rows and files alone: where each differs from the others, as a person meets it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from intake_walker import MIDNIGHT_BIKE, Walker

from force_help import DEMO_FORCES, TestForce, make_force

FORCES = ("red-river", "soar-valley", "north-prairie", "escarpment")
BILINGUAL = ("red-river", "north-prairie", "escarpment")
DOORS = frozenset(
    (
        "emergency", "non_emergency", "call_back", "front_counter", "other_police",
        "victim_support", "support_domestic", "support_sexual", "crisis", "child_help",
        "elder_help", "crime_stoppers", "fraud_service", "complaints_body", "missing_service",
        "hate_support", "lost_documents", "tow_check", "mail_carrier", "legal_help",
    )
)  # fmt: skip
SAFE = {"now": "no", "hurt": "no"}
NOTED = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # a Friday


@cache
def force(name: str) -> TestForce:
    return make_force(name, types=("theft_bicycle", "theft_from_vehicle"))


def stop_at(name: str, **answers: Any) -> Any:
    """Where the gate of a bicycle theft ends for these answers."""
    from frontcounter.forms.engine import walk

    calm = {**SAFE, "for_whom": "me", "suspect_known": "no", "value_over": "no",
            "small_no_serial": "no"}  # fmt: skip
    return walk(force(name).form("theft_bicycle"), {**calm, **answers}).stop


def told(name: str, question: str, part: str = "hint", lang: str = "en") -> str:
    found = force(name).form("theft_bicycle").question(question)
    return str(getattr(found, part)[lang]) if found else ""


@pytest.mark.parametrize("name", FORCES)
def test_every_force_has_every_door_with_a_name_and_a_way(name: str) -> None:
    settings = force(name).settings()
    assert set(settings.doors) == DOORS
    for door in settings.doors.values():
        assert door.phone or door.url
        assert all(door.name[lang] for lang in settings.languages)


def test_a_known_suspect_means_opposite_things_in_two_cities() -> None:
    assert "a video alone does not count" in told("red-river", "suspect_known")
    assert "picture or video that shows the person" in told("escarpment", "suspect_known")
    assert "une vidéo ne suffit pas" in told("red-river", "suspect_known", lang="fr")
    assert "une vidéo qui montre la personne" in told("escarpment", "suspect_known", lang="fr")


def test_in_the_division_a_witness_counts_and_leads_to_a_call_never_a_dead_end() -> None:
    assert told("north-prairie", "suspect_known", "label").startswith("Did anyone see it")
    stop = stop_at("north-prairie", suspect_known="yes")
    assert stop.door == "call_back"
    assert stop.offer_call


def test_only_victims_report_in_the_division_and_others_may_elsewhere() -> None:
    stop = stop_at("north-prairie", for_whom="other")
    assert (stop.code, stop.offer_call) == ("not_owner", True)
    assert all(stop_at(name, for_whom="other") is None for name in FORCES if name[0] != "n")
    assert all(stop_at(name, for_whom="family") is None for name in FORCES)


@pytest.mark.parametrize("name", FORCES)
def test_each_force_has_its_own_limit_or_none(name: str) -> None:
    asked = force(name).form("theft_bicycle").question("value_over") is not None
    assert asked == (name in {"red-river", "north-prairie"})
    stop = stop_at(name, value_over="yes")
    assert (stop is not None) == asked


def test_a_small_thing_needs_its_number_in_the_region_but_a_theft_from_a_car_does_not() -> None:
    stop = stop_at("escarpment", small_no_serial="yes")
    assert (stop.code, stop.offer_call) == ("small_no_serial", True)
    assert "$500" in told("escarpment", "small_no_serial", "label")
    assert "500\u00a0$" in told("escarpment", "small_no_serial", "label", lang="fr")
    assert force("escarpment").form("theft_from_vehicle").question("small_no_serial") is None
    assert force("red-river").form("theft_bicycle").question("small_no_serial") is None


def test_fraud_goes_to_the_national_service_in_england_only() -> None:
    for name in FORCES:
        form = make_force(name, types=("fraud",)).form("fraud")
        assert (form.question("fraud_local") is not None) == (name == "soar-valley"), name


def test_the_division_asks_for_a_land_description_and_the_rural_sign() -> None:
    parts = {
        name: set(force(name).form("theft_bicycle").question("place").parts) for name in FORCES
    }
    assert {"land", "sign"} <= parts["north-prairie"]
    assert not any({"land", "sign"} & parts[name] for name in FORCES if name != "north-prairie")


def test_promises_numbers_words_and_looks_are_each_forces_own() -> None:
    settings = {name: force(name).settings().document for name in FORCES}
    for key in ("promises", "numbering", "look", "units", "calendar", "reasons"):
        for one, other in combinations(FORCES, 2):
            assert settings[one][key] != settings[other][key], (key, one, other)


def test_the_division_promises_a_call_within_five_business_days() -> None:
    from frontcounter.forces.promises import due_at

    settings = force("north-prairie").settings()
    assert settings.promises_for("review") == ("call_back",)
    due = due_at(settings, "call_back", NOTED).astimezone(settings.zone)
    assert f"{due:%a %d %H:%M}" == "Fri 27 21:00"


def test_every_report_of_the_division_is_called_back_before_it_is_recorded() -> None:
    from frontcounter.reports.models import Report
    from frontcounter.tasks.models import Task

    here = make_force("north-prairie")
    person = Walker(here.slug)
    person.walk(MIDNIGHT_BIKE)
    assert person.step == "check-answers", person.path
    page = person.press()
    assert "Somebody from the call-back unit phones you about your report." in page.html
    with here.scope():
        assert Report.objects.get().call_back_state == "open"
        calls = Task.objects.filter(kind="call_back")
        assert [call.unit for call in calls] == ["call_back_unit"]
    rule = here.settings().call_back
    assert (rule.every_report, rule.required_before_recording) == (True, True)


@pytest.mark.parametrize(("name", "number"), [("north-prairie", "2026-NP0000001"),
                                              ("escarpment", "260000001")])  # fmt: skip
def test_file_numbers_look_as_the_force_writes_them(name: str, number: str) -> None:
    from frontcounter.reports.numbering import next_file_number

    here = make_force(name)
    settings = here.settings()
    with here.scope():
        assert next_file_number(settings, NOTED) == number


@pytest.mark.parametrize("name", BILINGUAL)
def test_a_bilingual_force_speaks_french_to_the_receipt(name: str) -> None:
    here = force(name)
    person = Walker(here.slug, "fr")
    gate = {**MIDNIGHT_BIKE["online"], "small_no_serial": "no"}
    person.walk({**MIDNIGHT_BIKE, "online": gate})
    assert person.step == "check-answers", (person.path, person.page.title)
    page = person.press()
    assert here.settings().promises_for("review")
    assert any(rule.text["fr"] in page.html for rule in here.settings().promises.values())


@pytest.mark.parametrize("name", FORCES)
def test_colours_reach_the_page(name: str) -> None:
    page = Walker(force(name).slug).get("")
    accent = force(name).settings().document["look"]["accent"]
    assert accent.removeprefix("#") in page.html.lower()


def test_no_code_names_a_force() -> None:
    source = Path(DEMO_FORCES).parent.parent.parent
    demo = source / "ops" / "demo"
    for path in source.rglob("*.py"):
        if demo not in path.parents:
            text = path.read_text("utf-8")
            assert not any(f'"{name}"' in text for name in FORCES), path
