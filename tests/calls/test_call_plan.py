"""When the next call is: the person's time, the force's hours, another time of day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from force_help import make_force
from frontcounter.tasks.plan import first_try, next_try, parts_wanted

# A Friday, 9 in the morning in Manitoba.
FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
LONG_DAYS = {
    "hours": {key: ["09:00", "20:00"] for key in ("mon", "tue", "wed", "thu", "fri", "sat")},
    "attempts": [{"after_hours": 4}, {"after_hours": 20}, {"after_hours": 48}],
}


@pytest.fixture(scope="module")
def force():
    return make_force("red-river", types=("theft_bicycle",), calling=LONG_DAYS).settings()


def local(force, moment):
    return moment.astimezone(force.zone).strftime("%a %H:%M")


def test_a_missed_morning_call_is_followed_by_one_in_the_afternoon(force) -> None:
    assert local(force, next_try(force, [], [FRIDAY], FRIDAY)) == "Fri 13:00"


def test_the_third_call_is_in_the_evening_when_morning_and_afternoon_failed(force) -> None:
    second = FRIDAY + timedelta(hours=4)
    assert local(force, next_try(force, [], [FRIDAY, second], second)) == "Sat 17:00"


def test_who_named_the_evening_is_called_in_the_evening(force) -> None:
    assert local(force, first_try(force, ["evening"], FRIDAY)) == "Fri 17:00"
    missed = FRIDAY + timedelta(hours=8)
    assert local(force, next_try(force, ["le soir, svp"], [missed], missed)) == "Sat 17:00"


def test_nobody_is_called_more_often_on_one_day_than_the_force_wants(force) -> None:
    tries = [FRIDAY, FRIDAY + timedelta(hours=1)]
    found = next_try(force, [], tries, tries[-1], busy=True)
    assert local(force, found) == "Sat 09:00"


def test_a_busy_line_is_tried_again_soon(force) -> None:
    assert next_try(force, [], [FRIDAY], FRIDAY, busy=True) == FRIDAY + timedelta(minutes=30)


def test_the_plan_comes_to_an_end(force) -> None:
    tries = [FRIDAY + timedelta(days=n) for n in range(4)]
    assert next_try(force, [], tries, tries[-1]) is None


def test_calls_wait_for_the_hours_of_the_unit(force) -> None:
    night = FRIDAY + timedelta(hours=14)
    assert local(force, first_try(force, [], night)) == "Sat 09:00"
    sunday = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    assert local(force, first_try(force, [], sunday)) == "Mon 09:00"


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("After work, please", {"evening"}),
        ("le matin ou l'après-midi", {"morning", "afternoon"}),
        ("whenever", set()),
        ("evening", {"evening"}),
    ],
)
def test_times_of_day_are_heard_in_the_persons_own_words(words, parts) -> None:
    assert parts_wanted([words]) == parts
