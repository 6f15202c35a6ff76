"""Related reports: sent twice, the same event, the same person or place again; each with why."""

from __future__ import annotations

from datetime import timedelta

from after_help import AT, send
from staff_help import signed_in, statements, text_of

from frontcounter.base.ids import uuid7
from frontcounter.reports import queries
from frontcounter.reports.models import Report, ReportIdentifier
from frontcounter.reports.relating import places_and_people, related


def row(force, **more):
    """A report with these columns, as if it had been sent."""
    given = {"type": "theft_bicycle", "at": AT, "window": (-10, -5), "keys": ()} | more
    at = given["at"]
    begin, end = (at + timedelta(hours=hours) for hours in given["window"])
    with force.scope("worker"):
        report = Report(
            draft_id=uuid7(), type=given["type"], form_hash=force.settings_hash, language="en",
            publication_hash="x", answers={}, state="submitted", state_since=at, submitted_at=at,
            tracking_number=f"T-{uuid7().hex[-8:]}", access_hash=b"", incident_from=begin,
            incident_to=end,
        )  # fmt: skip
        report.add()
        for kind, normal in given["keys"]:
            ReportIdentifier(report_id=report.id, kind=kind, normal=normal).add()
    return report.id


class Force:
    """A test force with what `row` needs."""

    def __init__(self, force) -> None:
        self.scope, self.settings_hash = force.scope, force.settings().hash


def lists(force, report_id):
    with force.scope("staff"):
        found = related(queries.report(report_id))
    return {
        name: {hit.other.id: {why.code for why in hit.whys} for hit in getattr(found, name)}
        for name in ("twice", "event", "again")
    }, found.repeats


def point(lat, lon):
    known = {"locations": [{"role": "incident", "lat": lat, "lon": lon}]}
    return [(one.kind, one.normal) for one in places_and_people(known, {})]


EMAIL = ("email", "a@example.org")
SERIAL = ("serial", "wtu77")


def test_each_other_report_stands_in_the_most_telling_list_with_all_reasons(red_river) -> None:
    force = Force(red_river)
    mine = row(force, keys=[EMAIL, SERIAL])
    twice = row(force, keys=[EMAIL, SERIAL])
    event = row(force, keys=[SERIAL])
    other_type = row(force, type="lost_property", keys=[EMAIL, SERIAL])
    again = row(force, at=AT - timedelta(days=200), keys=[EMAIL])
    row(force, at=AT - timedelta(days=500), keys=[EMAIL])
    found, repeats = lists(force, mine)
    assert found["twice"] == {twice: {"email", "serial"}}
    assert found["event"] == {event: {"serial"}, other_type: {"email", "serial"}}
    assert found["again"] == {again: {"email"}}
    assert repeats == 2


def test_near_and_at_the_same_time_is_the_same_event_near_alone_is_nothing(red_river) -> None:
    force = Force(red_river)
    mine = row(force, keys=point(49.8951, -97.1384))
    near = row(force, keys=point(49.8961, -97.1384), window=(-8, -7))
    row(force, keys=point(49.8961, -97.1384), window=(-40, -30))
    row(force, keys=point(49.8981, -97.1384), window=(-8, -7))
    spot = row(force, keys=point(49.8952, -97.1384), window=(-900, -890))
    found, _ = lists(force, mine)
    assert found["event"] == {near: {"near", "time"}}
    assert found["again"] == {spot: {"near"}}
    with red_river.scope("staff"):
        hit = related(queries.report(mine)).event[0]
    assert next(why.metres for why in hit.whys if why.code == "near") == 110


def test_cells_meet_at_every_edge() -> None:
    """Whatever side of a line two near points lie on, the one's cell is beside the other's."""
    from frontcounter.reports.relating import _cell, _cells_around

    for step in range(200):
        lat, lon = 49.9 + step * 0.00031, -97.1 + step * 0.00047
        near = _cell(lat + 0.0012, lon - 0.0018)
        assert "{}:{}".format(*near) in set(_cells_around(lat, lon))


def test_a_busy_place_stays_bounded_and_cheap(red_river) -> None:
    force = Force(red_river)
    place = ("place", "marketsquarewinnipeg")
    mine = row(force, keys=[place])
    for _ in range(45):
        row(force, keys=[place], window=(-9, -6))
    with red_river.scope("staff"), statements() as found:
        hits = related(queries.report(mine)).event
    assert len(hits) == 20
    assert len(found) <= 6


def test_another_force_and_a_closed_desk_are_never_found(red_river, soar_valley) -> None:
    here, there = Force(red_river), Force(soar_valley)
    mine = row(here, keys=[SERIAL])
    row(there, keys=[SERIAL])
    closed = row(here, keys=[SERIAL])
    with red_river.scope("worker"):
        Report.objects.filter(id=closed).update(desk="intelligence")
    found, _ = lists(here, mine)
    assert not any(found.values())


def test_the_page_shows_three_lists_with_reasons(red_river) -> None:
    first, second = send(red_river), send(red_river)
    person = red_river.person("reviewer")
    client = signed_in(person)
    page = text_of(client.get(f"/staff/{red_river.slug}/reports/{first.tracking_number}"))
    assert "The same report twice" in page
    assert second.tracking_number in page
    assert "same serial number: WTU77" in page or "same serial number: wtu77" in page
    assert f"/join?into={second.tracking_number}" in page
