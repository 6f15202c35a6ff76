"""Whoever adds to an earlier report: staff see which one it may be, if number and name fit."""

from __future__ import annotations

from typing import Any

import pytest
from after_help import send as send_bicycle
from staff_help import signed_in, text_of

from force_help import TestForce, make_force


@pytest.fixture(scope="module")
def force() -> TestForce:
    return make_force("red-river", types=("theft_bicycle", "supplement"))


@pytest.fixture(scope="module")
def earlier(force: TestForce) -> Any:
    return send_bicycle(force)


def add_to(force: TestForce, number: str, family: str) -> str:
    """The tracking number of an addition that names this report."""
    from datetime import UTC, datetime

    from frontcounter.base.ids import uuid7
    from frontcounter.reports.making import Submission, submit

    answers = {"number": number, "family": family, "adds": ["story"]}
    form, hash_ = force.form("supplement"), force.settings().hash
    with force.scope("public"):
        sent = Submission(uuid7(), form, hash_, "en", answers, {"phone": "+12045550147"})
        return submit(sent, at=datetime.now(UTC)).tracking_number


def page_of(force: TestForce, number: str) -> str:
    client = signed_in(force.person("reviewer"))
    return text_of(client.get(f"/staff/{force.slug}/reports/{number}"))


def name_of(force: TestForce, report_id: Any) -> str:
    from frontcounter.reports import queries

    with force.scope():
        record = queries.report(report_id)
    assert record is not None
    return record.reporter_name


def test_number_and_name_that_fit_show_the_report(force: TestForce, earlier: Any) -> None:
    name = name_of(force, earlier.id)
    family = name.split()[-1]
    number = earlier.tracking_number
    shown = page_of(force, add_to(force, f" {number.lower()} ", family.upper()))
    assert "This may belong to" in shown
    assert number in shown


@pytest.mark.parametrize(("number", "family"), [(None, "Smith"), ("T-AAAA-AAAA", None), (None, "")])
def test_another_name_or_number_shows_nothing(
    force: TestForce, earlier: Any, number: str | None, family: str | None
) -> None:
    name = name_of(force, earlier.id).split()[-1]
    told = add_to(force, number or earlier.tracking_number,
                  name if family is None else family)  # fmt: skip
    assert "This may belong to" not in page_of(force, told)


def test_a_report_of_another_force_is_never_found(force: TestForce, earlier: Any) -> None:
    other = make_force("red-river", types=("supplement",))
    family = name_of(force, earlier.id).split()[-1]
    told = add_to(other, earlier.tracking_number, family)
    assert "This may belong to" not in page_of(other, told)


@pytest.mark.parametrize(
    ("typed", "name", "fits"),
    [
        ("Tremblay", "Marie Tremblay", True),
        ("tremblay öst", "Marie Tremblay-Öst", True),
        ("de la Cruz", "Ana de la Cruz", True),
        ("Lay", "Marie Tremblay", False),
        ("Marie", "Marie Tremblay", False),
        ("", "Marie Tremblay", False),
        ("Tremblay", "", False),
    ],
)
def test_a_family_name_is_compared_as_people_write_it(typed: str, name: str, fits: bool) -> None:
    from frontcounter.reports.queries import _is_family

    assert _is_family(typed, name) is fits
