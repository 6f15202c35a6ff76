"""Saying where it happened: in words, by a suggestion, by a pin; and what follows from it."""

from __future__ import annotations

import gzip
import re
from functools import cache
from typing import Any

import pytest
from django.db import connection
from intake_walker import MIDNIGHT_BIKE, Walker

from force_help import TestForce, make_force
from frontcounter.forces.published import settings_in_scope
from frontcounter.forms.engine.kinds.place_spot import Spot, Told
from frontcounter.forms.pages.locating import locator

NORTH_WEST = {"lat": "49.56", "lon": "-97.92", "metres": "40"}
BEFORE = {name: MIDNIGHT_BIKE[name] for name in ("safe", "online")}


@cache
def force_of(name: str) -> TestForce:
    return make_force(name)


def look_for(name: str, pin: dict[str, Any] | None = None, picked: str = "", **words: str) -> Spot:
    """What a force makes of a place, as its public site asks it."""
    force = force_of(name)
    with force.scope("public"):
        chosen = words.pop("chosen", "")
        told = Told(words, pin, picked, chosen)
        return locator(settings_in_scope(), "en")(told)


def at_where(name: str = "red-river", lang: str = "en") -> Walker:
    person = Walker(force_of(name).slug, lang)
    person.walk(BEFORE)
    assert person.step == "where"
    return person


@pytest.mark.parametrize(
    ("words", "district", "how"),
    [
        ({"line1": "418 Tamarack Ave"}, "tamarack", "address"),
        ({"line1": "200, avenue du COLLEGE", "town": "red river"}, "college", "address"),
        ({"line1": "200 College Avenue"}, "college", "address"),
        ({"line1": "12-360 sturgeon st"}, "downtown", "address"),
        ({"line1": "Whitecap Leisure Centre"}, "ferry-landing", "landmark"),
        ({"line1": "marche du quai"}, "quai", "landmark"),
        ({"describe": "Behind the Limestone Market, by the bins"}, "downtown", "landmark"),
    ],
)
def test_an_address_or_a_name_is_found(words: dict[str, str], district: str, how: str) -> None:
    spot = look_for("red-river", **words)
    assert (spot.area, spot.district) == ("inside", district)
    assert spot.point is not None
    assert spot.point["how"] == how


@pytest.mark.parametrize(
    ("words", "area"),
    [
        ({"line1": "Somewhere", "town": "Red River"}, "inside"),
        ({"line1": "9 Main Street", "town": "Prairie Grove"}, "outside"),
        ({"line1": "The inn", "town": "Plum Creek"}, "outside"),
        ({"describe": "I came from Plum Creek by bus, it was on the way"}, "unsure"),
        ({"describe": "Beach at Pelican Lake Beach"}, "unsure"),
        ({"line1": "A street that nobody knows"}, "unsure"),
        ({"line1": "Main Street", "town": "Nowhere"}, "unsure"),
    ],
)
def test_only_what_is_certain_decides(words: dict[str, str], area: str) -> None:
    assert look_for("red-river", **words).area == area


def test_a_pin_that_the_words_speak_against_is_left_to_a_person() -> None:
    pin = {"lat": 49.56, "lon": -97.92, "how": "pin", "metres": 40}
    alone = look_for("red-river", pin, line1="by the fence")
    assert (alone.area, alone.district) == ("inside", "tamarack")
    assert alone.point is not None
    assert alone.point["near"] == "Willow Park, Red River"
    assert look_for("red-river", pin, line1="The inn", town="Plum Creek").area == "unsure"
    outside = {**pin, "lat": 49.9}
    assert look_for("red-river", outside, line1="by the fence").area == "outside"
    near_edge = {**pin, "how": "device", "metres": 9000}
    assert look_for("red-river", near_edge, line1="by the fence").area == "unsure"


