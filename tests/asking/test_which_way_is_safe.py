"""Whoever chose e-mail gets e-mail, unless somebody else may read along."""

from __future__ import annotations

from dataclasses import replace

import pytest
from after_help import send, take

from force_help import FEW_TYPES, TestForce, make_force
from frontcounter.messages.queries import messages_of
from frontcounter.messages.thread import set_rule, way_for
from frontcounter.messages.ways import is_guarded
from frontcounter.reports import queries
from frontcounter.reports.models import Report
from frontcounter.reports.queries import ReportRecord

ONLY_VOICE: dict[str, str | list[str]] = {"contact.safe": ["message"]}


def record_of(force: TestForce) -> ReportRecord:
    sent = send(force, said=ONLY_VOICE)
    with force.scope():
        record = queries.report(sent.id)
        assert record is not None
        return record


def test_email_that_was_chosen_and_not_ticked_is_written_to(red_river: TestForce) -> None:
    sent = send(red_river, said=ONLY_VOICE)
    take(red_river, red_river.person("reviewer"), sent, "claim", "record")
    with red_river.scope():
        (told,) = [one for one in messages_of(sent.id) if one.event == "recorded"]
    assert (told.channel, told.address) == ("email", "ada@example.org")


@pytest.mark.parametrize("mark", ["vulnerable", "danger_partner"])
def test_with_a_mark_only_what_was_ticked_is_used(red_river: TestForce, mark: str) -> None:
    sent = send(red_river, said=ONLY_VOICE)
    with red_river.scope():
        Report.objects.filter(id=sent.id).update(marks=[mark])
    take(red_river, red_river.person("reviewer"), sent, "claim", "record")
    with red_river.scope():
        (told,) = [one for one in messages_of(sent.id) if one.event == "recorded"]
    assert (told.channel, told.status) == ("phone", "by_hand")


def test_a_force_says_which_marks_count() -> None:
    force = make_force("red-river", guarded_marks=["repeat"])
    record = record_of(force)
    with force.scope():
        assert is_guarded(replace(record, marks=["repeat"]))
        assert not is_guarded(replace(record, marks=["vulnerable"]))


@pytest.mark.parametrize(("kind", "channel"), [("fraud", "phone"), ("theft_bicycle", "email")])
def test_where_somebody_may_look_over_a_shoulder_the_ticks_rule(kind: str, channel: str) -> None:
    force = make_force("red-river", types=(*FEW_TYPES, "fraud"))
    record = replace(record_of(force), form_hash=force.settings().forms[kind])
    with force.scope():
        assert way_for(record).channel == channel


def test_what_staff_set_is_above_both(red_river: TestForce) -> None:
    record = record_of(red_river)
    person = red_river.person("reviewer")
    with red_river.scope("staff"):
        set_rule(record.id, person.actor(), ["phone"], "Asked to be phoned", at=record.submitted_at)
    with red_river.scope():
        assert way_for(record).channel == "phone"
