"""What a reviewer sees of where it happened."""

from __future__ import annotations

from typing import Any

import pytest

from force_help import TestForce
from frontcounter.casework.place import places_of
from frontcounter.forms.engine.kinds.place_spot import Told
from frontcounter.forms.pages.locating import locator
from frontcounter.web.texts import speaking

GATE = {"now": "no", "hurt": "no", "for_whom": "me", "suspect_known": "no", "value_over": "no"}


def shown(force: TestForce, told: Told, lang: str = "en") -> tuple[Any, str]:
    """The place of a report, and the part of the page that tells of it."""
    from django.template import engines

    settings, form = force.settings(), force.form("theft_bicycle")
    with force.scope("staff"):
        spot = locator(settings, lang)(told)
        value = {**told.words, "area": spot.area, "district": spot.district}
        value |= {"point": dict(spot.point)} if spot.point else {}
        (place,) = places_of(settings, form, {**GATE, "place": value}, lang)
    with speaking(lang, settings.words(lang)):
        template = engines["jinja2"].env.get_template("casework/place_map.html")  # type: ignore[attr-defined]
        return place, template.render(places=[place])


def test_a_place_that_was_found_has_its_district_and_a_small_map(red_river: TestForce) -> None:
    place, html = shown(red_river, Told({"line1": "200 College Ave"}))
    assert (place.area, place.district, place.how) == ("inside", "College Heights", "address")
    for told in ("In our area", "College Heights", "200 avenue du Collège", "49.50", "± 30 m"):
        assert told in html
    assert 'role="img" aria-label="Map of where it happened: 200 avenue du Collège' in html
    assert "fc-map__pin" in html
    assert "style=" not in html


def test_what_was_not_found_says_so(red_river: TestForce) -> None:
    place, html = shown(red_river, Told({"describe": "somewhere on the way"}), "fr")
    assert place.drawing is None
    assert "Territoire à vérifier" in html
    assert "Introuvable sur notre carte" in html
    assert "<svg" not in html


@pytest.mark.parametrize("lat", [49.9, 0.0])
def test_a_pin_far_outside_is_drawn_with_the_whole_area(red_river: TestForce, lat: float) -> None:
    pin = {"lat": lat, "lon": -97.9, "how": "pin", "metres": 50}
    place, html = shown(red_river, Told({"line1": "by the road"}, pin))
    assert place.area == "outside"
    assert "Outside our area" in html
    assert "fc-map__pin" in html
