"""Danger is heard in whatever somebody writes after their report, and a desk is told of it."""

from __future__ import annotations

import pytest
from after_help import AT, record, send, take

from frontcounter.reports import acts, assessing, queries
from frontcounter.reports.models import ReporterAct
from frontcounter.reports.services import Refused
from frontcounter.tasks.models import Alarm, Task

URGENT = "He is outside my door with a gun and says he will kill me."


def write(force, sent, kind: str, text: str) -> None:
    with force.scope("public"):
        act_id = acts.note_act(kind, sent.id, at=AT, text=text)
    with force.scope("worker"):
        acts.carry_out(act_id, at=AT)
        assert ReporterAct.objects.get(id=act_id).done_at


def ringing(force) -> int:
    with force.scope("worker"):
        return Alarm.objects.filter(ended_at__isnull=True).count()


@pytest.mark.parametrize("kind", ["add_information", "message"])
def test_added_words_of_danger_raise_the_report_and_ring_once(red_river, kind) -> None:
    sent = send(red_river)
    record(red_river, sent)
    write(red_river, sent, kind, "The saddle was brown.")
    assert ringing(red_river) == 0
    write(red_river, sent, kind, URGENT)
    write(red_river, sent, kind, URGENT)
    assert ringing(red_river) == 1
    with red_river.scope("staff"):
        report = queries.report(sent.id)
        answer = Task.objects.get(report_id=sent.id, kind="answer")
    assert report.priority == answer.priority == 2
    assert any(mark.startswith("danger") for mark in report.marks)


def test_a_review_that_waits_presses_as_much(red_river) -> None:
    sent = send(red_river)
    write(red_river, sent, "add_information", URGENT)
    with red_river.scope("staff"):
        assert Task.objects.get(report_id=sent.id, kind="review").priority == 2


def test_whoever_tells_of_danger_while_withdrawing_is_called(red_river) -> None:
    force = red_river
    sent = send(force)
    write(force, sent, "withdraw", f"Please take it back. {URGENT}")
    with force.scope("staff"):
        report = queries.report(sent.id)
    assert report.state == "submitted"
    assert report.priority == 2


def test_what_was_heard_later_is_no_raise_of_a_persons_own(red_river) -> None:
    sent, ann = send(red_river), red_river.person("reviewer")
    take(red_river, ann, sent, "claim")
    every = {one: {"level": "some"} for one in assessing.PROMPTS}
    with red_river.scope("staff"):
        assessing.assess(sent.id, every, priority=2, note="", actor=ann.actor(), at=AT)
    write(red_river, sent, "add_information", URGENT)
    with red_river.scope("staff"), pytest.raises(Refused, match="never_lower"):
        assessing.assess(sent.id, every, priority=1, note="No", actor=ann.actor(), at=AT)
