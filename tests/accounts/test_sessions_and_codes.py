"""A stolen table of sessions opens nothing; a code of the second step opens one sign-in."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone
from staff_help import new_client, signed_in, text_of

from frontcounter.accounts.models import StaffSession as Session
from frontcounter.accounts.sessions import SessionStore
from frontcounter.base.scope import Role, scope
from frontcounter.ops.jobs import end_sessions


@pytest.fixture(autouse=True)
def _forget_tries() -> None:
    cache.clear()


def stored() -> set[str]:
    with scope(Role.STAFF, None):
        return set(Session.objects.values_list("session_key", flat=True))


def test_the_key_in_the_table_opens_no_session(red_river) -> None:
    before = stored()
    client = signed_in(red_river.person("reviewer"))
    queue = f"/staff/{red_river.slug}/review"
    assert client.get(queue).status_code == 200
    cookie = client.cookies["fc_staff"].value
    new = stored() - before
    assert new
    assert cookie not in stored()
    for key in new:
        thief = new_client()
        thief.cookies["fc_staff"] = key
        assert thief.get(queue).status_code == 302


def test_signing_in_changes_the_key_and_signing_out_removes_the_row(red_river) -> None:
    person, client = red_river.person("reviewer"), new_client()
    before = stored()
    client.post("/staff/sign-in", {"login": person.email, "password": person.password})
    between = client.cookies["fc_staff"].value
    code = format_hotp_value(hotp_value(person.totp_secret, int(time.time()) // 30))
    client.post("/staff/sign-in/code", {"code": code})
    whole = client.cookies["fc_staff"].value
    assert whole != between
    assert len(stored() - before) == 1
    half = new_client()
    half.cookies["fc_staff"] = between
    assert half.get(f"/staff/{red_river.slug}/review").status_code == 302
    client.post("/staff/sign-out")
    assert stored() <= before
    again = new_client()
    again.cookies["fc_staff"] = whole
    assert again.get(f"/staff/{red_river.slug}/review").status_code == 302


def test_a_session_of_the_store_is_found_changed_moved_and_flushed() -> None:
    with scope(Role.STAFF, None):
        session = SessionStore()
        session["a"] = 1
        session.save()
        first = str(session.session_key)
        assert SessionStore(first)["a"] == 1
        session.cycle_key()
        second = str(session.session_key)
        assert second != first
        assert SessionStore(first).get("a") is None
        again = SessionStore(second)
        assert again["a"] == 1
        again["a"] = 2
        again.save()
        assert SessionStore(second)["a"] == 2
        assert again.exists(second)
        again.flush()
        assert not again.exists(second)


def test_sessions_that_have_expired_are_deleted(red_river) -> None:
    client = signed_in(red_river.person("reviewer"))
    with scope(Role.STAFF, None):
        old = SessionStore()
        old["a"] = 1
        old.set_expiry(timezone.now() - timedelta(minutes=1))
        old.save()
        gone = str(old.session_key)
    end_sessions()
    with scope(Role.STAFF, None):
        assert not SessionStore().exists(gone)
    assert client.get(f"/staff/{red_river.slug}/review").status_code == 200


class Clock:
    """The time that codes are checked by."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = (int(time.time()) // 30) * 30 + 3.0
        monkeypatch.setattr(time, "time", lambda: self.now)

    def code(self, person, step: int = 0) -> str:
        return format_hotp_value(hotp_value(person.totp_secret, int(self.now) // 30 + step))


def try_code(person, code: str) -> int:
    """A sign-in at another process, which has a memory of its own."""
    cache.clear()
    client = new_client()
    client.post("/staff/sign-in", {"login": person.email, "password": person.password})
    return int(client.post("/staff/sign-in/code", {"code": code}).status_code)


def test_a_code_is_spent_for_the_steps_around_it_too(
    red_river, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, clock = red_river.person("reviewer"), Clock(monkeypatch)
    code = clock.code(person)
    assert try_code(person, code) == 302
    clock.now += 26
    assert try_code(person, code) == 422
    clock.now += 4  # the next step, which still takes the code before it
    assert try_code(person, code) == 422
    assert try_code(person, clock.code(person)) == 302


def test_a_code_of_a_fast_clock_is_spent_when_its_own_time_comes(
    red_river, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, clock = red_river.person("reviewer"), Clock(monkeypatch)
    ahead = clock.code(person, 1)
    assert try_code(person, ahead) == 302
    assert try_code(person, clock.code(person)) == 422
    clock.now += 30
    assert try_code(person, ahead) == 422
    clock.now += 30
    assert try_code(person, ahead) == 422
    assert try_code(person, clock.code(person)) == 302


def test_the_code_that_set_the_second_step_up_opens_no_sign_in(
    red_river, monkeypatch: pytest.MonkeyPatch
) -> None:
    from test_sign_in import new_account

    email, clock = new_account(red_river), Clock(monkeypatch)
    given = {"login": email, "password": "correct horse battery staple"}
    client = new_client()
    client.post("/staff/sign-in", given)
    page = text_of(client.get("/staff/sign-in/set-up"))
    secret = re.search(r"<strong>((?:[A-Z2-7]{4} ?)+)</strong>", page)[1].replace(" ", "")
    code = format_hotp_value(hotp_value(secret, int(clock.now) // 30))
    assert client.post("/staff/sign-in/set-up", {"code": code}).status_code == 302
    again = new_client()
    again.post("/staff/sign-in", given)
    assert again.post("/staff/sign-in/code", {"code": code}).status_code == 422


def test_sign_ins_of_one_ipv6_network_are_counted_together() -> None:
    from frontcounter.accounts.adapters import AccountAdapter

    adapter, rf = AccountAdapter(), RequestFactory()
    addresses = ("2001:db8:1:2::9", "2001:db8:1:2:ffff::1", "2001:db8:1:3::1", "203.0.113.9")
    counted = [adapter.get_client_ip(rf.get("/", REMOTE_ADDR=one)) for one in addresses]
    assert counted == ["2001:db8:1:2::", "2001:db8:1:2::", "2001:db8:1:3::", "203.0.113.9"]
