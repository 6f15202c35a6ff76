"""What happens to a report makes, moves and ends the work on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from after_help import AT, record, send, take

from frontcounter.accounts.actor import REPORTER
from frontcounter.forces.promises import due_at
from frontcounter.reports.services import Refused, perform
from frontcounter.tasks.models import Task
from frontcounter.tasks.queries import unfinished


def open_tasks(force, sent) -> dict[str, object]:
    with force.scope("staff"):
        return {task.kind: task for task in unfinished(sent.id)}


def reporter(force, sent, code: str, later: timedelta = timedelta(hours=1)) -> None:
    with force.scope("worker"):
        perform(code, sent.id, REPORTER, at=AT + later)


def test_a_sent_report_waits_for_review_until_the_promise(red_river) -> None:
    sent = send(red_river)
    tasks = open_tasks(red_river, sent)
    assert set(tasks) == {"review"}
    assert tasks["review"].due_at == due_at(red_river.settings(), "review", AT)
    assert tasks["review"].unit == "data_centre"


def test_a_review_is_due_with_the_first_of_two_promises(soar_valley) -> None:
    sent = send(soar_valley)
    assert open_tasks(soar_valley, sent)["review"].due_at == AT + timedelta(hours=24)


def test_claiming_gives_the_review_a_holder_and_releasing_takes_it_away(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    held = open_tasks(red_river, sent)["review"]
    assert (held.state, held.claimed_by_name, held.claimed_at) == ("claimed", "Ann Lee", AT)
    take(red_river, person, sent, "release")
    free = open_tasks(red_river, sent)["review"]
    assert (free.state, free.claimed_by_id, free.due_at) == ("open", None, held.due_at)


def test_recording_ends_the_review(red_river) -> None:
    sent = send(red_river)
    record(red_river, sent)
    assert open_tasks(red_river, sent) == {}


def test_a_report_that_is_not_taken_leaves_nothing_to_do(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim", "call_back")
    assert set(open_tasks(red_river, sent)) == {"review", "call_back"}
    take(red_river, person, sent, "not_take", reason="civil_matter")
    assert open_tasks(red_river, sent) == {}


def test_a_call_carries_the_number_the_brief_and_the_promise(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    take(red_river, person, sent, "call_back", note="Ask for the serial number.")
    call = open_tasks(red_river, sent)["call_back"]
    assert call.phone == "+12045550147"
    assert call.unit == "call_back_unit"
    assert call.brief["note"] == "Ask for the serial number."
    assert call.brief["from"] == "Ann Lee"
    assert call.brief["name"] == "Ada Roy"
    assert call.due_at == due_at(red_river.settings(), "call_back", AT)


def test_asking_to_withdraw_asks_for_a_call(red_river) -> None:
    sent = send(red_river)
    reporter(red_river, sent, "ask_to_withdraw")
    assert open_tasks(red_river, sent)["call_back"].brief["why"] == "ask_to_withdraw"


def test_added_information_waits_for_a_look_once(red_river) -> None:
    sent = send(red_river)
    record(red_river, sent)
    reporter(red_river, sent, "add_information")
    reporter(red_river, sent, "add_information", timedelta(hours=2))
    assert set(open_tasks(red_river, sent)) == {"answer"}


def test_information_added_before_anybody_has_looked_makes_no_second_task(red_river) -> None:
    sent = send(red_river)
    reporter(red_river, sent, "add_information")
    assert set(open_tasks(red_river, sent)) == {"review"}


def test_a_reopened_report_waits_for_review_again(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer", "supervisor")
    take(red_river, person, sent, "claim")
    take(red_river, person, sent, "not_take", reason="civil_matter")
    take(red_river, person, sent, "reopen", note="The person phoned.")
    assert set(open_tasks(red_river, sent)) == {"review"}


@pytest.mark.parametrize("role", ["staff", "worker"])
def test_the_tasks_of_a_neighbour_are_invisible(red_river, soar_valley, role) -> None:
    send(red_river)
    send(soar_valley)
    for force in (red_river, soar_valley):
        with force.scope(role):
            assert set(Task._base_manager.values_list("force_id", flat=True)) == {force.id}


def test_the_public_role_cannot_read_tasks(red_river) -> None:
    from django.db import DatabaseError, connection

    send(red_river)
    with pytest.raises(DatabaseError), red_river.scope("public"):
        Task.objects.count()
    connection.close()


def test_who_said_on_the_telephone_that_the_report_stands_is_not_withdrawn(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer", "call_back")
    reporter(red_river, sent, "ask_to_withdraw")
    take(red_river, person, sent, "conclude_call_back", details={"outcome": "confirmed"})
    with pytest.raises(Refused, match="not_asked"):
        take(red_river, person, sent, "agree_withdrawal")
    reporter(red_river, sent, "ask_to_withdraw")
    take(red_river, person, sent, "conclude_call_back", details={"outcome": "wishes_to_withdraw"})
    take(red_river, person, sent, "agree_withdrawal")
