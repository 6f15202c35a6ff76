"""Numbers and codes survive the telephone, and are never given twice."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from frontcounter.base.ids import PLAIN_ALPHABET, uuid7
from frontcounter.reports.numbering import (
    new_access_code,
    new_tracking_number,
    next_file_number,
    tidy_tracking_number,
)


def test_a_tracking_number_is_understood_in_any_spacing_and_case() -> None:
    number = new_tracking_number()
    for typed in (number, number.lower(), number.replace("-", " "), number[2:], f" {number} "):
        assert tidy_tracking_number(typed) == number


@given(place=st.integers(0, 7), letter=st.sampled_from(PLAIN_ALPHABET))
def test_one_wrong_character_is_noticed(place: int, letter: str) -> None:
    number = new_tracking_number()
    body = number[2:].replace("-", "")
    if body[place] == letter:
        return
    # Thirty letters share twenty-nine remainders: the one pair that collides is let through.
    wrong = body[:place] + letter + body[place + 1 :]
    twins = {PLAIN_ALPHABET[0], PLAIN_ALPHABET[-1]}
    if {body[place], letter} == twins:
        return
    assert tidy_tracking_number(wrong) != f"T-{wrong[:4]}-{wrong[4:]}"


@given(st.text())
def test_anything_may_be_typed_for_a_number(typed: str) -> None:
    tidy_tracking_number(typed)


def test_an_access_code_has_sixteen_plain_characters() -> None:
    code = new_access_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert set(code) <= set(PLAIN_ALPHABET) | {"-"}


def test_ids_are_unique_and_in_order_of_time() -> None:
    ids = [uuid7() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert all(one.version == 7 for one in ids)
    assert [one.int >> 80 for one in ids] == sorted(one.int >> 80 for one in ids)


def test_file_numbers_are_never_given_twice_at_once(red_river) -> None:
    from django.db import connection

    settings = red_river.settings()
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    taken: list[str] = []

    def take() -> None:
        for _ in range(5):
            with red_river.scope():
                taken.append(next_file_number(settings, at))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [f"RR26-{number:06d}" for number in range(1, 21)]
