"""A desk's own system is told by a signed POST; where that fails the next desk is told at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from after_help import AT, run_jobs, take
from desk_help import a_service, send
from django.conf import settings as installation
from staff_help import signed_in, text_of

from force_help import TestForce
from frontcounter.audit.models import Entry
from frontcounter.messages.models import Message
from frontcounter.ops.force_values_units import watching
from frontcounter.reports import queries
from frontcounter.tasks import control_room
from frontcounter.tasks.alarms import open_alarms, tell_due
from frontcounter.tasks.cards import Card, make_card
from frontcounter.tasks.models import Alarm, AlarmCall

STORY = "He has a gun and says he will kill me, Ada Roy."
SECRET = "a-secret-of-the-tests"
DESKS = [
    {"unit": "data_centre", "hours": "always", "email": "desk@example.org", "system": "desk"},
    {"unit": "call_back_unit", "hours": "always", "email": "calls@example.org"},
    {"unit": "control_room", "hours": "always", "system": "dispatch"},
]


@dataclass
class Dispatch:
    """The system of a control room: what came, and what it answers, one after the other."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/alarms"


@pytest.fixture
def dispatch() -> Iterator[Dispatch]:
    box = Dispatch()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            box.taken.append((dict(self.headers), body))
            self.send_response(box.answers.pop(0) if box.answers else 202)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    box.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield box
    server.shutdown()
    server.server_close()


@pytest.fixture
def force(dispatch, monkeypatch, tmp_path: Path) -> TestForce:
    made = a_service(alarm={"minutes": 5, "desks": DESKS})
    known(monkeypatch, tmp_path, made, dispatch.url)
    return made


def known(monkeypatch, tmp_path: Path, force: TestForce, url: str) -> None:
    """What the installation knows of the two systems."""
    file, told = tmp_path / "systems.json", {"url": url, "secret": SECRET}
    file.write_text(json.dumps({force.slug: {"desk": told, "dispatch": told}}))
    monkeypatch.setattr(installation, "PRIVATE_DESTINATIONS", str(file))


def ring(force: TestForce, at=AT) -> None:
    with force.scope():
        tell_due(at=at)
    for _try in range(3):  # without waiting for the time of the next one
        run_jobs(force)


def units_told(force: TestForce, report_id) -> list[tuple[str, str]]:
    with force.scope():
        return [
            (line.code, line.details["unit"])
            for line in queries.timeline(report_id)
            if line.code.startswith("alarm_") and "unit" in line.details
        ]


def test_the_system_gets_a_number_and_a_link_and_nothing_of_anybody(force, dispatch) -> None:
    sent = send(force, "plain", story=STORY)
    ring(force)
    [(headers, body)] = dispatch.taken
    told = json.loads(body)
    with force.scope():
        number = queries.report(sent.id).tracking_number
        call = AlarmCall.objects.get()
    assert told.pop("sent_at")
    assert told == {
        "format": "frontcounter.alarm",
        "version": 1,
        "id": str(call.id),
        "force": force.slug,
        "number": number,
        "priority": 2,
        "kind": "urgent",
        "unit": "data_centre",
        "raised_at": AT.isoformat(),
        "times_told": 1,
        "link": f"http://127.0.0.1:8000/staff/{force.slug}/alarms",
    } | {"link": told["link"]}
    assert told["link"].endswith(f"/staff/{force.slug}/alarms")
    assert not [word for word in (b"gun", b"Ada", b"Roy") if word in body]
    moment, _, signed = headers["X-FrontCounter-Signature"].partition(",v1=")
    assert signed == control_room.signature(SECRET, moment.removeprefix("t="), body)
    assert signed != control_room.signature("another", moment.removeprefix("t="), body)
    assert headers["Idempotency-Key"] == str(call.id)


def test_that_it_was_taken_stands_on_the_timeline_and_ends_nothing(force) -> None:
    sent = send(force, "plain", story=STORY)
    ring(force)
    assert units_told(force, sent.id)[-1] == ("alarm_system_told", "data_centre")
    with force.scope("staff"):
        assert open_alarms(frozenset(), everywhere=True)[0].acknowledged_at is None
    page = text_of(signed_in(force.person("supervisor")).get(f"/staff/{force.slug}/alarms"))
    assert "its system took it at" in page
    with force.scope("worker"):
        assert Entry.objects.filter(action="alarm.system_told").exists()


