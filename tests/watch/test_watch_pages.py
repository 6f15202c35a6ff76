"""The pages of the watch: the alarm on top of every page, the board, moving work, absences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from after_help import send, take
from desk_help import a_service
from desk_help import send as send_plain
from staff_help import signed_in, text_of

from force_help import TestForce
from frontcounter.reports import queries
from frontcounter.tasks import board
from frontcounter.tasks.alarms import tell_due
from frontcounter.tasks.models import Absence, Task

URGENT = "He has a gun and says he will kill me."


def test_what_rings_stands_on_every_page_until_one_person_has_it() -> None:
    force = a_service()
    sent = send_plain(force, "plain", story=URGENT)
    with force.scope():
        tell_due(at=datetime.now(UTC))
    boss = force.person("supervisor", name="Priya Nair")
    client, other = signed_in(boss), signed_in(force.person("reviewer"))
    page = text_of(client.get(f"/staff/{force.slug}/mine"))
    assert f"Urgent report {sent.tracking_number}" in page
    assert "Urgent report" not in text_of(other.get(f"/staff/{force.slug}/mine"))  # not of the unit
    assert text_of(client.get(f"/staff/{force.slug}/alarms/bar")) == "1"
    action = page.split('class="fc-alarm" method="post" action="')[1].split('"')[0]
    answer = client.post(action)
    assert answer["Location"].endswith(f"/reports/{sent.tracking_number}")
    assert text_of(client.get(f"/staff/{force.slug}/alarms/bar")) == "0"
    listed = text_of(client.get(f"/staff/{force.slug}/alarms"))
    assert "Priya Nair, after" in listed
    assert "Ada" not in listed


def test_the_report_says_who_else_has_it_open_and_where_it_was_sent(red_river: TestForce) -> None:
    from frontcounter.tasks.routing import route_pending

    sent = send(red_river)
    with red_river.scope():
        route_pending(at=datetime.now(UTC))
    ann, bob = red_river.person("reviewer"), red_river.person("reviewer", name="Bob Ray")
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}"
    signed_in(ann).get(here)
    page = text_of(signed_in(bob).get(here))
    assert "Also open now with: Ann Lee." in page
    assert "Data centre: it reads what no rule sends elsewhere" in page


@pytest.fixture
def filled(red_river: TestForce) -> TestForce:
    sent, _other = send(red_river), send(red_river)
    take(red_river, red_river.person("reviewer", name="Maya Chen"), sent, "claim")
    with red_river.scope():
        board.work_out(at=datetime.now(UTC))
    return red_river


@pytest.mark.parametrize("role", ["supervisor", "commander"])
def test_the_board_names_no_reporter(filled: TestForce, role: str) -> None:
    page = text_of(signed_in(filled.person(role)).get(f"/staff/{filled.slug}/board"))
    assert "Data centre" in page
    assert "Maya Chen" in page
    assert "Ada" not in page
    assert ("/board/work" in page) == (role == "supervisor")


def test_only_supervisors_move_work(filled: TestForce) -> None:
    for role in ("commander", "reviewer"):
        client = signed_in(filled.person(role))
        assert client.get(f"/staff/{filled.slug}/board/work").status_code == 403


def test_work_is_moved_to_a_person_and_they_hold_it(filled: TestForce) -> None:
    ben = filled.person("reviewer", name="Ben Ash")
    client = signed_in(filled.person("supervisor", name="Priya Nair"))
    with filled.scope():
        tasks = [*Task.objects.filter(kind="review").order_by("id")]
    here = f"/staff/{filled.slug}/board/work"
    wrong = client.post(here, {"task": [str(tasks[0].id)]})
    assert wrong.status_code == 422
    assert "Choose either a person or a unit." in text_of(wrong)
    answer = client.post(here, {"task": [str(one.id) for one in tasks], "person": str(ben.id)})
    assert answer["Location"].endswith("?moved=2")
    with filled.scope():
        held = Task.objects.filter(kind="review", claimed_by_id=ben.id)
        assert held.count() == 2
        codes = [one.code for one in queries.timeline(tasks[0].report_id)]
        assert queries.report(tasks[0].report_id).holder_id == ben.id
    assert codes[-3:] == ["take_away", "claim", "reassigned"]


def test_work_is_moved_to_a_unit(filled: TestForce) -> None:
    client = signed_in(filled.person("supervisor"))
    with filled.scope():
        task = Task.objects.filter(kind="review", state="open").first()
    form = {"task": str(task.id), "to_unit": "youth_unit"}
    client.post(f"/staff/{filled.slug}/board/work", form)
    with filled.scope():
        assert Task.objects.get(id=task.id).unit == "youth_unit"


def test_an_absent_person_is_given_nothing(filled: TestForce) -> None:
    ben = filled.person("reviewer", name="Ben Ash")
    client = signed_in(filled.person("supervisor"))
    today = datetime.now(UTC).date()
    here = f"/staff/{filled.slug}/board/away"
    days = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=2))}
    assert client.post(here, {"person": str(ben.id), "from": "x", "to": ""}).status_code == 422
    assert client.post(here, {"person": str(ben.id), **days}).status_code == 302
    assert "Ben Ash" in text_of(client.get(here))
    with filled.scope():
        task = Task.objects.filter(kind="review", state="open").first()
        absence = Absence.objects.get()
    answer = client.post(
        f"/staff/{filled.slug}/board/work", {"task": str(task.id), "person": str(ben.id)}
    )
    assert "This person is away" in text_of(answer)
    client.post(f"{here}/{absence.id}/back")
    assert "Ben Ash</strong>" not in text_of(client.get(here))


def test_who_lost_a_claim_is_told_once(filled: TestForce) -> None:
    from frontcounter.tasks.claims import return_idle

    with filled.scope():
        task = Task.objects.get(kind="review", state="claimed")
        assert return_idle(at=datetime.now(UTC) + timedelta(hours=3)) == 1
    maya = next(iter(_people(filled, task.claimed_by_id)))
    client = signed_in(maya)
    assert "went back to the queue" in text_of(client.get(f"/staff/{filled.slug}/mine"))
    assert "went back to the queue" not in text_of(client.get(f"/staff/{filled.slug}/mine"))


def _people(force: TestForce, user_id):
    """The person of an id, as one who signs in."""
    return [person for person in PEOPLE if person.id == user_id]


PEOPLE: list = []


@pytest.fixture(autouse=True)
def remember(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep everybody whom a test makes."""
    PEOPLE.clear()
    make = TestForce.person

    def person(self, *roles, **more):
        PEOPLE.append(make(self, *roles, **more))
        return PEOPLE[-1]

    monkeypatch.setattr(TestForce, "person", person)


