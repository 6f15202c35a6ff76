"""Passkeys: alone and as the second step, for their own person and site only."""

from __future__ import annotations

import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from soft_key import SoftKey
from staff_help import code_now, text_of

from frontcounter.accounts import passkeys
from frontcounter.accounts.models import User
from frontcounter.audit.models import Entry
from frontcounter.base.scope import Role, scope
from frontcounter.web.limits import limits


@pytest.fixture(autouse=True)
def _forget_tries() -> None:
    cache.clear()
    limits.clear()


def browser() -> Client:
    return Client(SERVER_NAME="localhost")


def signed_in(person) -> Client:
    client = browser()
    client.post("/staff/sign-in", {"login": person.email, "password": person.password})
    assert client.post("/staff/sign-in/code", {"code": code_now(person)}).status_code == 302
    return client


def add(client: Client, key: SoftKey, name: str = "Work telephone"):
    credential = key.make(client.get("/staff/account/passkeys/new").json())
    return client.post("/staff/account/passkeys/add", {"name": name, "credential": credential})


def with_passkey(force) -> tuple[object, SoftKey, Client]:
    person, key = force.person("reviewer"), SoftKey()
    client = signed_in(person)
    assert add(client, key)["Location"] == "/staff/sign-in/recovery-codes"  # the first ones
    return person, key, client


def alone(key: SoftKey, **given: str):
    client = browser()
    credential = key.answer(client.get("/staff/sign-in/passkey").json())
    return client, client.post("/staff/sign-in/passkey", {"credential": credential, **given})


def test_a_passkey_alone_signs_in(red_river) -> None:
    _person, key, own = with_passkey(red_river)
    wanted = f"/staff/{red_river.slug}/find"
    client, answer = alone(key, next=wanted)
    assert answer["Location"] == wanted
    assert client.get(wanted).status_code == 200
    _client, answer = alone(key, next="https://evil.example/")
    assert answer["Location"] == "/staff/"
    assert "last used" in text_of(own.get("/staff/account/passkeys"))
    with red_river.scope():
        assert Entry.objects.filter(action="sign_in.passkey_added").exists()


def test_a_passkey_stands_for_the_code_after_the_password(red_river) -> None:
    person, key, _own = with_passkey(red_river)
    client = browser()
    client.post("/staff/sign-in", {"login": person.email, "password": person.password})
    assert "data-passkey" in text_of(client.get("/staff/sign-in/code"))
    credential = key.answer(client.get("/staff/sign-in/code/passkey").json())
    assert client.post("/staff/sign-in/code", {"credential": credential})["Location"] == "/staff/"
    assert client.get(f"/staff/{red_river.slug}/review").status_code == 200


def test_the_passkey_of_one_person_opens_nothing_of_another(red_river) -> None:
    _owner, key, _own = with_passkey(red_river)
    victim, other_key, _ = with_passkey(red_river)
    client = browser()
    client.post("/staff/sign-in", {"login": victim.email, "password": victim.password})
    challenge = client.get("/staff/sign-in/code/passkey").json()
    assert len(challenge["publicKey"]["allowCredentials"]) == 1
    refused = client.post("/staff/sign-in/code", {"credential": key.answer(challenge)})
    assert refused.status_code == 422
    assert client.get("/staff/account").status_code == 302
    alone_ = browser()
    forged = key.answer(alone_.get("/staff/sign-in/passkey").json(), handle=other_key.handle)
    assert alone_.post("/staff/sign-in/passkey", {"credential": forged}).status_code == 422


def test_an_old_challenge_another_site_or_an_absent_owner_opens_nothing(red_river) -> None:
    _person, key, own = with_passkey(red_river)
    client = browser()
    credential = key.answer(client.get("/staff/sign-in/passkey").json())
    assert client.post("/staff/sign-in/passkey", {"credential": credential}).status_code == 302
    again = browser()
    again.get("/staff/sign-in/passkey")
    assert again.post("/staff/sign-in/passkey", {"credential": credential}).status_code == 422
    key.origin = "http://evil.localhost.example"
    assert alone(key)[1].status_code == 422
    key.origin, key.verified = "http://localhost", False
    assert alone(key)[1].status_code == 422
    assert add(own, SoftKey(verified=False)).status_code == 422
    assert add(own, SoftKey())["Location"] == "/staff/account/passkeys?done=added"


@pytest.mark.parametrize(
    "sent", ["", "[]", "{}", "x", '{"response": {}}', '{"id": 1, "response": 2}']
)
def test_nonsense_from_a_browser_is_refused(red_river, sent) -> None:
    client = browser()
    client.get("/staff/sign-in/passkey")
    assert client.post("/staff/sign-in/passkey", {"credential": sent}).status_code == 422
    _person, key, own = with_passkey(red_river)
    own.get("/staff/account/passkeys/new")
    given = {"credential": sent, "name": "x"}
    assert own.post("/staff/account/passkeys/add", given).status_code == 422
    client.get("/staff/sign-in/passkey")
    whole = json.loads(key.answer(client.get("/staff/sign-in/passkey").json()))
    whole["response"].pop("userHandle")
    given = {"credential": json.dumps(whole)}
    assert client.post("/staff/sign-in/passkey", given).status_code == 422


