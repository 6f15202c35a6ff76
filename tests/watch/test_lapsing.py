"""A broken promise: one apology with the new date, and work for a supervisor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from after_help import AT, send, take

from force_help import TestForce
from frontcounter.messages.models import Message
from frontcounter.reports import queries
from frontcounter.reports.watching import overdue
from frontcounter.tasks.lapsing import lapse, lapse_the_past
from frontcounter.tasks.models import Task

LATE = AT + timedelta(days=10)
LATER = AT + timedelta(days=30)


def break_all(force: TestForce, at=LATE) -> list[bool]:
    with force.scope():
        return [lapse(one.report_id, one.kind, at=at) for one in overdue(at)]


def apologies(force: TestForce) -> list[tuple[str, str]]:
    with force.scope():
        rows = Message.objects.filter(event="apology").order_by("created_at", "id")
        return list(rows.values_list("status", "last_error"))


def supervising(force: TestForce) -> int:
    with force.scope():
        return Task.objects.filter(kind="supervise").exclude(state="done").count()


def test_a_broken_promise_is_owned_up_to_once_and_promised_anew(red_river: TestForce) -> None:
    sent = send(red_river)
    assert break_all(red_river) == [True]
    assert break_all(red_river) == []
    assert apologies(red_river) == [("queued", "")]
    assert supervising(red_river) == 1
    with red_river.scope():
        broken, anew = queries.promises(sent.id)
    assert broken.lapsed_at == LATE
    assert anew.open
    assert anew.due_at > LATE


def test_broken_again_it_is_a_supervisors_again_without_a_second_apology(
    red_river: TestForce,
) -> None:
    send(red_river)
    break_all(red_river)
    with red_river.scope():
        Task.objects.filter(kind="supervise").update(state="done")
    break_all(red_river, LATER)
    assert apologies(red_river) == [("queued", ""), ("not_sent", "told_before")]
    assert supervising(red_river) == 1


def test_a_kept_promise_a_paused_one_and_an_ended_report_are_not_broken(
    red_river: TestForce,
) -> None:
    person = red_river.person("reviewer")
    kept, paused = send(red_river), send(red_river)
    take(red_river, person, kept, "claim")
    take(red_river, person, kept, "not_take", reason="civil_matter")
    take(red_river, person, paused, "claim", "ask")
    assert break_all(red_river) == []


def test_the_same_job_twice_breaks_it_once(red_river: TestForce) -> None:
    sent = send(red_river)
    with red_river.scope():
        assert lapse(sent.id, "review", at=LATE)
        assert not lapse(sent.id, "review", at=LATE)


def test_the_apology_names_the_new_date(red_river: TestForce) -> None:
    from frontcounter.messages.preview import preview

    sent = send(red_river)
    break_all(red_river)
    with red_river.scope():
        anew = queries.promises(sent.id)[-1]
        body = preview(sent.id, "apology").body
    assert f"{anew.due_at.astimezone(red_river.settings().zone):%Y}" in body
    assert "By " in body


@pytest.mark.parametrize("name", ["red-river"])
def test_the_demos_past_is_broken_quietly(name: str) -> None:
    from force_help import make_force

    force = make_force(name)
    send(force, silent=True, role="worker")
    with force.scope():
        assert lapse_the_past(LATER) >= 1
        assert overdue(LATER) == []
    assert {status for status, _ in apologies(force)} == {"not_sent"}
