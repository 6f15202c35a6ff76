"""Polygons: inside, outside, holes, several parts, edges, and how sure one can be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from frontcounter.forces.areas import AreasError, areas_of, read_areas
from frontcounter.forces.geometry import (
    Ring,
    Shape,
    circle,
    metres_between,
    moved,
    simpler,
)

WINNIPEG = Path(__file__).parents[3] / "shared/data/winnipeg/neighbourhoods_2017.geojson"


def box(south: float, west: float, north: float, east: float) -> list[list[float]]:
    """A closed ring in GeoJSON's order: longitude, latitude."""
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return [[lon, lat] for lon, lat in corners]


def feature(name: object, rings: Any, kind: str = "Polygon", **more: Any) -> dict[str, Any]:
    return {"properties": {"name": name, **more}, "geometry": {"type": kind, "coordinates": rings}}


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def published(*features: dict[str, Any]) -> Any:
    return areas_of(read_areas(collection(*features), ["en", "fr"]))


TOWN = box(50.0, -97.1, 50.1, -97.0)
HOLE = box(50.04, -97.06, 50.06, -97.04)
ISLAND = box(50.2, -97.1, 50.25, -97.05)


def test_a_metre_is_a_metre() -> None:
    assert metres_between((50.0, -97.0), (51.0, -97.0)) == pytest.approx(111_195, rel=0.002)
    assert metres_between((60.0, 0.0), (60.0, 1.0)) == pytest.approx(55_600, rel=0.005)
    for bearing in (0, 45, 137, 270):
        assert metres_between((50, -97), moved((50, -97), 250, bearing)) == pytest.approx(250, 0.01)
    assert len(list(circle((50, -97), 10))) == 16


def test_a_hole_is_not_inside_and_its_edge_is_an_edge() -> None:
    rings = [Ring((lat, lon) for lon, lat in ring) for ring in (TOWN, HOLE)]
    shape = Shape.of([rings])
    assert shape.holds((50.02, -97.02))
    assert not shape.holds((50.05, -97.05))
    assert not shape.holds((50.2, -97.05))
    near_hole = moved((50.06, -97.05), 100, 0)
    assert shape.holds(near_hole)
    assert shape.metres_from_edge(near_hole) == pytest.approx(100, rel=0.02)


def test_every_part_of_a_multipolygon_is_inside() -> None:
    areas = published(feature("Both", [[TOWN], [ISLAND]], "MultiPolygon"))
    for point in ((50.05, -97.05), (50.22, -97.07)):
        assert areas.at(point).code == "both"
        assert areas.decide(point, 100) == "inside"
    assert areas.decide((50.15, -97.05), 100) == "outside"


def test_near_an_edge_nobody_is_sure() -> None:
    areas = published(feature("Town", [TOWN]))
    edge = (50.05, -97.0)
    east = {metres: moved(edge, metres, 90) for metres in (-60, -40, 10, 290, 320, 2000)}
    assert areas.decide(east[-60], 10) == "inside"
    assert areas.decide(east[-60], 200) == "unsure"
    for metres in (-40, 10, 290):
        assert areas.decide(east[metres], 10) == "unsure"
    assert areas.decide(east[320], 10) == "outside"
    assert areas.decide(east[2000], 2500) == "unsure"


def test_the_border_between_two_areas_is_no_edge_of_the_territory() -> None:
    west, east = box(50.0, -97.1, 50.1, -97.0), box(50.0, -97.0, 50.1, -96.9)
    areas = published(feature("West", [west]), feature("East", [east]))
    on_the_border = moved((50.05, -97.0), 5, 270)
    assert areas.decide(on_the_border, 400) == "inside"
    assert areas.at(on_the_border).code == "west"


def test_without_areas_nothing_is_decided() -> None:
    assert areas_of([]).decide((50, -97), 10) == "unsure"


def test_a_simpler_line_stays_near_the_line() -> None:
    wavy = [(50 + n / 1000, -97 + (0.00001 if n % 2 else 0)) for n in range(50)]
    back = [(50.0, -97.1), (50.0, -97.0)]
    short = simpler([*wavy, (50.049, -97.1), *back], 5)
    assert len(short) < 8
    assert simpler(wavy[:3], 5) == wavy[:3]


def test_features_of_one_code_are_one_area_with_names_in_each_language() -> None:
    found = read_areas(
        collection(
            feature("", [TOWN], code="a", name_en="Quay", name_fr="Quai"),
            feature({"en": "Quay", "fr": "Quai"}, [ISLAND], code="a"),
            feature("Saint-Aubin (Ouest)", [ISLAND]),
        ),
        ["en", "fr"],
    )
    assert [(one["code"], one["names"]) for one in found] == [
        ("a", {"en": "Quay", "fr": "Quai"}),
        ("saint-aubin-ouest", {"en": "Saint-Aubin (Ouest)", "fr": "Saint-Aubin (Ouest)"}),
    ]
    assert len(found[0]["polygons"]) == 2


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"type": "Feature"}, "no FeatureCollection"),
        (collection(feature("", [TOWN])), "feature 1: has no name"),
        (collection(feature("A", [0, 0], "Point")), "feature 1: a Point is no area"),
        (collection(feature("A", [[[500_000, 49]] * 4])), "not in degrees"),
        (collection(feature("A", [TOWN], code="A b")), "is no code"),
        (collection({"properties": {"name": "A"}}), "feature 1"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_the_feature(document: Any, told: str) -> None:
    with pytest.raises(AreasError, match=told):
        read_areas(document, ["en"])


@pytest.mark.skipif(not WINNIPEG.exists(), reason="the real areas of Winnipeg are not beside us")
def test_real_areas_can_be_published_and_asked() -> None:
    areas = areas_of(read_areas(json.loads(WINNIPEG.read_text("utf-8")), ["en"]))
    assert len(areas.all) > 230
    legislature, forks, airport_runway = (49.8847, -97.1462), (49.8872, -97.1310), (49.91, -97.24)
    for point in (legislature, forks):
        assert areas.decide(point, 30) == "inside"
        assert areas.at(point) is not None
    assert areas.at(airport_runway) is not None
    assert areas.decide((49.14, -97.97), 3000) == "outside"
    assert areas.decide((50.4452, -104.6189), 3000) == "outside"
