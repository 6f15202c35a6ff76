"""What the machine remarks: pure functions over answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from after_help import answers_of

from frontcounter.casework.review_clashes import clashes
from frontcounter.casework.review_danger import quotes
from frontcounter.casework.review_missing import missing
from frontcounter.casework.review_solving import factors
from frontcounter.casework.review_tables import table
from frontcounter.forms import catalogue
from frontcounter.forms.engine import walk

SENT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def told(red_river):
    form = red_river.form("theft_from_vehicle")
    answers = answers_of(form, "CA", **{"contact.by": "email", "contact.email": "a@example.org"})
    return form, answers


def codes(told, **changed) -> set[str]:
    form, answers = told
    return {one.code for one in clashes(form, walk(form, answers | changed), SENT, "en")}


def test_a_plain_report_has_no_clash(told) -> None:
    assert codes(told) == set()


def test_what_does_not_fit_is_said_with_both_answers(told) -> None:
    form, answers = told
    plate = {"plate": "ABC 123"}
    changed = {"saw": ["vehicle"], "other_vehicle": plate}
    found = clashes(form, walk(form, answers | changed), SENT, "en")
    assert [one.code for one in found] == ["same_plate"]
    assert [one.question for one in found[0].answers] == ["vehicle", "other_vehicle"]
    assert "ABC 123" in found[0].answers[0].words


def test_each_check(told) -> None:
    when = {"precision": "exact", "zone": "America/Winnipeg"}
    assert codes(told, happened={**when, "from": "2026-11-21"}) == {"after_sending"}
    assert codes(told, happened={**when, "from": "2024-11-21"}) == {"long_ago"}
    line = {"category": "tools", "serial": "A-1"}
    assert codes(told, things=[line, {**line, "serial": "a 1"}]) == {"serial_twice"}
    dear = [{"category": "tools", "value": {"minor": 900000, "currency": "CAD"}}]
    assert codes(told, things=dear) == {"value_limit"}
    assert codes(told, witness={"given": "Ada", "family": "Roy"}) == {"same_name"}
    assert codes(told, saw=["none"], story="The neighbour has it on video.") == {"nobody_saw"}
    assert codes(told, saw=["none"], story="Le voisin a une caméra.") == {"nobody_saw"}


def test_missing_elements_name_the_question_that_asks_for_them(told) -> None:
    form, answers = told
    found = {one.code: one.question for one in missing(form, walk(form, answers), "en")}
    assert found["serial"] == "things"
    assert found["clock"] == "happened"
    assert found["witness"] == "witness"
    assert "camera" not in found  # nobody spoke of one
    things = [{"category": "tools", "no_serial": True, "description": "Drill"}]
    left = {one.code for one in missing(form, walk(form, answers | {"things": things}), "fr")}
    assert "serial" not in left


def test_what_may_help_is_listed(told) -> None:
    form, answers = told
    found = {one.code for one in factors(form, walk(form, answers))}
    assert found == {"witness", "described"}
    more = answers | {"saw": ["camera"], "camera": "At the door"}
    assert {one.code for one in factors(form, walk(form, more))} == {"camera"}


def test_the_words_of_danger_are_quoted_with_a_little_around_them(told) -> None:
    form, answers = told
    story = "I parked there. My neighbour says he will kill me if I tell. Then it was gone."
    found = quotes(form, walk(form, answers | {"story": story}))
    assert found
    assert all("kill" in quote.words for quote in found if quote.topic == "threat")
    assert all(len(quote.words.split()) < 8 for quote in found)
    assert not quotes(form, walk(form, answers))


def test_the_tables_know_only_what_the_catalogue_has() -> None:
    elements = table("elements")
    assert set(elements["types"]) <= set(catalogue.types())
    assert {one for needs in elements["types"].values() for one in needs} == set(elements["needs"])


def test_every_code_of_the_catalogue_has_its_title(red_river) -> None:
    tables = table("codes")
    for type_ in ("theft_bicycle", "theft_from_vehicle"):
        for name, entries in red_river.form(type_).codes.items():
            if name in tables:
                assert {entry.code for entry in entries} <= set(tables[name]["codes"]), name
