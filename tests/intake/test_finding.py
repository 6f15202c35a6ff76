"""The start page: what people come for most, groups, and the words that they have for it."""

from __future__ import annotations

from functools import cache

import pytest
from intake_walker import Page, Walker
from small_forms import force_with, say, small_form

from force_help import TestForce

KINDS = {
    "theft_bicycle": ("Stolen bicycle", "property", "bike, e-bike, locked up outside"),
    "theft_mail": ("Stolen mail or parcel", "property", "porch pirate, delivery, package"),
    "graffiti": ("Graffiti", "property", "tag, spray paint"),
    "hit_and_run": ("Hit and run", "road", "someone drove into my parked car"),
    "collision": ("Collision without injury", "road", "car accident, crash"),
    "fraud": ("Fraud or scam", "fraud", "phishing, crypto"),
    "threats": ("Threats", "people", "afraid"),
    "assault": ("Assault", "urgent", "hit, beaten, punched"),
    "drug_activity": ("Drug activity", "information", "dealer"),
    "something_else": ("Something else, or not sure", "contact", "other"),
}


@cache
def city() -> TestForce:
    return force_with(
        *(
            small_form(kind, title, group=group, keywords=say(words))
            for kind, (title, group, words) in KINDS.items()
        )
    )


def look_for(person: Walker, query: str) -> Page:
    """Search as a person does: on the start page, by pressing the button."""
    person.get("")
    page = person.press({"q": query})
    assert person.status == 200
    return page


def found(query: str, lang: str = "en") -> list[str]:
    person = Walker(city().slug, lang)
    look_for(person, query)
    reports = [link for link in person.page.links if "/report/" in link]
    return [link.rstrip("/").rsplit("/", 1)[1] for link in reports]


def test_every_type_is_on_the_start_page_and_the_unsure_have_a_way() -> None:
    person = Walker(city().slug)
    page = person.get("")
    main = page.html.split("<main", 1)[1].split("</main", 1)[0]
    for kind, (title, _, _) in KINDS.items():
        assert f"report/{kind}/" in main
        if kind != "something_else":
            assert f">{title}<" in main
    outside = main
    for group in main.split("<details")[1:]:
        outside = outside.replace(group.split("</details", 1)[0], "")
    assert "report/something_else/" in outside
    assert outside.count("report/theft_bicycle/") == 1, "what most come for needs no opening"
    assert "Somebody is bothering or threatening you" in main
    assert 'href="tel:911"' in main


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("bike", "theft_bicycle"),
        ("my bikes were stolen", "theft_bicycle"),
        ("PARCELS", "theft_mail"),
        ("graffitis", "graffiti"),
        ("a car crash", "collision"),
        ("scammed", "fraud"),
        ("phishing", "fraud"),
        ("drug dealers", "drug_activity"),
        ("grâffïti", "graffiti"),
        ("bycicle", "theft_bicycle"),
        ("my grafitti", "graffiti"),
        ("parsel", "theft_mail"),
    ],
)
def test_people_find_it_by_their_own_words(query: str, first: str) -> None:
    assert found(query)[0] == first


def test_words_that_fit_nothing_lead_to_a_person() -> None:
    for query in ("xyzzy", "the", "%3F%00", "*" * 300):
        assert found(query) == ["something_else"]
    person = Walker(city().slug)
    page = look_for(person, "xyzzy")
    assert "We found nothing with these words" in page.html
    assert "tel:" in page.html
    assert 'value="xyzzy"' in page.html
    assert "noindex" in page.html


def test_words_of_danger_bring_the_emergency_number_to_the_top() -> None:
    person = Walker(city().slug)
    main = look_for(person, "he is outside with a knife").html.split("<main", 1)[1]
    assert main.index('href="tel:911"') < main.index('id="q"')
    assert "fc-stop" not in look_for(person, "bike").html.split("<main", 1)[1]


def test_a_force_with_few_types_shows_them_all_at_once() -> None:
    few = force_with(small_form("graffiti", "Graffiti"), small_form("fraud", "Fraud"))
    main = Walker(few.slug).get("").html.split("<main", 1)[1]
    assert "<details" not in main
    assert "report/graffiti/" in main
    assert "report/fraud/" in main


def test_no_address_tells_what_was_looked_for_and_looking_leaves_no_cookie() -> None:
    person = Walker(city().slug)
    look_for(person, "my husband hits me")
    assert person.response.request["QUERY_STRING"] == ""
    assert not person.client.cookies