def test_a_part_of_the_area_that_was_chosen_counts_as_inside() -> None:
    spot = look_for("red-river", picked="garrison", describe="by the bench")
    assert (spot.area, spot.district, spot.point) == ("inside", "garrison", None)
    against = look_for("red-river", picked="garrison", line1="The inn", town="Plum Creek")
    assert against.area == "unsure"


def test_a_grid_reference_is_read_in_great_britain() -> None:
    spot = look_for("soar-valley", line1="the lay-by at SK 540 050")
    assert (spot.area, spot.district) == ("inside", "ashby-mere")
    assert look_for("soar-valley", line1="SU 42 14").area == "outside"
    assert look_for("red-river", line1="SU 42 14").area == "unsure"


def test_land_descriptions_and_rural_roads_are_read_on_the_prairies() -> None:
    land = look_for("north-prairie", land="NE-12-62-26-W4")
    assert (land.area, land.district) == ("inside", "stoney-ford")
    roads = look_for("north-prairie", line1="60418 Rge Rd 203")
    assert (roads.area, roads.district) == ("inside", "poplar-creek")
    # Westmark has a police service of its own: a hole in the area.
    assert look_for("north-prairie", land="15-60-25-W4").area == "outside"
    assert look_for("north-prairie", land="NE-12-24-1-W5").area == "outside"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_several_places_are_asked_about_and_what_was_typed_stays(lang: str) -> None:
    person = at_where(lang=lang)
    asked = person.press({"place.line1": "25 willow", "place.describe": "By the tree"})
    assert person.status == 422
    fields = person.form()["fields"]
    assert fields["place.line1"] == ["25 willow"]
    assert fields["place.describe"][0].strip() == "By the tree"
    offered = re.findall(r'name="place.chosen" type="radio" value="([^"]+)"', asked.html)
    assert offered == ["25 Willow Avenue, Red River", "25 Willow Street, Red River", "none"]
    person.press({"place.chosen": "25 Willow Street, Red River"})
    assert person.step == "when"
    person.get("report/theft_bicycle/where")
    person.press()
    assert person.step == "when", "asked once is enough"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_which_place_is_a_question_first_and_a_mistake_only_where_it_is_left_out(lang: str) -> None:
    person = at_where(lang=lang)
    asked = person.press({"place.line1": "25 willow"})
    assert "govuk-notification-banner" in asked.html
    assert "govuk-error" not in asked.html
    again = person.press()
    assert "govuk-error-summary" in again.html
    assert 'href="#place-chosen"' in again.html
    other = person.press({"place.line1": "120 willow", "place.chosen": "none"})
    assert "govuk-error" not in other.html


def test_none_of_the_places_goes_on_to_a_person() -> None:
    person = at_where()
    person.press({"place.line1": "25 willow"})
    person.press({"place.chosen": "none"})
    assert person.step == "when"


def test_another_town_stops_with_a_door_and_a_call() -> None:
    person = at_where()
    person.press({"place.line1": "The inn", "place.town": "Plum Creek"})
    assert person.step == "cannot-report"
    assert "call-me" in person.page.html
    person.get("report/theft_bicycle/where")
    person.press({"place.line1": "12 Example Street", "place.town": "Red River"})
    assert person.step == "when"


def test_the_map_is_a_page_of_its_own_that_keeps_what_was_typed() -> None:
    person = at_where()
    overview = person.press({"place.describe": "By the mill", "place.map": "yes"})
    assert person.path.endswith("/where/map")
    for name in ("Tamarack", "College Heights", "Saint-Aubin"):
        assert overview.html.count(f">{name}<") >= 2, "on the map and in the list"
    assert len(gzip.compress(overview.html.encode())) < 12_000
    person.get("report/theft_bicycle/where/map?in=tamarack")
    assert len(gzip.compress(person.page.html.encode())) < 12_000
    person.press({**NORTH_WEST, "use": "pin"})
    assert person.step == "where"
    assert "A pin on the map near Willow Park" in person.page.html
    assert person.form()["fields"]["place.describe"][0].strip() == "By the mill"
    person.press()
    assert person.step == "when"
    shown = person.get("report/theft_bicycle/where")
    assert "A pin on the map near Willow Park" in shown.html


