"""Something urgent reaches a desk that is staffed, then the next, then the control room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from after_help import AT, take
from desk_help import a_service, send

from force_help import TestForce
from frontcounter.messages.models import Message
from frontcounter.reports import queries
from frontcounter.tasks.alarms import (
    acknowledge,
    open_alarms,
    raise_alarm,
    recent_alarms,
    tell_due,
)

URGENT = "He has a gun and says he will kill me."
FIVE = timedelta(minutes=5)
NIGHT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)  # 2 a.m. in Manitoba


def tell(force: TestForce, at: datetime) -> int:
    with force.scope():
        return tell_due(at=at)


def mailed(force: TestForce) -> list[str]:
    with force.scope():
        rows = Message.objects.filter(event="alarm").order_by("created_at", "id")
        return list(rows.values_list("address", flat=True))


def ringing(force: TestForce) -> list:
    with force.scope("staff"):
        return open_alarms(frozenset(), everywhere=True)


def test_an_urgent_report_rings_desk_after_desk_and_goes_on_at_the_control_room() -> None:
    force = a_service()
    sent = send(force, "plain", story=URGENT)
    units = []
    for step in range(5):
        assert tell(force, AT + step * FIVE) == 1
        assert tell(force, AT + step * FIVE + timedelta(minutes=4)) == 0
        units.append(ringing(force)[0].unit)
    assert units == ["data_centre", "call_back_unit", *["control_room"] * 3]
    assert mailed(force) == [
        "data-centre@red-river.example",
        "call-back@red-river.example",
        *["control-room@red-river.example"] * 3,
    ]
    with force.scope():
        told = [one for one in queries.timeline(sent.id) if one.code == "alarm_told"]
    assert [one.details["unit"] for one in told] == [
        "data_centre", "call_back_unit", "control_room"
    ]  # fmt: skip


def test_at_night_only_who_is_there_is_told() -> None:
    force = a_service()
    send(force, "plain", story=URGENT)
    tell(force, NIGHT)
    assert ringing(force)[0].unit == "control_room"


def test_one_click_names_who_has_it_and_nothing_rings_on() -> None:
    force = a_service()
    sent = send(force, "plain", story=URGENT)
    tell(force, AT)
    person = force.person("call_taker", name="Sam Wiebe")
    with force.scope("staff"):
        line = acknowledge(ringing_id(force), person.actor(), at=AT + timedelta(minutes=2))
    assert line is not None
    assert line.acknowledged_by_name == "Sam Wiebe"
    assert tell(force, AT + 3 * FIVE) == 0
    assert ringing(force) == []
    with force.scope():
        codes = [one.code for one in queries.timeline(sent.id)]
        assert recent_alarms(AT)[0].acknowledged_by_name == "Sam Wiebe"
        assert queries.report(sent.id).state == "submitted"
    assert codes[-1] == "alarm_acknowledged"


def ringing_id(force: TestForce):
    return open_alarms(frozenset(), everywhere=True)[0].id


def test_who_takes_the_report_has_taken_the_alarm() -> None:
    force = a_service()
    sent = send(force, "plain", story=URGENT)
    tell(force, AT)
    take(force, force.person("reviewer"), sent, "claim")
    assert ringing(force) == []


def test_an_ordinary_report_does_not_ring() -> None:
    force = a_service()
    send(force, "plain")
    assert tell(force, AT) == 0


def test_a_report_rings_once_at_a_time() -> None:
    force = a_service()
    sent = send(force, "plain")
    with force.scope("staff"):
        assert raise_alarm(report_id=sent.id, at=AT) is not None
        assert raise_alarm(report_id=sent.id, at=AT) is None
    assert tell(force, AT) == 1


def test_a_closed_desk_hears_of_its_own_and_others_do_not_see_it() -> None:
    force = a_service(alarm={})
    send(force, "grievance", story=URGENT)
    tell(force, AT)
    assert ringing(force) == []
    with force.scope():
        assert open_alarms(frozenset({"professional_standards"}), everywhere=False)


def test_the_message_says_nothing_of_the_reporter() -> None:
    force = a_service()
    sent = send(force, "plain", story=URGENT)
    tell(force, AT)
    with force.scope():
        from frontcounter.messages.services import unsealed

        row = Message.objects.get(event="alarm")
        values = unsealed(row.id, bytes(row.sealed_values))
    assert row.report_id is None
    assert values["alarm_number"] == sent.tracking_number
    assert "Ada" not in str(values)
