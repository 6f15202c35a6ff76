"""Once a morning: what of a unit's promises is about to be broken, in numbers only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from after_help import run_jobs, send

from force_help import DEMO_FORCES, TestForce, make_force
from frontcounter.accounts.models import User
from frontcounter.base.ids import uuid7
from frontcounter.forms.engine import load_yaml
from frontcounter.messages.models import Message
from frontcounter.messages.sending import written
from frontcounter.messages.services import unsealed
from frontcounter.tasks import absences, digests
from frontcounter.tasks.models import Task

# A Thursday, 7 in the morning in Manitoba, when the data centre opens; the next days follow.
OPENS = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)
DAYS = ("mon", "tue", "wed", "thu", "fri")
UNITS = [
    {"code": "data_centre", "name": {"en": "Data centre", "fr": "Centre de données"},
     "hours": {day: ["07:00", "23:00"] for day in DAYS}},
    {"code": "call_back_unit", "name": {"en": "Call-back unit", "fr": "Unité de rappel"},
     "hours": {day: ["08:00", "17:00"] for day in DAYS}},
]  # fmt: skip


@pytest.fixture
def force() -> TestForce:
    others = [
        unit
        for unit in load_yaml(DEMO_FORCES / "red-river" / "force.yaml")["units"]
        if unit["code"] not in {"data_centre", "call_back_unit"}
    ]
    return make_force("red-river", types=("theft_bicycle",), units=[*UNITS, *others])


def due(force: TestForce, unit: str, *moments: datetime, kind: str = "review") -> None:
    with force.scope("worker"):
        for moment in moments:
            Task(
                kind=kind,
                unit=unit,
                due_at=moment,
                work_by=moment,
                opened_at=OPENS,
                number=uuid7().hex[-12:],
                title="Ada Roy, 5 Main Street",
            ).add()


def told(force: TestForce, at: datetime) -> dict[str, list[tuple[str, str, int, int]]]:
    """Who is told what: address → (unit, kind, late, soon)."""
    with force.scope("worker"):
        before = set(Message.objects.filter(event="digest").values_list("id", flat=True))
        digests.send_due(at=at)
        found = {}
        for row in Message.objects.filter(event="digest").exclude(id__in=before):
            lines = unsealed(row.id, bytes(row.sealed_values))["digest_lines"]
            found[row.address] = [
                (one["unit"], one["kind"], one["late"], one["soon"]) for one in lines
            ]
        return found


def test_the_unit_hears_what_falls_due_before_its_next_day(force) -> None:
    person = force.person("reviewer", unit="data_centre")
    late, today = OPENS - timedelta(hours=1), OPENS + timedelta(hours=23, minutes=59)
    due(force, "data_centre", late, today, OPENS + timedelta(hours=24))
    assert told(force, OPENS - timedelta(minutes=1)) == {}
    assert told(force, OPENS) == {person.email: [("Data centre", "Reports to review", 1, 1)]}
    assert told(force, OPENS + timedelta(minutes=10)) == {}


def test_on_friday_the_weekend_counts_and_on_saturday_nobody_hears(force) -> None:
    person = force.person("reviewer", unit="data_centre")
    friday = OPENS + timedelta(days=1)
    due(force, "data_centre", friday + timedelta(days=2), friday + timedelta(days=3))
    assert told(force, friday) == {person.email: [("Data centre", "Reports to review", 0, 1)]}
    assert told(force, friday + timedelta(days=1)) == {}


def test_each_hears_of_their_unit_and_a_supervisor_of_all(force) -> None:
    caller = force.person("call_back", unit="call_back_unit")
    reviewer = force.person("reviewer", unit="data_centre")
    chief = force.person("supervisor")
    stranger = force.person("records")
    due(force, "data_centre", OPENS + timedelta(hours=3))
    due(force, "call_back_unit", OPENS + timedelta(hours=3), kind="call_back")
    first = told(force, OPENS)
    second = told(force, OPENS + timedelta(hours=1))
    calls = ("Call-back unit", "Calls to make", 0, 1)
    reviews = ("Data centre", "Reports to review", 0, 1)
    assert first == {reviewer.email: [reviews], chief.email: [calls, reviews]}
    assert second == {caller.email: [calls]}
    assert stranger.email not in first | second


def test_nobody_hears_where_nothing_presses_or_who_is_away(force) -> None:
    person = force.person("reviewer", unit="data_centre")
    assert told(force, OPENS) == {}
    due(force, "data_centre", OPENS + timedelta(days=1, hours=3))
    with force.scope("staff"):
        absences.note_absence(
            person.id, "Ann Lee", person.actor(),
            begins=OPENS, ends=OPENS + timedelta(days=5), at=OPENS,
        )  # fmt: skip
    assert told(force, OPENS + timedelta(days=1)) == {}


def test_a_worker_that_slept_till_noon_tells_nobody(force) -> None:
    force.person("reviewer", unit="data_centre")
    due(force, "data_centre", OPENS + timedelta(hours=9))
    assert told(force, OPENS + timedelta(hours=5)) == {}


def test_a_closed_desk_is_told_of_its_own_and_no_supervisor(force) -> None:
    chief = force.person("supervisor")
    officer = force.person("intelligence", unit="intelligence_unit")
    with force.scope("worker"):
        Task(
            kind="review", unit="intelligence_unit", desk="intelligence", number="Y",
            due_at=OPENS, work_by=OPENS, opened_at=OPENS,
        ).add()  # fmt: skip
    opens = OPENS + timedelta(hours=1)  # with the force's desks, for it names no hours
    found = told(force, opens)
    assert officer.email in found
    assert chief.email not in found


def test_the_mail_is_in_their_language_and_names_nobody(force) -> None:
    person = force.person("reviewer", unit="data_centre")
    with force.scope("worker"):
        User.objects.filter(id=person.id).update(language="fr")
    due(force, "data_centre", OPENS + timedelta(hours=3))
    sent = send(force)
    assert told(force, OPENS)
    with force.scope("worker"):
        row = Message.objects.get(event="digest")
        _settings, words = written(row, attached=False)
    assert "Centre de données – Signalements à examiner" in words.text.replace("\u00a0", " ")
    assert f"/staff/{force.slug}/review" in words.text
    for private in ("Ada", "Main", str(sent.id)):
        assert private not in words.text + words.subject
    run_jobs(force)