def test_without_a_script_a_part_of_the_area_is_chosen_on_the_map() -> None:
    person = at_where(lang="fr")
    person.press({"place.map": "yes"})
    person.get("report/theft_bicycle/where/map?in=college")
    person.press({"use": "part"})
    assert "Secteur\u00a0: Côte-du-Collège" in person.page.html
    person.press({"place.unpin": "yes"})
    assert "Côte-du-Collège" not in person.page.html


def test_a_pin_alone_is_never_enough() -> None:
    person = at_where()
    person.press({"place.map": "yes"})
    person.get("report/theft_bicycle/where/map?in=tamarack")
    person.press({**NORTH_WEST, "use": "pin"})
    page = person.press()
    assert person.status == 422
    assert "a few words about the place" in page.html
    assert "A pin on the map near" in page.html


@pytest.mark.parametrize(
    "sent",
    [
        {"lat": "x", "lon": "", "use": "pin"},
        {"lat": "nan", "lon": "inf", "metres": "1e999", "use": "pin"},
        {"lat": "91", "lon": "-97", "use": "pin"},
        {"in": "atlantis", "use": "part"},
        {"use": "\x00"},
    ],
)
def test_a_map_page_takes_nothing_that_is_no_place(sent: dict[str, str]) -> None:
    person = at_where()
    person.press({"place.map": "yes"})
    person.get("report/theft_bicycle/where/map?in=nowhere&near=99")
    assert person.status == 200
    person.get("report/theft_bicycle/where/map?in=tamarack&near=0")
    person.press({"in": "", **sent})
    assert person.step == "where"
    assert "A pin" not in person.page.html


def test_the_browser_may_be_asked_for_the_position_only_where_it_matters() -> None:
    person = at_where()
    assert "geolocation=(self)" in person.response.headers["Permissions-Policy"]
    assert re.search(r'src="/static/vendor/place\.', person.page.html)
    person.get("report/theft_bicycle/")
    person.get("")
    assert "geolocation=()" in person.response.headers["Permissions-Policy"]


def test_the_address_list_is_reached_by_its_index_as_the_public_role() -> None:
    force = force_of("red-river")
    with force.scope("public"), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "explain select number from forces_address where force_id = %s and batch = %s"
            " and core >= %s and core < %s and number = %s",
            [force.id, "b", "tamarack", "tamarack\uffff", "418"],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    condition = re.search(r"Index Cond: (.*)", plan)
    assert condition, plan
    for column in ("force_id", "batch", "core", "number"):
        assert column in condition[1], plan


def test_a_neighbour_sees_neither_areas_nor_addresses() -> None:
    from frontcounter.forces.models import Address, Geography

    with force_of("red-river").scope("public"):
        assert Address.objects.count() > 300
        assert Geography.objects.count() == 1
    with force_of("soar-valley").scope("public"), connection.cursor() as cursor:
        cursor.execute("select count(*) from forces_address")
        assert cursor.fetchone() == (0,)
        cursor.execute("select count(*) from forces_geography")
        assert cursor.fetchone() == (1,)


def test_publishing_the_same_places_again_adds_nothing() -> None:
    from datetime import UTC, datetime

    from force_help import DEMO_FORCES
    from frontcounter.forces.models import Address, Geography
    from frontcounter.forces.publishing import publish
    from frontcounter.ops.publish import read_force_files

    force = make_force("red-river")
    settings, forms = read_force_files(DEMO_FORCES / "red-river")
    with force.scope():
        before = Address.objects.count()
        publish({**settings, "slug": force.slug}, forms, datetime.now(UTC))
        assert (Address.objects.count(), Geography.objects.count()) == (before, 1)
