"""Every number of the board against a table that was worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from after_help import send
from django.db import connection

from force_help import TestForce, make_force
from frontcounter.base.ids import uuid7
from frontcounter.tasks import absences, board, expecting
from frontcounter.tasks.models import Task

AT = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # a Monday, noon in Manitoba
HOUR = 3600
ANN, BOB = uuid7(), uuid7()
NAMES = {ANN: "Ann Lee", BOB: "Bob Ray"}
# unit, kind, state, opened hours ago, due in hours, looked at, by, done hours ago, touch seconds
WORK = [
    ("data_centre", "review", "open", 2, 1, True, None, None, 0),
    ("data_centre", "review", "open", 10, -1, False, None, None, 0),
    ("data_centre", "review", "claimed", 4, 20, True, ANN, None, 0),
    ("data_centre", "review", "waiting", 30, -5, True, None, None, 0),  # the reporter was asked
    ("call_back_unit", "call_back", "open", 1, 9, False, None, None, 0),
    ("data_centre", "review", "done", 60, 0, True, ANN, 48, 600),
    ("data_centre", "review", "done", 80, 0, True, ANN, 72, 1200),
    ("data_centre", "review", "done", 300, 0, True, BOB, 192, 60),  # eight days ago
    ("call_back_unit", "call_back", "done", 90, 0, True, BOB, 80, 0),  # nothing was measured
]


def add(force: TestForce, line: tuple, desk: str = "review") -> None:
    unit, kind, state, opened, due, looked, by, done, touch = line
    with force.scope("worker"):
        Task(
            kind=kind,
            unit=unit,
            desk=desk,
            number=uuid7().hex[-12:],
            state=state,
            opened_at=AT - timedelta(hours=opened),
            due_at=AT + timedelta(hours=due),
            work_by=AT + timedelta(hours=due),
            looked_at=AT if looked else None,
            claimed_by_id=by,
            claimed_by_name=NAMES.get(by, ""),
            done_at=AT - timedelta(hours=done) if done is not None else None,
            touch_seconds=touch,
        ).add()


@pytest.fixture(scope="module")
def figures() -> board.Board:
    force = make_force("red-river", types=("theft_bicycle",))
    for line in WORK:
        add(force, line)
    add(force, WORK[1], desk="intelligence")  # a closed desk has no part in it
    with force.scope():
        board.work_out(at=AT)
        found = board.board()
    assert found is not None
    return found


def test_backlog_and_age_of_each_unit_and_kind(figures: board.Board) -> None:
    calls, reviews = figures.backlog
    assert (reviews.unit, reviews.kind) == ("data_centre", "review")
    assert (reviews.open, reviews.claimed, reviews.waiting) == (2, 1, 1)
    # Due in an hour counts as soon, an hour ago as late; who was asked is neither.
    assert (reviews.soon, reviews.late, reviews.unseen) == (1, 1, 1)
    # Of 2, 4 and 10 hours: the oldest 10, the middle 4, nine in ten less than 4 + 0.8 × 6.
    assert (reviews.oldest, reviews.median) == (10 * HOUR, 4 * HOUR)
    assert reviews.p90 == pytest.approx(8.8 * HOUR)
    assert (calls.unit, calls.open, calls.soon, calls.late) == ("call_back_unit", 1, 0, 0)
    assert (calls.oldest, calls.unseen) == (1 * HOUR, 0)


def test_load_of_each_person_in_seven_days(figures: board.Board) -> None:
    found = [(one.id, one.name, one.held, one.done, one.median) for one in figures.people]
    assert found == [
        (str(ANN), "Ann Lee", 1, 2, 900),  # of 600 and 1200 seconds the middle
        (str(BOB), "Bob Ray", 0, 1, None),  # the call; the review was eight days ago
    ]


def test_touch_time_of_each_kind_in_thirty_days(figures: board.Board) -> None:
    [reviews] = figures.touch
    assert (reviews.kind, reviews.count, reviews.median) == ("review", 3, 600)
    assert reviews.p90 == pytest.approx(600 + 0.8 * 600)  # of 60, 600 and 1200


def settle(force: TestForce, report_id: UUID, due: int, kept: int | None, lifted: bool) -> None:
    """A promise that fell due so many hours ago, and was kept so many hours ago."""
    with force.scope(), connection.cursor() as cursor:
        cursor.execute(
            "update reports_promise set due_at = %s, kept_at = %s, lifted_at = %s"
            " where report_id = %s",
            [
                AT - timedelta(hours=due),
                AT - timedelta(hours=kept) if kept is not None else None,
                AT if lifted else None,
                report_id,
            ],
        )


def test_promises_kept_with_their_interval() -> None:
    force = make_force("red-river", types=("theft_bicycle",))
    # (due, kept, lifted): three in time, one two hours late, one never, one lifted, one to come.
    table = [(5, 6, False), (9, 9, False), (700, 701, False), (5, 3, False), (2, None, False),
             (5, None, True), (-5, None, False)]  # fmt: skip
    for number, line in enumerate(table):
        settle(force, send(force, email=f"p{number}@example.org").id, *line)
    with force.scope():
        board.work_out(at=AT)
        found = board.board()
    assert found is not None
    [reviews] = found.promises
    assert (reviews.kind, reviews.kept, reviews.of) == ("review", 3, 5)
    low, high = reviews.interval  # Wilson, by hand: 0.5566 ± 0.3257
    assert (round(low, 3), round(high, 3)) == (0.231, 0.882)


def test_the_staff_there_is_is_who_is_not_away_for_three_quarters_of_their_hours() -> None:
    force = make_force("red-river", types=("theft_bicycle",))
    ann = force.person("reviewer", name="Ann Lee", unit="data_centre")  # 7 to 23, every day
    force.person("reviewer", name="Eve Low", unit="evidence_unit")  # 8 to 17, Monday to Friday
    force.person("call_back", name="Cal Oto", unit="call_back_unit")  # reviews nothing
    with force.scope("staff"):
        absences.note_absence(
            ann.id, ann.name, ann.actor(),
            begins=AT + timedelta(days=1), ends=AT + timedelta(days=2), at=AT,
        )  # fmt: skip
    with force.scope():
        board.work_out(at=AT)
        coming = board.arrivals()
    assert coming is not None
    hours = [day["staff_hours"] for day in coming["days"]]
    # Nobody reviews for more than eight hours: Monday 2 × 8 × ¾; on Tuesday Ann is away from noon.
    assert hours == [12, 6, 12, 12, 12, 6, 6]
    assert coming["minutes"] == expecting.MINUTES_UNKNOWN
    assert not coming["measured"]


def test_arrivals_are_drawn_towards_the_hours_own_mean() -> None:
    # In 8 weeks 24 reports on Mondays at nine and nothing else: 3 a Monday, drawn with the weight
    # of 4 weeks towards 3 / 7 a day. Monday (24 + 4 × 3 / 7) / 12, any other day (4 × 3 / 7) / 12.
    hourly = expecting.expected({(0, 9): 24}, 8)
    assert hourly[0, 9] == pytest.approx(2.142857, abs=1e-6)
    assert hourly[3, 9] == pytest.approx(0.142857, abs=1e-6)
    assert sum(hourly[day, 9] for day in range(7)) == pytest.approx(3)