def test_what_cannot_answer_now_is_asked_again_with_the_same_key(force, dispatch) -> None:
    dispatch.answers = [503, 429]
    sent = send(force, "plain", story=STORY)
    ring(force)
    assert len(dispatch.taken) == 3
    assert len({headers["Idempotency-Key"] for headers, _body in dispatch.taken}) == 1
    assert units_told(force, sent.id)[-1] == ("alarm_system_told", "data_centre")


@pytest.mark.parametrize("answers", [[500, 500, 500], [403], [301]])
def test_a_system_that_fails_hands_on_to_the_next_desk_at_once(force, dispatch, answers) -> None:
    dispatch.answers = list(answers)
    sent = send(force, "plain", story=STORY)
    ring(force)
    assert len(dispatch.taken) == len(answers)
    assert units_told(force, sent.id) == [
        ("alarm_told", "data_centre"),
        ("alarm_system_failed", "data_centre"),
        ("alarm_told", "call_back_unit"),
    ]
    with force.scope():
        mailed = list(Message.objects.filter(event="alarm").values_list("address", flat=True))
        assert sorted(mailed) == ["calls@example.org", "desk@example.org"]
        assert Alarm.objects.get().next_at > AT


@pytest.mark.parametrize("url", ["http://dispatch.example/alarms", "ftp://127.0.0.1/", ""])
def test_nothing_leaves_this_machine_without_https(force, monkeypatch, tmp_path, dispatch, url):
    known(monkeypatch, tmp_path, force, url)
    sent = send(force, "plain", story=STORY)
    ring(force)
    assert dispatch.taken == []
    assert ("alarm_system_failed", "data_centre") in units_told(force, sent.id)


def test_a_system_that_nobody_set_up_is_no_reason_to_wait(force, monkeypatch) -> None:
    monkeypatch.setattr(installation, "PRIVATE_DESTINATIONS", "")
    sent = send(force, "plain", story=STORY)
    ring(force)
    assert units_told(force, sent.id)[-1] == ("alarm_told", "call_back_unit")


def test_after_the_control_room_there_is_nobody_and_it_rings_on(force, dispatch) -> None:
    dispatch.answers = [202, 403]
    sent = send(force, "plain", story=STORY)
    for step in range(3):
        ring(force, AT + step * timedelta(minutes=5))
    told = units_told(force, sent.id)
    assert told.count(("alarm_told", "control_room")) == 1
    assert ("alarm_system_failed", "control_room") in told
    with force.scope():
        assert Alarm.objects.get().next_at == AT + timedelta(minutes=15)
    ring(force, AT + timedelta(minutes=15))
    assert units_told(force, sent.id)[-1] == ("alarm_system_told", "control_room")


def test_what_somebody_took_in_the_meantime_is_not_sent_any_more(force, dispatch) -> None:
    sent = send(force, "plain", story=STORY)
    with force.scope():
        tell_due(at=AT)
    take(force, force.person("reviewer"), sent, "claim")
    run_jobs(force)
    assert dispatch.taken == []


def test_a_job_that_runs_twice_sends_once(force, dispatch) -> None:
    send(force, "plain", story=STORY)
    ring(force)
    with force.scope():
        call_id = AlarmCall.objects.get().id
        assert control_room.take(call_id, at=AT) is None
    assert len(dispatch.taken) == 1


def test_a_card_without_a_report_is_told_by_its_number(force, dispatch) -> None:
    person = force.person("call_taker")
    typed = {"name": "Ada", "phone": "204-555-0147", "language": "en", "what": "Fire."}
    with force.scope("staff"):
        card = make_card(Card(**typed, danger="yes"), person.actor(), at=AT)
    ring(force)
    assert json.loads(dispatch.taken[0][1])["number"] == card.number


def test_a_practice_force_tells_no_system(dispatch, monkeypatch, tmp_path) -> None:
    force = a_service(alarm={"desks": DESKS}, practice=True)
    known(monkeypatch, tmp_path, force, dispatch.url)
    send(force, "plain", story=STORY)
    ring(force)
    assert dispatch.taken == []


def test_the_settings_name_a_system_and_never_its_address() -> None:
    force = {"units": [{"code": "desk"}], "alarm": {"desks": [
        {"unit": "desk", "system": "https://dispatch.example", "secret": "x"}]}}  # fmt: skip
    found = dict(watching(force, []))
    assert set(found) == {"alarm.desks.1.system", "alarm.desks.1.secret"}
