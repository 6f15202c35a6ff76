"""The board's figures, with what they are a share of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from after_help import AT, send, take

from force_help import TestForce
from frontcounter.tasks import board
from frontcounter.tasks.expecting import expected


def test_a_share_has_its_interval() -> None:
    low, high = board.wilson(9, 10)
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)
    assert board.wilson(0, 0) == (0.0, 1.0)
    assert board.wilson(5, 5)[1] == pytest.approx(1.0)


def test_the_board_counts_what_waits_and_who_holds_it(red_river: TestForce) -> None:
    sent, other = send(red_river), send(red_river)
    person = red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    now = AT + timedelta(days=20)
    with red_river.scope():
        board.work_out(at=now)
        board.work_out(at=now + timedelta(minutes=1))
    with red_river.scope("staff"):
        found, coming = board.board(), board.arrivals()
    assert found is not None
    line = found.backlog[0]
    assert (line.unit, line.open, line.claimed, line.late, line.unseen) == (
        "data_centre", 1, 1, 2, 1
    )  # fmt: skip
    assert line.oldest == pytest.approx(timedelta(days=20).total_seconds(), abs=90)
    assert [(one.name, one.held) for one in found.people] == [("Ann Lee", 1)]
    assert [(one.kind, one.kept, one.of) for one in found.promises] == [("review", 0, 2)]
    assert coming is not None
    assert len(coming["days"]) == 7
    assert coming["reports"] == 2
    assert other


def test_few_weeks_are_drawn_towards_the_hours_own_mean() -> None:
    hourly = expected({(0, 9): 70}, 1)
    assert 0 < hourly[1, 9] < hourly[0, 9] < 70
    assert hourly[0, 10] == 0
    assert expected({(0, 9): 80}, 8)[0, 9] == pytest.approx((80 + 4 * 80 / 56) / 12)
