"""The time window: three boxes and a time, told exactly, roughly or between two ends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from engine_help import form_of, question, submit

from frontcounter.forms.engine import fields, summary, window_utc
from frontcounter.forms.engine.cleaning import parse_time

FORM = form_of(question("time_window", required=True))


def window(how: str, first: str, last: str = "") -> dict[str, Any]:
    """Form names from 'day month year [time]'."""
    names: dict[str, Any] = {"q.how": how}
    for end, told in (("from", first), ("to", last)):
        parts = [*told.split(" ", 3), "", "", "", ""][:4]
        for part, typed in zip(("day", "month", "year", "time"), parts, strict=True):
            names[f"q.{end}_{part}"] = typed
    return names


def errors(names: dict[str, Any]) -> dict[str, str]:
    return {e.field_name: e.message for e in submit(FORM, names).errors}


def test_a_known_time_is_kept_as_local_wall_time() -> None:
    got = submit(FORM, window("exact", "20 11 2026 10:30 pm")).values["q"]
    assert got == {"precision": "exact", "from": "2026-11-20T22:30", "zone": "America/Winnipeg"}


def test_a_day_without_a_time_stays_a_day() -> None:
    got = submit(FORM, window("about", "20 11 2026")).values["q"]
    assert got == {"precision": "about", "from": "2026-11-20", "zone": "America/Winnipeg"}


def test_two_ends_are_kept_and_shown_in_both_languages() -> None:
    got = submit(FORM, window("between", "20 11 2026 22:00", "21 nov 26 7 h 30")).values["q"]
    assert (got["from"], got["to"]) == ("2026-11-20T22:00", "2026-11-21T07:30")
    english = summary(FORM, {"q": got}, "en")[0].rows[0].lines
    french = summary(FORM, {"q": got}, "fr")[0].rows[0].lines
    assert english == [
        "Between Friday 20 November 2026, 10:00\u00a0pm and Saturday 21 November 2026, 7:30\u00a0am"
    ]
    assert french == [
        "Entre le vendredi 20 novembre 2026, 22\u00a0h "
        "et le samedi 21 novembre 2026, 7\u00a0h\u00a030"
    ]


def test_reversed_ends_are_an_error_at_the_second() -> None:
    assert set(errors(window("between", "21 11 2026 8am", "20 11 2026"))) == {"q.to_day"}


def test_the_same_day_twice_is_not_reversed() -> None:
    assert submit(FORM, window("between", "20 11 2026 5pm", "20 11 2026")).ok


def test_the_future_is_an_error_in_the_forces_own_zone() -> None:
    # It is noon on 22 November in Winnipeg.
    assert errors(window("exact", "23 11 2026")) == {
        "q.from_day": "The date must be today or in the past"
    }
    assert errors(window("exact", "22 11 2026 12:01")) == {
        "q.from_time": "The time must be in the past"
    }
    assert submit(FORM, window("exact", "22 11 2026 11:59")).ok


def test_each_missing_part_has_its_own_words() -> None:
    assert set(errors({})) == {"q.how"}
    assert set(errors(window("", "20 11 2026"))) == {"q.how"}
    assert set(errors(window("between", "20 11 2026"))) == {"q.to_day"}
    assert set(errors(window("exact", "20 11"))) == {"q.from_year"}
    assert set(errors(window("exact", "20 11 2026 soon"))) == {"q.from_time"}


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("22:30", (22, 30)),
        ("22h30", (22, 30)),
        ("22 h 30", (22, 30)),
        ("17 h", (17, 0)),
        ("10.30 p.m.", (22, 30)),
        ("10:30PM", (22, 30)),
        ("12am", (0, 0)),
        ("12 pm", (12, 0)),
        ("2230", (22, 30)),
        ("noon", (12, 0)),
        ("Minuit", (0, 0)),
        ("7", (7, 0)),
        ("25:00", None),
        ("10:75", None),
        ("13pm", None),
        ("later", None),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, at: tuple[int, int] | None) -> None:
    assert parse_time(typed) == at


def test_the_instants_cover_what_was_told() -> None:
    day = {"precision": "about", "from": "2026-11-20", "zone": "America/Winnipeg"}
    assert window_utc(day) == (
        datetime(2026, 11, 20, 6, 0, tzinfo=UTC),
        datetime(2026, 11, 21, 5, 59, tzinfo=UTC),
    )


def test_a_wall_time_that_comes_twice_covers_both() -> None:
    # The clocks went back at 2:00 on 1 November 2026.
    told = {"precision": "exact", "from": "2026-11-01T01:30", "zone": "America/Winnipeg"}
    start, end = window_utc(told)
    assert (end - start).total_seconds() == 3600


def test_the_second_end_belongs_under_its_radio() -> None:
    how, *_ = fields(FORM, "p", {})[0].inputs
    assert how.options[2].reveals == ("q.to", "q.to_time")


def test_the_error_of_a_date_is_shown_on_its_group() -> None:
    result = submit(FORM, window("exact", "20 11"))
    group = fields(FORM, "p", {}, result.raw, result.errors, "en")[0].inputs[1]
    assert group.widget == "date"
    assert group.error == "The date must include a year"
    assert [box.value for box in group.inputs] == ["20", "11", ""]
