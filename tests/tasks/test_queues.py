"""Queues are in the order of promises, walked by key, and counted up to a limit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from after_help import AT
from django.db import connection, connections

from frontcounter.base.ids import uuid7
from frontcounter.base.scope import narrow_to_force
from frontcounter.tasks.models import Kind, Task
from frontcounter.tasks.queries import MOST_COUNTED, Key, at_desk, counts, held, waiting

NONE = dict.fromkeys(("review", "call_back", "answer", "intelligence", "standards", "mine"), 0)


def add_tasks(
    force, number, *, kind=Kind.REVIEW, state="open", holder=None, priorities=(0,), desk="review"
):
    """Tasks due in a mixed order, some at the same instant."""
    with force.scope("worker"):
        Task.objects.bulk_create(
            Task(
                kind=kind,
                unit="data_centre",
                due_at=AT + timedelta(minutes=(n * 7) % 40),
                work_by=AT + timedelta(minutes=(n * 7) % 40),
                opened_at=AT,
                state=state,
                claimed_by_id=holder,
                priority=priorities[n % len(priorities)],
                desk=desk,
            )
            for n in range(number)
        )


def walk(force, size):
    pages, key = [], None
    while True:
        with force.scope("staff"):
            page = waiting(Kind.REVIEW, after=key, size=size)
        pages.append(page)
        if page.next is None:
            return pages
        key = page.next


def test_pages_hold_every_task_once_the_nearest_promise_first(red_river) -> None:
    add_tasks(red_river, 57)
    pages = walk(red_river, 10)
    keys = [(line.due_at, line.id) for page in pages for line in page.lines]
    assert len(pages) == 6
    assert len(set(keys)) == 57
    assert keys == sorted(keys)


def test_what_is_urgent_stands_on_top_and_then_the_nearest_promise(red_river) -> None:
    add_tasks(red_river, 40, priorities=(0, 1, 0, 2))
    pages = walk(red_river, 7)
    keys = [(-line.priority, line.due_at, line.id) for page in pages for line in page.lines]
    assert len(set(keys)) == 40
    assert keys == sorted(keys)
    assert keys[0][0] == -2
    with red_river.scope("staff"):
        back = waiting(Kind.REVIEW, before=pages[2].previous, size=7)
    assert [line.id for line in back.lines] == [line.id for line in pages[1].lines]


def test_one_can_go_back_the_way_one_came(red_river) -> None:
    add_tasks(red_river, 25)
    pages = walk(red_river, 10)
    assert pages[0].previous is None
    with red_river.scope("staff"):
        back = waiting(Kind.REVIEW, before=pages[1].previous, size=10)
        assert [line.id for line in back.lines] == [line.id for line in pages[0].lines]
        assert back.previous is None
        assert back.next is not None


def test_a_queue_shows_only_what_nobody_holds(red_river) -> None:
    person = uuid7()
    add_tasks(red_river, 3)
    add_tasks(red_river, 2, state="claimed", holder=person)
    add_tasks(red_river, 4, kind=Kind.CALL_BACK)
    add_tasks(red_river, 5, state="done")
    with red_river.scope("staff"):
        assert len(waiting(Kind.REVIEW).lines) == 3
        assert len(held(person).lines) == 2
        assert len(held(uuid7()).lines) == 0
        assert len(held().lines) == 2
        assert counts(person) == {**NONE, "review": 3, "call_back": 4, "mine": 2}


def test_counting_stops_at_a_limit(red_river) -> None:
    add_tasks(red_river, MOST_COUNTED + 20)
    with red_river.scope("staff"):
        assert counts(uuid7())["review"] == MOST_COUNTED + 1


def test_the_queue_walks_its_partial_index_as_staff(red_river) -> None:
    add_tasks(red_river, 3000)
    add_tasks(red_river, 3000, state="done")
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze tasks_task")  # the plan follows what is known of the table
    connections["owner"].close()
    with red_river.scope("staff"):
        from frontcounter.base.scope import current_force_id
        from frontcounter.tasks import queries

        sql = queries._SELECT + queries._OPEN + " and (rank, due_at, id) > (%s, %s, %s)"
        with connection.cursor() as cursor:
            cursor.execute("set local enable_seqscan = off")
            cursor.execute("set local enable_bitmapscan = off")
            cursor.execute(
                f"explain {sql} order by rank asc, due_at asc, id asc limit 26",
                [current_force_id(), "review", "review", 1, AT, uuid7()],
            )
            plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "tasks_queue" in plan
    assert "rank" in plan.partition("Index Cond")[2].partition("\n")[0]
    assert "Sort" not in plan


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "x~y~z",
        "0~2026-11-20T15:00:00~nothing",
        "🙂",
        "9~2026-11-20T15:00:00+00:00~" + "0" * 32,
        "²~2026-11-20T15:00:00+00:00~" + "0" * 32,
    ],
)
def test_a_key_that_is_none_is_no_key(text) -> None:
    assert Key.read(text) is None


def test_a_key_survives_an_address() -> None:
    key = Key(1, AT, uuid7())
    assert Key.read(str(key)) == key


@pytest.mark.parametrize("desk", ["intelligence", "standards"])
def test_a_closed_desk_is_counted_and_read_by_its_own_people_only(red_river, desk) -> None:
    add_tasks(red_river, 3, desk=desk)
    add_tasks(red_river, 2)
    with red_river.scope("staff"):
        assert counts(uuid7()) == {**NONE, "review": 2}
        assert at_desk(desk).lines == []
        assert len(waiting(Kind.REVIEW).lines) == 2
    with red_river.scope("staff") as here:
        narrow_to_force(here.force_id, frozenset({desk}))
        assert counts(uuid7()) == {**NONE, desk: 3}
        assert len(at_desk(desk).lines) == 3
        assert waiting(Kind.REVIEW).lines == []
