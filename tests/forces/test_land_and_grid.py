"""Land descriptions of the prairies and grid references of Great Britain, against known points."""

from __future__ import annotations

import pytest

from frontcounter.forces.geometry import metres_between
from frontcounter.forces.grid import grid_reference, to_airy, to_wgs84
from frontcounter.forces.land import ERROR_METRES, legal_description, rural_roads

NE_12 = legal_description("NE-12-60-26-W4")


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("15-24-1-W5", 51.0443, -114.0631),  # the Calgary Tower
        ("28-36-5-W3", 52.1270, -106.6630),  # downtown Saskatoon
        ("24-71-6-W6", 55.1707, -118.7947),  # downtown Grande Prairie
        ("1-50-1-W4", 53.2783, -110.0050),  # Lloydminster, on the fourth meridian
    ],
)
def test_a_section_lies_where_it_is_known_to_lie(text: str, lat: float, lon: float) -> None:
    found = legal_description(text)
    assert found is not None
    assert metres_between(found.point, (lat, lon)) < found.metres


@pytest.mark.parametrize(
    "text",
    [
        "NE 12-60-26 W4M",
        "ne12-60-26w4",
        "N.E. 1/4 of Sec. 12 Twp. 60 Rge. 26 W. of the 4th",
        "NE ¼ 12-60-26-W4",
        "our land is NE-12-060-26-W4, by the gate",
    ],
)
def test_a_quarter_may_be_written_in_many_ways(text: str) -> None:
    assert legal_description(text) == NE_12


def test_smaller_parts_lie_in_the_larger_ones() -> None:
    section = legal_description("12-60-26-W4")
    assert section is not None
    assert NE_12 is not None
    for lsd in ("LSD 16-12-60-26-W4", "16-12-60-26 W4M", "9-12-60-26-W4"):
        part = legal_description(lsd)
        assert part is not None
        assert part.metres < NE_12.metres < section.metres
        assert metres_between(part.point, NE_12.point) < 810
    south_west = legal_description("LSD 4-12-60-26-W4")
    assert south_west is not None
    assert south_west.point[0] < section.point[0]
    assert south_west.point[1] < section.point[1]


@pytest.mark.parametrize(
    "text", ["12-60", "2026-11-20", "204-555-0147", "NE 40-60-26-W4", "", "W4"]
)
def test_other_numbers_are_no_land(text: str) -> None:
    assert legal_description(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Rge Rd 263 & Twp Rd 604",
        "corner of Township Road 604 and Range Road 263",
        "RR 263 / TWP 604",
    ],
)
def test_two_rural_roads_cross_at_a_corner_of_the_grid(text: str) -> None:
    fourth = rural_roads(text)[3]
    corner = legal_description("33-60-26-W4")  # its east side is 3 miles in, its middle 5.5 up
    assert corner is not None
    assert metres_between(fourth.point, corner.point) < 3000
    assert fourth.metres > ERROR_METRES


def test_a_rural_address_lies_along_its_road() -> None:
    crossing = rural_roads("Rge Rd 263 & Twp Rd 604")[3].point
    north_of_it = rural_roads("60440 Range Road 263")[3].point
    west_of_it = rural_roads("26340 Twp Rd 604")[3].point
    assert metres_between(crossing, north_of_it) == pytest.approx(805, rel=0.02)
    assert metres_between(crossing, west_of_it) == pytest.approx(805, rel=0.02)
    assert north_of_it[0] > crossing[0]
    assert west_of_it[1] < crossing[1]
    assert rural_roads("Rge Rd 263") == []
    assert rural_roads("Rge Rd 269 & Twp Rd 604") == []  # there are six miles to a range


def test_the_surveys_own_example_is_reproduced() -> None:
    # Ordnance Survey, "A guide to coordinate systems in Great Britain", annex C.
    lat, lon = to_airy(651409.903, 313177.270)
    assert lat == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=1e-7)
    assert lon == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=1e-7)
    # The same point in WGS84 by the seven-parameter shift, right to about five metres.
    assert metres_between(to_wgs84(651409.903, 313177.270), (52.657979, 1.716052)) < 1


@pytest.mark.parametrize(
    ("text", "lat", "lon", "metres"),
    [
        ("TQ 30065 80017", 51.50413, -0.12740, 6),
        ("tq300800", 51.5044, -0.1276, 76),
        ("by the stile at TG 51409 13177, north side", 52.65798, 1.71605, 6),
        ("SU 42 14", 50.925, -1.396, 713),
    ],
)
def test_a_grid_reference_is_the_middle_of_its_square(
    text: str, lat: float, lon: float, metres: int
) -> None:
    found = grid_reference(text)
    assert found is not None
    assert metres_between(found.point, (lat, lon)) < max(20, metres)
    assert found.metres == metres


@pytest.mark.parametrize("text", ["SK 12345", "AB12 3CD", "LE12 5XX", "ZZ 123 456", "", "M1"])
def test_other_codes_are_no_grid_reference(text: str) -> None:
    assert grid_reference(text) is None
