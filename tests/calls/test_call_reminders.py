"""Reminders go once, by a safe way, the evening before or two hours before."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from call_help import LATER, calling_force, to_call

from frontcounter.forces.published import settings_in_scope
from frontcounter.messages.models import Message
from frontcounter.messages.queries import messages_of
from frontcounter.messages.services import unsealed
from frontcounter.tasks import call_reminders, slots, spoken


@pytest.fixture
def force():
    return calling_force()


def booked(force, place=0, kind="call", code="", **more):
    receipt, way = to_call(force, **more)
    with force.scope("public"):
        state = slots.call_state(way, at=LATER)
        start = slots.free(settings_in_scope(), state, kind, code, at=LATER)[place]
        assert slots.book(way, receipt.report_id, kind, code, start, at=LATER) == "booked"
    return receipt, start


def remind(force, at: datetime) -> int:
    with force.scope("worker"):
        return call_reminders.remind(at=at)


def told(force, receipt) -> list[str]:
    with force.scope("staff"):
        return [m.event for m in messages_of(receipt.report_id) if m.event.endswith("reminder")]


def test_a_call_of_another_day_is_remembered_the_evening_before_and_once(force) -> None:
    receipt, start = booked(force, -1)
    evening = (
        (start - timedelta(days=1)).astimezone(force.settings().zone).replace(hour=18, minute=0)
    )
    assert remind(force, evening - timedelta(minutes=5)) == 0
    assert remind(force, evening + timedelta(minutes=5)) == 1
    assert remind(force, evening + timedelta(minutes=15)) == 0
    assert told(force, receipt) == ["call_reminder"]
    with force.scope("worker"):
        row = Message.objects.get(event="call_reminder")
        values = unsealed(row.id, bytes(row.sealed_values))
        words = spoken.of_report(settings_in_scope(), receipt.report_id, "en", start)
    assert (values["first_word"], values["second_word"]) == (words.first, words.second)


def test_a_call_of_the_same_day_is_remembered_two_hours_before(force) -> None:
    receipt, start = booked(force, 12)
    assert start - LATER > timedelta(hours=2)
    assert remind(force, start - timedelta(hours=2, minutes=5)) == 0
    assert remind(force, start - timedelta(hours=1, minutes=55)) == 1
    assert told(force, receipt) == ["call_reminder"]


def test_a_visit_names_the_counter(force) -> None:
    receipt, start = booked(force, -1, "visit", "main")
    remind(force, start - timedelta(hours=3))
    assert told(force, receipt) == ["visit_reminder"]


def test_nobody_is_reminded_where_no_message_is_safe(force) -> None:
    receipt, start = booked(force, -1, by="phone", safe=["message"])
    assert remind(force, start - timedelta(hours=3)) == 0
    assert told(force, receipt) == []
