"""Queues are in the order of promises, walked by key, and counted up to a limit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from after_help import AT
from django.db import connection, connections

from frontcounter.base.ids import uuid7
from frontcounter.tasks.models import Kind, Task
from frontcounter.tasks.queries import MOST_COUNTED, Key, counts, held, waiting


def add_tasks(force, number, *, kind=Kind.REVIEW, state="open", holder=None):
    """Tasks due in a mixed order, some at the same instant."""
    with force.scope("worker"):
        Task.objects.bulk_create(
            Task(
                kind=kind,
                unit="data_centre",
                due_at=AT + timedelta(minutes=(n * 7) % 40),
                opened_at=AT,
                state=state,
                claimed_by_id=holder,
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
        assert counts(person) == {"review": 3, "call_back": 4, "answer": 0, "mine": 2}


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

        sql = queries._SELECT + queries._OPEN + " and (due_at, id) > (%s, %s)"
        with connection.cursor() as cursor:
            cursor.execute("set local enable_seqscan = off")
            cursor.execute("set local enable_bitmapscan = off")
            cursor.execute(
                f"explain {sql} order by due_at asc, id asc limit 26",
                [current_force_id(), "review", AT, uuid7()],
            )
            plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "tasks_open" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("text", ["", "~", "x~y", "2026-11-20T15:00:00~nothing", "🙂"])
def test_a_key_that_is_none_is_no_key(text) -> None:
    assert Key.read(text) is None


def test_a_key_survives_an_address() -> None:
    key = Key(AT, uuid7())
    assert Key.read(str(key)) == key
