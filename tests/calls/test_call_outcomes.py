"""How a call-back ends: nothing is closed by it, and every outcome brings what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from call_help import AT, LATER, calling_force, sent_with_code, task_of, to_call

from frontcounter.accounts.actor import Actor
from frontcounter.messages.queries import messages_of
from frontcounter.reports import queries
from frontcounter.reports.services import Refused, perform
from frontcounter.tasks import calling, outcomes
from frontcounter.tasks.models import Task


@pytest.fixture
def force():
    return calling_force()


def conclude(force, task, person, outcome, **more):
    with force.scope("staff"):
        outcomes.conclude_call(task.id, person.actor(), outcome, note="Said.", at=LATER, **more)


def tasks_of(force, receipt):
    with force.scope("staff"):
        rows = Task.objects.filter(report_id=receipt.report_id).exclude(state="done")
        return {task.kind: task for task in rows}


def free_to_review(force, receipt):
    """The reviewer gives the report back, so that others may move it."""
    with force.scope("staff"):
        holder = queries.report(receipt.report_id).holder_id
        perform("release", receipt.report_id, _reviewer(holder), at=AT)


def _reviewer(holder):
    return Actor("staff", str(holder), "Ann Lee", frozenset({"reviewer"}))


@pytest.fixture
def called(force):
    receipt, _way = to_call(force)
    free_to_review(force, receipt)
    return receipt, task_of(force, receipt), force.person("call_back", name="Cal Oto")


def test_a_missed_call_waits_for_the_next_planned_time_in_nobodys_hands(force, called) -> None:
    receipt, task, person = called
    with force.scope("staff"):
        calling.log_attempt(task.id, person.actor(), "no_answer", note="", at=LATER)
    row = task_of(force, receipt)
    assert row.state == "open"
    assert row.not_before == LATER + timedelta(hours=4)
    with force.scope("staff"):
        assert queries.report(receipt.report_id).state == "submitted"
        assert calling.plan_used_up(task.id) is False


def test_an_urgent_call_that_was_missed_stays_in_the_queue(force, called) -> None:
    _receipt, task, person = called
    with force.scope("staff"):
        Task.objects.filter(id=task.id).update(priority=2)
        calling.log_attempt(task.id, person.actor(), "no_answer", note="", at=LATER)
        found = Task.objects.get(id=task.id)
    assert (found.state, found.not_before) == ("open", None)


def test_who_asks_for_another_time_is_called_then(force, called) -> None:
    _receipt, task, person = called
    then = LATER + timedelta(days=2)
    with force.scope("staff"):
        calling.log_attempt(task.id, person.actor(), "call_later", note="", at=LATER, later=then)
        assert calling.next_planned(Task.objects.get(id=task.id), LATER) == then


def test_a_unit_gets_what_is_asked_and_the_review_goes_on(force, called) -> None:
    receipt, task, person = called
    conclude(force, task, person, "referred", unit="youth_unit", asked="Collect the video.")
    found = tasks_of(force, receipt)
    assert set(found) == {"review", "follow_up"}
    assert found["follow_up"].unit == "youth_unit"
    assert found["follow_up"].brief["note"] == "Collect the video.\n\nSaid."
    with force.scope("staff"):
        report = queries.report(receipt.report_id)
    assert (report.call_back_state, report.follow_up_state) == ("concluded", "asked")


def test_a_referral_without_a_unit_changes_nothing(force, called) -> None:
    receipt, task, person = called
    with pytest.raises(Refused) as refused:
        conclude(force, task, person, "referred", unit="nobody")
    assert refused.value.code == "unit_missing"
    assert set(tasks_of(force, receipt)) == {"review", "call_back"}


def test_a_referral_that_a_reviewer_stands_in_the_way_of_is_undone_whole(force) -> None:
    receipt, _way = to_call(force)
    person, task = force.person("call_back", name="Cal Oto"), task_of(force, receipt)
    with pytest.raises(Refused) as refused:
        conclude(force, task, person, "referred", unit="youth_unit")
    assert refused.value.code == "held_by_other"
    assert set(tasks_of(force, receipt)) == {"review", "call_back"}


def test_another_desk_takes_it_over(force, called) -> None:
    receipt, task, person = called
    conclude(force, task, person, "taken_over", unit="hate_crime_unit")
    assert tasks_of(force, receipt)["review"].unit == "hate_crime_unit"


def test_a_car_makes_everything_urgent(force, called) -> None:
    receipt, task, person = called
    conclude(force, task, person, "send_car", reference="CAD-1")
    assert tasks_of(force, receipt)["review"].priority == 2
    with force.scope("staff"):
        codes = [line.code for line in queries.timeline(receipt.report_id)]
    assert codes[-2:] == ["conclude_call_back", "send_car"]


def test_who_cannot_be_reached_is_written_to_and_the_report_goes_back_to_review(force) -> None:
    receipt, _way = to_call(force, safe=["email"])
    free_to_review(force, receipt)
    task, person = task_of(force, receipt), force.person("call_back", name="Cal Oto")
    with pytest.raises(Refused):
        conclude(force, task, person, "not_reached")
    with force.scope("staff"):
        for hour in range(3):
            at = LATER + timedelta(hours=5 * hour)
            calling.log_attempt(task.id, person.actor(), "no_answer", note="", at=at, silent=True)
    conclude(force, task, person, "not_reached")
    with force.scope("staff"):
        report = queries.report(receipt.report_id)
        told = [m for m in messages_of(receipt.report_id) if m.event == "call_unreached"]
    assert report.state == "submitted"
    assert tasks_of(force, receipt)["review"].brief["call_outcome"] == "not_reached"
    assert [(m.channel, m.address) for m in told] == [("email", "ada@example.org")]


def test_nothing_is_sent_where_nothing_is_safe(force, called) -> None:
    receipt, _way = to_call(force, by="phone", safe=["message"])
    task, person = task_of(force, receipt), force.person("call_back", name="Cal Oto")
    with force.scope("staff"):
        for hour in range(3):
            at = LATER + timedelta(hours=5 * hour)
            calling.log_attempt(task.id, person.actor(), "no_answer", note="", at=at)
    conclude(force, task, person, "not_reached")
    with force.scope("staff"):
        told = [m for m in messages_of(receipt.report_id) if m.event == "call_unreached"]
    assert [(m.status, m.last_error) for m in told] == [("not_sent", "no_way")]


def test_a_request_for_a_call_is_reviewed_afterwards(force) -> None:
    """It had no review before: without one, nobody would go on with it."""
    receipt, _way = sent_with_code(force)
    with force.scope("worker"):
        Task.objects.filter(report_id=receipt.report_id).update(state="done")
    reviewer = force.person("reviewer")
    with force.scope("staff"):
        perform("call_back", receipt.report_id, reviewer.actor(), at=AT)
    task = task_of(force, receipt)
    conclude(force, task, force.person("call_back", name="Cal Oto"), "more_information")
    review = tasks_of(force, receipt)["review"]
    assert (review.unit, review.brief["call_outcome"]) == ("data_centre", "more_information")
