"""Promises are counted in the force's calendar, as a person would count on their fingers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from frontcounter.forces.promises import due_at


def local(settings, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=settings.zone)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ((2026, 11, 22, 23, 30), (2026, 11, 26, 17, 0)),  # Sunday night → Thursday
        ((2026, 11, 23, 9, 0), (2026, 11, 26, 17, 0)),  # Monday morning → Thursday
        ((2026, 11, 23, 18, 0), (2026, 11, 27, 17, 0)),  # Monday after hours counts as Tuesday
        ((2026, 12, 23, 10, 0), (2026, 12, 29, 17, 0)),  # Christmas Day does not count
        ((2026, 9, 29, 10, 0), (2026, 10, 5, 17, 0)),  # nor 30 September in Manitoba
    ],
)
def test_three_business_days_in_manitoba(red_river, sent, due) -> None:
    settings = red_river.settings()
    promised = due_at(settings, "review", local(settings, *sent))
    assert promised == local(settings, *due)


def test_twenty_four_clock_hours_pass_also_on_christmas_day(soar_valley) -> None:
    settings = soar_valley.settings()
    sent = datetime(2026, 12, 24, 23, 50, tzinfo=UTC)
    assert due_at(settings, "recording_decision", sent) == datetime(
        2026, 12, 25, 23, 50, tzinfo=UTC
    )


def test_twenty_four_clock_hours_are_not_a_day_when_the_clocks_change(soar_valley) -> None:
    settings = soar_valley.settings()
    sent = local(settings, 2026, 3, 28, 12, 0)
    assert due_at(settings, "next_steps", sent).astimezone(settings.zone).hour == 13


def test_a_day_of_the_forces_own_does_not_count(red_river) -> None:
    settings = red_river.settings()
    calendar = settings.calendar
    assert calendar.is_business_day(date(2026, 11, 24))
    assert not calendar.is_business_day(date(2026, 11, 22))
