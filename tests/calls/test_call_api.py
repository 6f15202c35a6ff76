"""Call cards from a dispatch system: with a key, once, and told what is wrong as problems."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from call_help import calling_force
from django.db import DatabaseError, connection
from django.test import Client

from frontcounter.api import keys
from frontcounter.api.models import ApiKey
from frontcounter.audit.models import Entry
from frontcounter.tasks.models import Task

CARD = {
    "name": "Ada Roy",
    "phone": "+12045550147",
    "safe": ["ring"],
    "language": "en",
    "when": "morning",
    "what": "Her bicycle is gone.",
    "danger": False,
    "consent": True,
    "reference": "CAD-77",
}
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def force():
    return calling_force()


@pytest.fixture(scope="module")
def key(force):
    with force.scope("worker"):
        return keys.new_key("dispatch", at=NOW)


def post(key, body, once="once-0001", **more):
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": once} | more
    return Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True).post(
        "/api/v1/call-cards",
        body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
        headers={name: value for name, value in headers.items() if value},
    )


def test_a_card_is_made_once_however_often_it_is_sent(force, key) -> None:
    first, again = post(key, CARD, "call-no-1"), post(key, CARD, "call-no-1")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert set(first.json()) == {"number", "due", "priority"}
    with force.scope("staff"):
        task = Task.objects.get(number=first.json()["number"])
        assert (task.channel, task.opened_by_name) == ("dispatch", "dispatch")
        assert (task.brief["reference"], task.brief["consent"]) == ("CAD-77", "told_by_system")
    with force.scope("worker"):
        assert Entry.objects.filter(action="card.make", actor_kind="api").count() == 1
    other = post(key, CARD | {"name": "Bo"}, "call-no-1")
    assert other.status_code == 422


@pytest.mark.parametrize("given", ["", "fck_" + "x" * 43, "short"])
def test_without_a_key_nothing_is_taken(force, given) -> None:
    answer = post(given, CARD)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_key_that_was_ended_opens_nothing(force) -> None:
    with force.scope("worker"):
        old = keys.new_key("old", at=NOW)
        assert keys.end_key("old", at=NOW) == 1
    assert post(old, CARD, "call-no-2").status_code == 401


def test_a_key_belongs_to_its_own_force(force, key) -> None:
    other = calling_force()
    number = post(key, CARD, "call-no-3").json()["number"]
    with other.scope("staff"):
        assert not Task.objects.filter(number=number).exists()
    with force.scope("staff"):
        assert Task.objects.filter(number=number).exists()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"phone": "12"}, "#/phone"),
        ({"consent": False}, "#/consent"),
        ({"danger": "no"}, "#/danger"),
        ({"safe": "ring"}, "#/safe"),
        ({"what": ""}, "#/what"),
        ({"language": "xx"}, "#/language"),
        ({"colour": "blue"}, "#/colour"),
        ({"name": "x" * 161}, "#/name"),
    ],
)
def test_what_is_wrong_is_pointed_at(key, change, pointer) -> None:
    answer = post(key, CARD | change, "call-wrong")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("body", "more", "status"),
    [
        ("{", {}, 400),
        ("[]", {}, 422),
        (CARD, {"Idempotency-Key": ""}, 400),
        ("[" * 15_000, {}, 400),
        ("x" * 17_000, {}, 413),
    ],
)
def test_odd_requests_are_refused(key, body, more, status) -> None:
    assert post(key, body, "call-odd-1", **more).status_code == status


def test_other_methods_and_types_are_refused(key) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    assert client.get("/api/v1/call-cards").status_code == 405
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "call-form"}
    assert client.post("/api/v1/call-cards", CARD, headers=headers).status_code == 415


def test_staff_and_public_read_no_key(force, key) -> None:
    for role in ("staff", "public"):
        with pytest.raises(DatabaseError), force.scope(role):
            ApiKey.objects.count()
        connection.close()


def test_one_sender_has_a_whole_network_of_ipv6_addresses(force, key, monkeypatch) -> None:
    from frontcounter.api import views
    from frontcounter.web.limits import limits

    limits.clear()
    monkeypatch.setattr(views, "TRIES_A_MINUTE", 3)
    client = Client(SERVER_NAME="127.0.0.1")
    codes = [
        client.post("/api/v1/call-cards", REMOTE_ADDR=f"2001:db8:1:1::{one}").status_code
        for one in range(1, 6)
    ]
    assert codes == [401, 401, 401, 429, 429]
    limits.clear()
