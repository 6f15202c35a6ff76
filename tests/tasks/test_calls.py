"""Calling people: who calls, what came of it, and how a call-back ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from after_help import AT, send, take

from frontcounter.messages.queries import messages_of
from frontcounter.reports import queries
from frontcounter.reports.services import Refused
from frontcounter.tasks import calling, outcomes, services
from frontcounter.tasks.queries import attempts, call_of
from frontcounter.tasks.services import Taken


@pytest.fixture
def called(red_river):
    """A report sent to call-back, and its task."""
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    take(red_river, person, sent, "call_back", note="Ask.")
    with red_river.scope("staff"):
        return sent, call_of(sent.id)


def log(force, task, person, outcome, minutes=0):
    with force.scope("staff"):
        at = AT + timedelta(minutes=minutes)
        return calling.log_attempt(task.id, person.actor(), outcome, note="", at=at)


def conclude(force, task, person, outcome="confirmed"):
    with force.scope("staff"):
        outcomes.conclude_call(task.id, person.actor(), outcome, note="Said so.", at=AT)


def test_two_people_do_not_make_the_same_call(red_river, called) -> None:
    _sent, task = called
    ann, ben = red_river.person("call_back"), red_river.person("call_back", name="Ben Ode")
    with red_river.scope("staff"):
        services.take(task.id, ann.actor(), at=AT)
        services.take(task.id, ann.actor(), at=AT)
    with red_river.scope("staff"), pytest.raises(Taken) as taken:
        services.take(task.id, ben.actor(), at=AT)
    assert (taken.value.name, taken.value.since) == ("Ann Lee", AT)
    with pytest.raises(Taken):
        log(red_river, task, ben, "no_answer")
    with pytest.raises(Taken):
        conclude(red_river, task, ben)


def test_a_missed_call_ends_nothing(red_river, called) -> None:
    sent, task = called
    ann = red_river.person("call_back")
    log(red_river, task, ann, "no_answer")
    with red_river.scope("staff"):
        assert queries.report(sent.id).state == "in_review"
        assert call_of(sent.id) is not None
        assert [one.outcome for one in attempts(sent.id)] == ["no_answer"]


def test_nobody_is_told_of_a_missed_call_where_no_message_is_safe(red_river) -> None:
    sent, person = send(red_river, by="phone"), red_river.person("reviewer", "call_back")
    take(red_river, person, sent, "claim", "call_back")
    with red_river.scope("staff"):
        task = call_of(sent.id)
    assert log(red_river, task, person, "no_answer") is False
    with red_river.scope("staff"):
        assert all(line.event != "call_missed" for line in messages_of(sent.id))


@pytest.mark.parametrize("safe", [["email"], ["message"], []])
def test_a_missed_call_is_told_the_way_that_was_chosen(red_river, safe) -> None:
    sent = send(red_river, said={"contact.safe": safe})
    person = red_river.person("reviewer", "call_back")
    take(red_river, person, sent, "claim", "call_back")
    with red_river.scope("staff"):
        task = call_of(sent.id)
    assert log(red_river, task, person, "spoke") is False
    assert log(red_river, task, person, "no_answer", 5) is True
    with red_river.scope("staff"):
        told = [line for line in messages_of(sent.id) if line.event == "call_missed"]
    assert [(line.channel, line.address) for line in told] == [("email", "ada@example.org")]


def test_a_call_back_ends_with_an_outcome_on_the_timeline(red_river, called) -> None:
    sent, task = called
    conclude(red_river, task, red_river.person("call_back"), "more_information")
    with red_river.scope("staff"):
        report = queries.report(sent.id)
        last = queries.timeline(sent.id)[-1]
        assert (report.state, report.call_back_state) == ("in_review", "concluded")
        assert (last.code, last.details["outcome"], last.note) == (
            "conclude_call_back",
            "more_information",
            "Said so.",
        )
        assert call_of(sent.id) is None


def test_giving_up_needs_every_planned_call(red_river, called) -> None:
    _sent, task = called
    ann = red_river.person("call_back")
    for minute in range(2):
        log(red_river, task, ann, "no_answer", minute)
    with pytest.raises(Refused) as refused:
        conclude(red_river, task, ann, "not_reached")
    assert refused.value.code == "too_few_tries"
    log(red_river, task, ann, "busy", 3)
    conclude(red_river, task, ann, "not_reached")


def test_a_reviewer_may_not_end_a_call_back(red_river, called) -> None:
    _sent, task = called
    with pytest.raises(Refused) as refused:
        conclude(red_river, task, red_river.person("reviewer"))
    assert refused.value.code == "not_your_role"
