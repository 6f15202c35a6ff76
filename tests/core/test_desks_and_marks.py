"""What a report says decides how soon it is seen, and its type decides by whom at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from force_help import TestForce, make_force

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def send(force: TestForce, report_type: str, **answers: Any) -> UUID:
    from frontcounter.base.ids import uuid7
    from frontcounter.forms.engine.usual import usual_answers
    from frontcounter.reports.facts import contact_of
    from frontcounter.reports.making import Submission, submit

    form = force.form(report_type)
    told = {**usual_answers(form, now=AT), **answers}
    with force.scope("public") as here:
        receipt = submit(
            Submission(uuid7(), form, here.publication_hash, "en", told, contact_of(form, told)),
            at=AT,
        )
    return receipt.report_id


@pytest.fixture(scope="module")
def force() -> TestForce:
    return make_force("red-river", types=("theft_bicycle", "drug_activity", "complaint_police"))


def seen_as(force: TestForce, *desks: str) -> dict[str, set[UUID]]:
    """What staff of these desks find in each table that hangs on a report."""
    from django.db import connection

    from frontcounter.base.scope import Role, narrow_to_force, scope

    tables = ("event", "promise", "identifier")
    found: dict[str, set[UUID]] = {}
    with scope(Role.STAFF, None):
        narrow_to_force(force.id, frozenset(desks))
        with connection.cursor() as cursor:
            cursor.execute("select id from reports_report")
            found["report"] = {row[0] for row in cursor.fetchall()}
            cursor.execute("select report_id from tasks_task")
            found["task"] = {row[0] for row in cursor.fetchall()}
            for table in tables:
                cursor.execute(f"select report_id from reports_{table}")
                found[table] = {row[0] for row in cursor.fetchall()}
    return found


def test_staff_find_nothing_of_a_desk_that_is_not_theirs(force: TestForce) -> None:
    theft = send(force, "theft_bicycle")
    tip, complaint = send(force, "drug_activity"), send(force, "complaint_police")
    for table, found in seen_as(force, "review").items():
        assert theft in found, table
        assert not {tip, complaint} & found, table
    for table, found in seen_as(force, "intelligence").items():
        assert not {theft, complaint} & found, table
        if table not in ("identifier", "promise"):
            assert tip in found, table
    assert seen_as(force, "standards")["report"] & {theft, tip, complaint} == {complaint}


def test_information_and_complaints_can_match_nothing(force: TestForce) -> None:
    from frontcounter.reports.models import ReportIdentifier

    tip = send(force, "drug_activity")
    with force.scope():
        assert not ReportIdentifier.objects.filter(report_id=tip).exists()


def wish_to_be_called(force: TestForce, story: str, report_type: str = "theft_bicycle") -> UUID:
    from frontcounter.base.ids import uuid7
    from frontcounter.forms.engine.usual import usual_answers
    from frontcounter.reports.making import Submission, request_call

    form = force.form(report_type)
    told = {**usual_answers(form, now=AT), "story": story}
    contact = {"channel": "phone", "phone": "+12045550147"}
    with force.scope("public") as here:
        wish = Submission(uuid7(), form, here.publication_hash, "en", told, contact)
        return request_call(wish, at=AT).report_id


def test_a_closed_desk_makes_its_own_calls(force: TestForce) -> None:
    from frontcounter.tasks.models import Task

    sent = wish_to_be_called(force, "", "complaint_police")
    with force.scope():
        task = Task.objects.get(report_id=sent)
    assert (task.kind, task.desk) == ("call_back", "standards")
    assert task.unit == force.settings().desks["standards"]


def test_each_desk_has_its_unit(force: TestForce) -> None:
    from frontcounter.tasks.models import Task

    desks = force.settings().desks
    for report_type, desk in (("drug_activity", "intelligence"), ("complaint_police", "standards")):
        sent = send(force, report_type)
        with force.scope():
            assert Task.objects.get(report_id=sent).unit == desks[desk]


@pytest.mark.parametrize(
    ("story", "priority", "mark"),
    [
        ("It was gone in the morning.", 0, ""),
        ("My ex took it, I am sure.", 1, "danger_partner"),
        ("he is outside my door now with a knife and says he will kill me", 2, "danger_weapon"),
        ("je veux mourir", 2, "danger_suicide"),
    ],
)
def test_words_of_danger_raise_a_report(
    force: TestForce, story: str, priority: int, mark: str
) -> None:
    from frontcounter.reports.models import Report
    from frontcounter.tasks.models import Task

    sent = send(force, "theft_bicycle", story=story)
    with force.scope():
        report = Report.objects.get(id=sent)
        assert {task.priority for task in Task.objects.filter(report_id=sent)} == {priority}
    assert report.priority == priority
    danger = [one for one in report.marks if one.startswith("danger_")]
    assert (mark in danger) if mark else danger == []


def test_nobody_withdraws_at_once_from_danger(force: TestForce) -> None:
    from frontcounter.accounts.actor import REPORTER
    from frontcounter.reports.services import Refused, perform

    sent = send(force, "theft_bicycle", story="he has a gun and he is outside")
    for code in ("withdraw", "ask_to_withdraw"):
        with force.scope(), pytest.raises(Refused, match="needs_a_person"):
            perform(code, sent, REPORTER, at=AT)


def test_a_force_may_call_about_every_report() -> None:
    from frontcounter.reports.models import Promise, Report
    from frontcounter.tasks.models import Task

    rules = {"unit": "call_back_unit", "every_report": True, "required_before_recording": True}
    force = make_force("red-river", call_back=rules)
    sent = send(force, "theft_bicycle")
    with force.scope():
        assert {t.kind for t in Task.objects.filter(report_id=sent)} == {"review", "call_back"}
        assert Report.objects.get(id=sent).call_back_state == "open"
        assert Promise.objects.filter(report_id=sent, kind="call_back").exists()


def test_a_call_about_danger_is_promised_sooner(force: TestForce) -> None:
    from frontcounter.reports.models import Promise
    from frontcounter.tasks.models import Task

    urgent = wish_to_be_called(force, "he is outside with a knife")
    calm = wish_to_be_called(force, "It was gone.")
    with force.scope():
        kinds = {p.report_id: p.kind for p in Promise.objects.all()}
        due = {t.report_id: t.due_at for t in Task.objects.filter(kind="call_back")}
    assert (kinds[urgent], kinds[calm]) == ("urgent_call", "call_back")
    assert due[urgent] < due[calm]
