"""Reading addresses forgivingly, in two languages."""

from __future__ import annotations

import pytest

from frontcounter.forces.place_lists import PlacesError, read_addresses, read_places
from frontcounter.forces.places import Gazetteer, Place, places_of
from frontcounter.forces.streets import Street, address_of, key_of, street_of

SAME_STREET = [
    ("Main St", "main street"),
    ("avenue du Collège", "College Ave."),
    ("rue de l’Église", "Rue de l'eglise"),
    ("St. Mary's Road N", "Saint Marys rd north"),
    ("chemin Sainte-Marie Nord", "Ste-Marie Rd N."),
    ("1st Avenue", "First Ave"),
    ("place Garrison", "Garrison Square"),
    ("N Main Street", "Main Street North"),
]


@pytest.mark.parametrize(("one", "other"), SAME_STREET)
def test_one_street_is_written_in_many_ways(one: str, other: str) -> None:
    assert street_of(one) == street_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Willow Street", "Willow Avenue"), ("Main St N", "Main St S")]
)
def test_two_streets_stay_two(one: str, other: str) -> None:
    assert street_of(one) != street_of(other)


@pytest.mark.parametrize(
    ("text", "number", "street"),
    [
        ("12 Example Street", "12", Street("example", "st")),
        ("200, avenue du Collège", "200", Street("college", "av")),
        ("12-360 Sturgeon Street", "360", Street("sturgeon", "st")),
        ("Unit 4, 77a High Street", "77A", Street("high", "st")),
        ("app. 3, 15 rue Lachance", "15", Street("lachance", "st")),
        ("101 Street", "", Street("101", "st")),
        ("10215 101 St NW", "10215", Street("101", "st", "nw")),
        ("Main Street, Prairie Grove", "", Street("main", "st")),
    ],
)
def test_an_address_is_taken_apart(text: str, number: str, street: Street) -> None:
    found = address_of(text)
    assert found is not None
    assert (found.number, found.street) == (number, street)


@pytest.mark.parametrize("text", ["", " ", ",", "12", "???"])
def test_what_has_no_street_is_no_address(text: str) -> None:
    found = address_of(text)
    assert found is None or found.street.core


def test_names_are_compared_without_accents_and_small_words() -> None:
    assert key_of("L’Église Saint-Aubin") == key_of("eglise st aubin")
    assert key_of("The Old Mill") == key_of("OLD MILL")


def gazetteer() -> Gazetteer:
    return places_of(
        read_places(
            "name,kind,lat,lon,town,metres\n"
            "Red River,city,49.52,-97.86,,\n"
            "Whitecap Leisure Centre,sports,49.47,-97.81,Red River,250\n"
            "Garrison Square,square,49.507,-97.924,Red River,\n"
            "Garrison Square Mall,shop,49.508,-97.927,Red River,\n"
        )
    )


def test_a_place_is_found_by_its_name_a_part_of_it_or_within_a_sentence() -> None:
    places = gazetteer()
    assert [one.name for one in places.named("garrison SQUARE")] == ["Garrison Square"]
    in_words = places.named("between the bus stop and Garrison Square mall")
    assert [one.name for one in in_words] == ["Garrison Square Mall"]
    assert [one.name for one in places.like("whitec")] == ["Whitecap Leisure Centre"]
    assert places.named("red") == []
    assert [one.metres for one in places.towns("RED RIVER")] == [5000]
    near = places.nearest((49.4701, -97.8101), 4000)
    assert near == Place("Whitecap Leisure Centre", "sports", (49.47, -97.81), "Red River", 250)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,lat,lon\n", "no column kind"),
        ("name,kind,lat,lon\nMill,park,here,there\n", "line 2"),
        ("name,kind,lat,lon\nMill,park,99,200\n", "degrees"),
        ("name,kind,lat,lon\n,park,49,-97\n", "name is blank"),
    ],
)
def test_a_list_that_is_wrong_is_refused_with_its_line(text: str, told: str) -> None:
    with pytest.raises(PlacesError, match=told):
        read_places(text)


def test_addresses_are_read_with_their_town() -> None:
    rows = read_addresses("\ufeffnumber,street,town,lat,lon\n77a,High Street,Kegwell,52.8,-1.2\n\n")
    assert rows == [["77A", "High Street", "Kegwell", 52.8, -1.2]]