def test_somebody_who_was_switched_off_is_refused_by_passkey_too(red_river) -> None:
    person, key, _own = with_passkey(red_river)
    with scope(Role.STAFF, None):
        User.objects.filter(id=person.id).update(is_active=False)
    client, answer = alone(key)
    assert answer["Location"] == "/staff/sign-in"
    assert client.get("/staff/account").status_code == 302


def test_tries_with_passkeys_are_counted_by_address() -> None:
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR="203.0.113.77")
    found = {client.get("/staff/sign-in/passkey").status_code for _ in range(25)}
    assert found == {200, 429}


def test_a_passkey_is_named_renamed_and_removed_by_its_owner_only(red_river) -> None:
    _person, key, own = with_passkey(red_river)
    _other, _key, stranger = with_passkey(red_river)
    page = text_of(own.get("/staff/account/passkeys"))
    assert "Work telephone" in page
    path = re.search(r"/staff/account/passkeys/\d+", page)[0]
    assert stranger.get(path).status_code == 404
    assert stranger.post(path, {"name": "mine"}).status_code == 404
    assert stranger.post(f"{path}/remove").status_code == 404
    assert own.post(path, {"name": " "}).status_code == 422
    assert own.post(path, {"name": "Blue  key"})["Location"].endswith("done=renamed")
    assert "Blue key" in text_of(own.get("/staff/account/passkeys"))
    assert add(own, SoftKey(), name="").status_code == 422
    assert own.post(f"{path}/remove")["Location"].endswith("done=removed")
    assert alone(key)[1].status_code == 422


def test_the_last_second_factor_stays(red_river) -> None:
    person, _key, own = with_passkey(red_river)
    with scope(Role.STAFF, None):
        Authenticator.objects.filter(user_id=person.id, type="totp").delete()
        (only,) = passkeys.passkeys_of(person.id)
    answer = own.post(f"/staff/account/passkeys/{only.id}/remove")
    assert answer.status_code == 422
    assert "last second factor" in text_of(answer)


def test_adding_a_passkey_asks_for_a_fresh_proof(red_river, monkeypatch) -> None:
    person, key, own = with_passkey(red_river)
    now = time.time() + 11 * 60
    monkeypatch.setattr(time, "time", lambda: now)
    for path in ("passkeys/add", "passkeys/new", "codes", "app"):
        answer = own.get(f"/staff/account/{path}")
        assert answer["Location"].startswith("/staff/prove?next=")
    assert "data-passkey" in text_of(own.get("/staff/prove?next=/staff/account/codes"))
    credential = key.answer(own.get("/staff/prove/passkey").json())
    given = {"credential": credential, "next": "/staff/account/codes"}
    assert own.post("/staff/prove", given)["Location"] == "/staff/account/codes"
    assert own.get("/staff/account/codes").status_code == 200
    assert person


def test_new_recovery_codes_are_shown_once_and_end_the_old_ones(red_river) -> None:
    person = red_river.person("reviewer")
    own = signed_in(person)
    made = own.post("/staff/account/codes")
    assert made["Location"] == "/staff/sign-in/recovery-codes"
    page = text_of(own.get(made["Location"]))
    first = re.findall(r"<strong>(\d{4}) (\d{4})</strong>", page)
    assert len(first) == 10
    assert "".join(first[0]) not in text_of(own.get(made["Location"]))
    other = browser()
    other.post("/staff/sign-in", {"login": person.email, "password": person.password})
    assert other.post("/staff/sign-in/code", {"code": "".join(first[0])}).status_code == 302
    assert "9 left" in text_of(own.get("/staff/account"))
    own.post("/staff/account/codes")
    third = browser()
    third.post("/staff/sign-in", {"login": person.email, "password": person.password})
    assert third.post("/staff/sign-in/code", {"code": "".join(first[1])}).status_code == 422


def test_another_authenticator_app_takes_the_place_of_the_first(red_river, monkeypatch) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    person = red_river.person("reviewer")
    own = signed_in(person)
    page = text_of(own.get("/staff/account/app"))
    secret = re.search(r"<strong>((?:[A-Z2-7]{4} ?)+)</strong>", page)[1].replace(" ", "")
    assert own.post("/staff/account/app", {"code": "000000"}).status_code == 422
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert own.post("/staff/account/app", {"code": code}).status_code == 302
    now = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: now)
    other = browser()
    other.post("/staff/sign-in", {"login": person.email, "password": person.password})
    assert other.post("/staff/sign-in/code", {"code": code_now(person)}).status_code == 422
    code = format_hotp_value(hotp_value(secret, int(now) // 30))
    assert other.post("/staff/sign-in/code", {"code": code}).status_code == 302


def test_without_scripts_the_passkey_forms_are_hidden_and_codes_work(red_river) -> None:
    page = text_of(browser().get("/staff/sign-in"))
    assert re.search(r"<form[^>]*data-passkey[^>]* hidden", page)
