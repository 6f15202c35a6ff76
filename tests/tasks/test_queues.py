"""Queues are in the order of promises, walked by key, and counted up to a limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from after_help import AT
from django.db import connection, connections

from frontcounter.base.ids import uuid7
from frontcounter.base.scope import narrow_to_force
from frontcounter.tasks import queue_sql, queues, saved
from frontcounter.tasks.filters import BUILT_IN, SORTS, Filter
from frontcounter.tasks.models import Kind, Task
from frontcounter.tasks.queue_sql import Key
from frontcounter.tasks.queues import MOST_COUNTED, Count, page

SHOWN = ("review", "calls", "answers", "intelligence", "standards", "mine")
NOW = AT + timedelta(days=1)


def counts(person):
    return {
        name: one.number
        for name, one in queues.counts(person, SHOWN, now=NOW).items()
        if one.number
    }


def waiting(kind, **keys):
    return page(BUILT_IN[{"review": "review", "call_back": "calls"}[str(kind)]], now=NOW, **keys)


def at_desk(desk):
    return page(BUILT_IN[desk], now=NOW)


def held(person=None):
    return page(replace(BUILT_IN["mine"], held_by=str(person or "")), now=NOW)


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
    keys = [(line.priority < 2, line.work_by, line.id) for page in pages for line in page.lines]
    assert len(set(keys)) == 40
    assert keys == sorted(keys)
    assert keys[0][0] is False
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
        assert counts(person) == {"review": 3, "calls": 4, "mine": 2}


def test_counting_stops_at_a_limit(red_river) -> None:
    add_tasks(red_river, MOST_COUNTED + 20)
    with red_river.scope("staff"):
        assert queues.counts(uuid7(), ["review"], now=NOW)["review"] == Count(
            MOST_COUNTED, more=True
        )


@pytest.mark.parametrize(
    ("asked", "sort", "index"),
    [
        (Filter(kinds=("review",)), "due", "tasks_queue"),
        (Filter(kinds=("review",)), "new", "tasks_queue_sent"),
        (Filter(kinds=("review",), units=("far",)), "due", "tasks_queue_unit"),
        (Filter(kinds=("review",), types=("rare", "rarer")), "due", "tasks_queue_type"),
        (Filter(kinds=("review",), districts=("north",)), "due", "tasks_queue_district"),
        (Filter(kinds=("review",), languages=("fr",)), "due", "tasks_queue"),
    ],
)
def test_every_queue_walks_an_index_in_its_order_as_staff(
    red_river, asked, sort, index, monkeypatch
) -> None:
    add_tasks(red_river, 3000)
    add_tasks(red_river, 3000, state="done")
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze tasks_task")  # the plan follows what is known of the table
    connections["owner"].close()
    key = Key(1, AT, uuid7())
    plans = []
    with red_river.scope("staff"), connection.cursor() as cursor:
        order = SORTS[sort]
        made = queue_sql.rows_of(asked, order, NOW, NOW, key, order.newest_first, 26)
        cursor.execute(f"explain {made.sql}", made.values)
        plans = "\n".join(row[0] for row in cursor.fetchall())
    assert f"using {index} on" in plans
    assert plans.count("Sort  (") == 1  # where the walks are merged
    assert plans.index("Sort  (") < plans.index(f"using {index} on")
    conditions = plans.partition("Index Cond")[2].partition("\n")[0]
    assert "kind" in conditions
    assert "ROW(" in conditions


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "x~y~z",
        "0~2026-11-20T15:00:00~nothing",
        "🙂",
        "2~2026-11-20T15:00:00+00:00~" + "0" * 32,
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
        assert counts(uuid7()) == {"review": 2}
        assert at_desk(desk).lines == []
        assert len(waiting(Kind.REVIEW).lines) == 2
    with red_river.scope("staff") as here:
        narrow_to_force(here.force_id, frozenset({desk}))
        assert counts(uuid7()) == {desk: 3}
        assert len(at_desk(desk).lines) == 3
        assert waiting(Kind.REVIEW).lines == []


def make(force, **more):
    with force.scope("worker"):
        task = Task(
            **{
                "kind": Kind.REVIEW,
                "unit": "data_centre",
                "due_at": AT,
                "work_by": AT,
                "opened_at": AT,
                **more,
            }
        )
        task.add()
    return task.id


def ids(force, asked, sort="due", **more):
    with force.scope("staff"):
        return [line.id for line in page(asked, sort, now=NOW, **more).lines]


@pytest.mark.parametrize(
    ("asked", "differs"),
    [
        ({"kinds": ["call_back"]}, {"kind": "call_back"}),
        ({"units": ["youth_unit"]}, {"unit": "youth_unit"}),
        ({"types": ["fraud", "theft"]}, {"type": "theft"}),
        ({"districts": ["north"]}, {"district": "north"}),
        ({"languages": ["fr"]}, {"language": "fr"}),
        ({"channels": ["phone"]}, {"channel": "phone"}),
        ({"marks": ["camera", "child"]}, {"marks": ["traces", "camera"]}),
        ({"urgent": "yes"}, {"priority": 2}),
        ({"second": "yes"}, {"level": 2}),
        ({"states": ["waiting"]}, {"state": "waiting"}),
        ({"due": "late"}, {"work_by": NOW - timedelta(minutes=1)}),
        ({"due": "soon"}, {"work_by": NOW + timedelta(hours=7)}),
        ({"age": "3"}, {"opened_at": NOW - timedelta(days=4)}),
        ({"units": ["youth_unit"], "languages": ["fr"]}, {"unit": "youth_unit", "language": "fr"}),
    ],
)
@pytest.mark.parametrize("sort", SORTS)
def test_each_part_of_a_filter_finds_what_it_asks_for(red_river, asked, differs, sort) -> None:
    usual = {"work_by": NOW + timedelta(days=9), "opened_at": NOW}
    make(red_river, **usual)
    wanted = make(red_river, **{**usual, **differs})
    assert ids(red_river, Filter.read(asked), sort) == [wanted]
    with red_river.scope("staff"):
        assert queues.count([Filter.read(asked)], now=NOW, most=9) == [Count(1)]


def test_the_orders(red_river) -> None:
    late = make(red_river, work_by=AT, opened_at=AT + timedelta(hours=2))
    urgent = make(red_river, work_by=AT + timedelta(hours=1), opened_at=AT, priority=2)
    early = make(red_river, work_by=AT - timedelta(hours=1), opened_at=AT + timedelta(hours=1))
    asked = Filter(kinds=("review",))
    assert ids(red_river, asked) == [urgent, early, late]
    assert ids(red_river, asked, "time") == [early, late, urgent]
    assert ids(red_river, asked, "sent") == [urgent, early, late]
    assert ids(red_river, asked, "new") == [late, early, urgent]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("asked", [Filter(), Filter(types=("a", "b")), Filter(languages=("fr",))])
def test_every_order_can_be_walked_there_and_back(red_river, sort, asked) -> None:
    with red_river.scope("worker"):
        Task.objects.bulk_create(
            Task(
                kind=(Kind.REVIEW, Kind.ANSWER)[n % 2],
                unit="data_centre",
                due_at=AT,
                work_by=AT + timedelta(minutes=(n * 7) % 40),
                opened_at=AT + timedelta(minutes=(n * 11) % 17),
                priority=n % 3,
                type="ab"[n % 2],
                language="fr",
            )
            for n in range(31)
        )
    there, key = [], None
    while True:
        with red_river.scope("staff"):
            found = page(asked, sort, now=NOW, after=key, size=7)
        there.append([line.id for line in found.lines])
        if found.next is None:
            break
        key = found.next
    assert sorted(map(len, there)) == [3, 7, 7, 7, 7]
    assert len({one for part in there for one in part}) == 31
    back, key = [there[-1]], found.previous
    while key:
        with red_river.scope("staff"):
            found = page(asked, sort, now=NOW, before=key, size=7)
        back.append([line.id for line in found.lines])
        key = found.previous
    assert back[::-1] == there


def test_what_is_rare_is_looked_for_so_far_and_then_further(red_river, monkeypatch) -> None:
    monkeypatch.setattr(queue_sql, "FURTHEST", 10)
    with red_river.scope("worker"):
        Task.objects.bulk_create(
            Task(
                kind=Kind.REVIEW,
                unit="data_centre",
                due_at=AT,
                work_by=AT + timedelta(minutes=n),
                opened_at=AT,
                language="fr" if n in (3, 27) else "en",
            )
            for n in range(30)
        )
    asked, key, found, cuts = Filter(kinds=("review",), languages=("fr",)), None, [], []
    for _ in range(5):
        with red_river.scope("staff"):
            part = page(asked, now=NOW, after=key)
        found += [line.work_by for line in part.lines]
        cuts.append(part.cut)
        key = part.next
        if key is None:
            break
    assert found == [AT + timedelta(minutes=3), AT + timedelta(minutes=27)]
    assert cuts[0] is True
    assert cuts[-1] is False


def test_a_call_for_later_stands_apart(red_river) -> None:
    now = make(red_river, kind=Kind.CALL_BACK)
    later = make(red_river, kind=Kind.CALL_BACK, not_before=NOW + timedelta(hours=3))
    assert ids(red_river, BUILT_IN["calls"]) == [now]
    assert ids(red_river, BUILT_IN["later"]) == [later]


@pytest.mark.parametrize(
    "given",
    [
        {"kinds": ["nonsense"], "due": "never", "age": "x", "states": ["done"], "other": 1},
        {"held_by": "somebody", "units": [""], "urgent": "no", "words": ""},
    ],
)
def test_what_no_filter_knows_is_left_out(given) -> None:
    assert Filter.read(given) == Filter()
    assert Filter.read(given).stored() == {}


def test_a_stored_filter_is_the_same_again() -> None:
    asked = Filter(kinds=("review",), marks=("camera",), due="late", urgent=True, words="vélo")
    assert Filter.read(asked.stored()) == asked


def test_a_search_is_ones_own_or_the_units(red_river, soar_valley) -> None:
    mine, other = red_river.person("reviewer"), red_river.person("reviewer")
    with red_river.scope("staff"):
        key = saved.save(mine.actor(), "Mine", Filter(due="late"), "time", at=AT)
        assert [one.name for one in saved.visible(mine.id, ())] == ["Mine"]
        assert saved.visible(other.id, ("data_centre", "")) == []
        assert not saved.change(key, other.actor(), name="X", unit="", at=AT)
        assert saved.change(key, mine.actor(), name="Ours", unit="data_centre", at=AT)
        (seen,) = saved.visible(other.id, ("data_centre",))
        assert (seen.name, seen.asked, seen.sort) == ("Ours", Filter(due="late"), "time")
        saved.tell(key, other.actor(), "daily", at=AT)
        assert saved.told(key, other.id) == "daily"
        assert not saved.delete(key, other.actor(), at=AT)
        assert saved.delete(key, mine.actor(), at=AT)
        assert saved.visible(mine.id, ("data_centre",)) == []
    with soar_valley.scope("staff"):
        assert saved.visible(mine.id, ("data_centre",)) == []
