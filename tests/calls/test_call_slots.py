"""Booking a call: what is free, who gets the last place, and what the promise does."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from call_help import AT, LATER, calling_force, run_jobs, sent_with_code, task_of, to_call
from django.db import DatabaseError, connection

from frontcounter.forces.published import settings_in_scope
from frontcounter.reports import queries
from frontcounter.tasks import slots
from frontcounter.tasks.models import Slot


@pytest.fixture
def force():
    return calling_force()


def free(force, way, kind="call", code="", at=LATER):
    with force.scope("public"):
        state = slots.call_state(way, at=at)
        return slots.free(settings_in_scope(), state, kind, code, at=at)


def book(force, way, receipt, start, kind="call", code="", at=LATER):
    with force.scope("public"):
        return slots.book(way, receipt.report_id, kind, code, start, at=at)


def test_only_who_proves_the_way_back_sees_anything(force) -> None:
    receipt, way = to_call(force)
    wrong = {**way, "hash": "00" * 32}
    with force.scope("public"):
        assert slots.call_state(wrong, at=LATER) is None
        assert slots.book(wrong, receipt.report_id, "call", "", LATER, at=LATER) == "closed"
        assert slots.cancel(wrong, receipt.report_id, at=LATER) is False


def test_nothing_can_be_booked_where_no_call_is_open(force) -> None:
    _receipt, way = sent_with_code(force)
    with force.scope("public"):
        assert slots.call_state(way, at=LATER) is None


def test_the_public_role_reads_no_slot(force) -> None:
    with pytest.raises(DatabaseError), force.scope("public"):
        Slot.objects.count()
    connection.close()


def test_a_booked_call_is_seen_by_staff_and_the_promise_waits_for_it(force) -> None:
    receipt, way = to_call(force)
    start = free(force, way)[-1]
    with force.scope("staff"):
        before = {p.kind: p.due_at for p in queries.promises(receipt.report_id)}
    assert before["call_back"] < start
    assert book(force, way, receipt, start) == "booked"
    run_jobs(force)
    task = task_of(force, receipt)
    assert (task.slot_at, task.not_before) == (start, start)
    with force.scope("staff"):
        assert slots.booked_for(task.id) == slots.Booked("call", "", start, 20)
        due = {p.kind: p.due_at for p in queries.promises(receipt.report_id)}
        last = queries.timeline(receipt.report_id)[-1]
    assert due["call_back"] == start + timedelta(minutes=20)
    assert due["review"] == before["review"]
    assert (last.code, last.actor_kind) == ("call_booked", "reporter")


def test_a_moved_call_leaves_its_first_place_free(force) -> None:
    (one, way), (_two, other) = to_call(force), to_call(force)
    first, second = free(force, way)[:2]
    assert book(force, way, one, first) == "booked"
    assert first not in free(force, other)
    assert book(force, way, one, second) == "booked"
    assert first in free(force, other)
    assert second not in free(force, other)
    assert task_of(force, one).slot_at == second


def test_giving_the_time_up_leaves_the_call_open_and_promised(force) -> None:
    receipt, way = to_call(force)
    start = free(force, way)[-1]
    book(force, way, receipt, start)
    run_jobs(force)
    with force.scope("public"):
        assert slots.cancel(way, receipt.report_id, at=LATER) is True
        assert slots.cancel(way, receipt.report_id, at=LATER) is False
    run_jobs(force)
    task = task_of(force, receipt)
    assert (task.state, task.slot_at, task.not_before) == ("open", None, None)
    with force.scope("staff"):
        due = {p.kind: p.due_at for p in queries.promises(receipt.report_id)}
    assert due["call_back"] < start
    assert task.due_at == due["call_back"]


def test_somebody_may_come_to_the_counter_instead(force) -> None:
    receipt, way = to_call(force)
    start = free(force, way, "visit", "main")[0]
    assert book(force, way, receipt, start, "visit", "main") == "booked"
    run_jobs(force)
    task = task_of(force, receipt)
    with force.scope("staff"):
        booked = slots.booked_for(task.id)
        assert (booked.kind, booked.counter, booked.minutes) == ("visit", "main", 30)
        assert queries.timeline(receipt.report_id)[-1].code == "visit_booked"
    assert free(force, way, "visit", "elsewhere") == []


def test_an_hour_that_the_unit_does_not_work_cannot_be_booked(force) -> None:
    receipt, way = to_call(force)
    night = AT.replace(hour=4) + timedelta(days=3)
    assert book(force, way, receipt, night) == "full"


def test_two_people_who_want_the_last_place_at_once_get_one(force) -> None:
    people = [to_call(force), to_call(force)]
    start = free(force, people[0][1])[3]
    told, ready = [], Barrier(2)

    def want(receipt, way) -> None:
        try:
            with force.scope("public"):
                state = slots.call_state(way, at=LATER)
                assert state is not None
                ready.wait(20)
                told.append(slots.book(way, receipt.report_id, "call", "", start, at=LATER))
        finally:
            connection.close()

    threads = [Thread(target=want, args=one) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["booked", "full"]
    with force.scope("staff"):
        assert Slot.objects.filter(state="booked", at=start).count() == 1


def ask_as_a_broken_site(force, way, start, **more) -> str:
    """What the site never asks for, asked of the database as its role."""
    import json

    from frontcounter.base.ids import uuid7

    wanted = {"id": str(uuid7()), "kind": "call", "counter": "", "at": start.isoformat(), **more}
    with force.scope("public"), connection.cursor() as cursor:
        cursor.execute(
            "select tasks_book_slot(%s::jsonb, %s, %s::jsonb)",
            [json.dumps(slots.proof_of(way)), LATER, json.dumps(wanted)],
        )
        return cursor.fetchone()[0]


def test_the_database_books_by_the_forces_rules_whatever_numbers_it_is_told(force) -> None:
    (_one, way), (_two, other) = to_call(force), to_call(force)
    start = free(force, way)[0]
    lying = {"minutes": 6000, "most": 99}
    assert ask_as_a_broken_site(force, way, start, **lying) == "booked"
    assert ask_as_a_broken_site(force, other, start, **lying) == "full"
    far = start + timedelta(days=60)
    assert ask_as_a_broken_site(force, other, far) == "full"
    for strange in ({"kind": "visit", "counter": "nowhere"}, {"kind": "party"}):
        assert ask_as_a_broken_site(force, other, start, **strange) == "full"
    with force.scope("staff"):
        assert Slot.objects.get(state="booked").minutes == 20


def test_an_urgent_call_is_not_put_off(force) -> None:
    from frontcounter.tasks.models import Task

    receipt, way = to_call(force)
    start = free(force, way)[-1]
    with force.scope():
        Task.objects.filter(report_id=receipt.report_id).update(priority=2, due_at=LATER)
    assert ask_as_a_broken_site(force, way, start) == "full"


def test_no_promise_moves_for_a_time_that_nobody_booked(force) -> None:
    from frontcounter.reports import acts

    receipt, _way = to_call(force)
    with force.scope("staff"):
        before = {p.kind: p.due_at for p in queries.promises(receipt.report_id)}
    with force.scope("public"):
        for at in ((LATER + timedelta(days=90)).isoformat(), "soon"):
            told = {"kind": "call", "counter": "", "at": at, "minutes": 600}
            acts.note_act("book_call", receipt.report_id, at=LATER, details=told)
    run_jobs(force)
    with force.scope("staff"):
        assert {p.kind: p.due_at for p in queries.promises(receipt.report_id)} == before
        assert queries.timeline(receipt.report_id)[-1].code == "call_back"