def test_nobody_silences_an_alarm_that_does_not_ring_for_them() -> None:
    from frontcounter.tasks.models import Alarm

    force = a_service()
    send_plain(force, "plain", story=URGENT)
    with force.scope():
        tell_due(at=datetime.now(UTC))
        alarm = Alarm.objects.get()
    for role in ("auditor", "analyst", "officer", "force_administrator"):
        signed_in(force.person(role)).post(f"/staff/{force.slug}/alarms/{alarm.id}/mine")
    with force.scope():
        assert Alarm.objects.get().acknowledged_at is None


def test_work_is_given_to_nobody_without_the_role_for_it(filled: TestForce) -> None:
    caller = filled.person("call_back", name="Cal Lane")
    client = signed_in(filled.person("supervisor"))
    with filled.scope():
        held = Task.objects.filter(kind="review", state="claimed").get()
    given = {"task": str(held.id), "person": str(caller.id)}
    answer = client.post(f"/staff/{filled.slug}/board/work", given)
    assert answer.status_code == 422
    assert "does not cover this work" in text_of(answer)
    with filled.scope():
        assert Task.objects.get(id=held.id).claimed_by_name == "Maya Chen"


def test_work_of_a_closed_desk_is_moved_by_nobody() -> None:
    from frontcounter.accounts.roles import desks_of
    from frontcounter.base.scope import narrow_to_force
    from frontcounter.tasks.reassigning import to_person, to_unit

    force = a_service()
    send_plain(force, "tip")
    boss, reviewer = force.person("supervisor", "intelligence"), force.person("reviewer")
    now = datetime.now(UTC)
    with force.scope("staff"):
        narrow_to_force(force.id, desks_of(boss.actor().roles))
        task = Task.objects.get()
        assert to_person([task.id], reviewer.actor(), boss.actor(), at=now) == 0
        assert to_unit([task.id], "youth_unit", boss.actor(), at=now) == 0
        assert Task.objects.get().unit == task.unit
