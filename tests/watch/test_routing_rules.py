"""The force's rules say which unit reads a report; a table beside them is run line by line."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from after_help import AT, send

from force_help import DEMO_FORCES, TestForce, make_force
from frontcounter.forces.routing import Facts, decide, says
from frontcounter.forces.units import Hours, unit_of_district
from frontcounter.ops.force_check import check_folder
from frontcounter.reports import queries
from frontcounter.tasks.models import Task
from frontcounter.tasks.routing import route_pending

NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # a Friday in Manitoba
RULES = {
    "routing": [
        {
            "name": "words",
            "when": {"types": ["theft_bicycle"], "words": ["market hall"]},
            "unit": "youth_unit",
            "because": {"en": "it names the market", "fr": "il est question du marché"},
        },
        {
            "name": "again",
            "when": {"repeat_within_days": 30},
            "unit": "hate_crime_unit",
            "because": {"en": "they wrote before", "fr": "cette personne a déjà écrit"},
        },
    ]
}


@pytest.mark.parametrize("name", ["red-river", "soar-valley", "north-prairie", "escarpment"])
def test_every_line_of_the_table_goes_where_it_says(name: str) -> None:
    assert check_folder(DEMO_FORCES / name).problems == ()


def test_a_line_that_goes_elsewhere_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "force"
    shutil.copytree(DEMO_FORCES / "red-river", folder)
    table = folder / "routing.csv"
    text = table.read_text(encoding="utf-8")
    wrong = text.replace("10,call_back_unit,much_taken", "10,data_centre,desk")
    table.write_text(wrong, encoding="utf-8")
    found = [str(problem) for problem in check_folder(folder).problems]
    assert len(found) == 1
    assert "goes to call_back_unit by “much_taken”, not to data_centre" in found[0]


def settings_of(**changes: object):
    return make_force("red-river", **changes).settings()


def test_a_closed_unit_and_a_full_one_hand_on() -> None:
    force = make_force("red-river")
    settings = force.settings()
    child = Facts("missing_person", marks=("child",))
    night = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
    handed = decide(settings, child, night)
    assert (handed.unit, handed.passed) == ("data_centre", (("youth_unit", "closed"),))
    camera = Facts("theft_bicycle", marks=("camera",))
    full = decide(settings, camera, NOON, waiting=lambda _unit: 60)
    assert (full.unit, full.passed) == ("data_centre", (("evidence_unit", "full"),))
    assert decide(settings, camera, NOON, waiting=lambda _unit: 59).unit == "evidence_unit"


def test_two_units_that_hand_on_to_each_other_end() -> None:
    units = [
        {"code": "one", "name": {"en": "1", "fr": "1"}, "hours": {}, "when_closed": "two"},
        {"code": "two", "name": {"en": "2", "fr": "2"}, "hours": {}, "when_closed": "one"},
    ]
    settings = make_force(
        "red-river", units=units, routing=[], routes={}, review_unit="one", alarm={}
    ).settings()
    assert decide(settings, Facts("theft_bicycle"), NOON).unit == "two"


def test_words_are_heard_without_accents_and_whole() -> None:
    assert says("À l’école", ["ecole"])
    assert not says("preschools", ["school"])
    assert says("Two tractors", ["tractor*"])
    assert says("at the MARKET\nhall.", ["market hall"])


def test_a_night_shift_goes_on_after_midnight() -> None:
    hours = Hours.of({"fri": ["22:00", "06:00"]})
    friday = datetime(2026, 11, 20, 23, tzinfo=UTC)
    assert hours.open_at(friday)
    assert hours.open_at(friday + timedelta(hours=6))
    assert not hours.open_at(friday + timedelta(hours=8))
    assert hours.length(4) == 8


def test_a_district_has_its_unit() -> None:
    settings = make_force("north-prairie").settings()
    assert unit_of_district(settings, "moose-lake") == "moose_lake"
    assert unit_of_district(settings, "nowhere") == ""
    assert unit_of_district(settings, "") == ""


def route(force: TestForce) -> None:
    with force.scope():
        route_pending(at=AT + timedelta(seconds=10))


def routed(force: TestForce, report_id) -> tuple[str, dict]:
    with force.scope():
        unit = Task.objects.get(report_id=report_id, kind="review").unit
        events = queries.timeline(report_id)
        details = [event.details for event in events if event.code == "routed"]
    assert len(details) == 1
    return unit, details[0]


def test_the_worker_reads_the_words_and_says_why() -> None:
    force = make_force("red-river", **RULES)
    sent = send(force)
    route(force)
    unit, details = routed(force, sent.id)
    assert (unit, details["rule"]) == ("youth_unit", "words")
    assert details["because"]["en"] == "it names the market"


def test_who_wrote_before_is_found_by_telephone_and_the_first_report_is_not_again() -> None:
    force = make_force("red-river", routing=RULES["routing"][1:])
    first, second = send(force), send(force)
    with force.scope():  # the second came a day later
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "update reports_report set submitted_at = submitted_at + interval '1 day' "
                "where id = %s",
                [second.id],
            )
    route(force)
    assert routed(force, first.id)[1]["rule"] == "desk"
    assert routed(force, second.id)[1]["rule"] == "again"


def test_a_second_run_decides_nothing_again(red_river: TestForce) -> None:
    sent = send(red_river)
    route(red_river)
    route(red_river)
    assert routed(red_river, sent.id)[0] == "data_centre"
