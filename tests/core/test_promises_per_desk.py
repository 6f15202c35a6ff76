"""What is promised to whom: nothing untrue, and nothing that nobody could keep."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from force_help import TestForce, make_force

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)  # a Monday
PHONE = {"channel": "phone", "phone": "+12045550147"}
TYPES = ("theft_bicycle", "drug_activity", "complaint_police", "feedback_thanks")


@pytest.fixture(params=["red-river", "soar-valley", "north-prairie", "escarpment"])
def force(request: pytest.FixtureRequest) -> TestForce:
    return make_force(request.param, types=TYPES)


def send(force: TestForce, report_type: str, contact: dict[str, Any]) -> tuple[Any, Any]:
    """The receipt, and when the review is due."""
    from frontcounter.base.ids import uuid7
    from frontcounter.reports.making import Submission, submit
    from frontcounter.tasks.models import Task

    form, hash_ = force.form(report_type), force.settings().hash
    with force.scope("public"):
        receipt = submit(Submission(uuid7(), form, hash_, "en", {}, contact), at=NOW)
    with force.scope():
        task = Task.objects.get(report_id=receipt.report_id, kind="review")
    return receipt, task.due_at


def kinds(receipt: Any) -> tuple[str, ...]:
    return tuple(kind for kind, _ in receipt.promises)


def test_each_desk_promises_what_it_can_keep(force: TestForce) -> None:
    promised = {name: kinds(send(force, name, PHONE)[0]) for name in TYPES}
    assert promised["theft_bicycle"] == force.settings().promises_for("review")
    assert promised["theft_bicycle"]
    assert promised["complaint_police"] == ("complaint",)
    assert promised["drug_activity"] == promised["feedback_thanks"] == ()


def test_work_that_was_promised_to_nobody_still_has_its_time(force: TestForce) -> None:
    assert send(force, "drug_activity", {})[1] > NOW
    assert send(force, "feedback_thanks", {})[1] > NOW


def test_nobody_is_phoned_about_thanks(force: TestForce) -> None:
    from frontcounter.tasks.models import Task

    receipt, _ = send(force, "feedback_thanks", PHONE)
    with force.scope():
        found = set(Task.objects.filter(report_id=receipt.report_id).values_list("kind", flat=True))
    assert found == {"review"}


def test_one_list_is_for_all_desks_but_not_for_tips_without_contact() -> None:
    force = make_force("red-river", types=TYPES, promises_on_submit=["review"])
    assert kinds(send(force, "complaint_police", PHONE)[0]) == ("review",)
    assert kinds(send(force, "drug_activity", PHONE)[0]) == ("review",)
    assert kinds(send(force, "drug_activity", {"name": "A friend"})[0]) == ()


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"standards": ["review"]}, "promises_on_submit"),
        ({"review": ["review"], "everyone": []}, "promises_on_submit.everyone"),
        ({"review": ["review"], "standards": ["reveiw"]}, "promises_on_submit.reveiw"),
    ],
)
def test_a_mistake_in_them_is_named(told: dict[str, Any], where: str) -> None:
    from force_help import _files
    from frontcounter.ops.force_values import promises

    settings = {**_files("red-river", ("theft_bicycle",))[0], "promises_on_submit": told}
    assert where in [place for place, _ in promises(settings)]
