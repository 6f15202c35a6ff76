"""One's own sessions, the time-out, and what was typed when it came."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from staff_help import code_now, new_client, signed_in, text_of

from force_help import make_force
from frontcounter.accounts.agents import agent_of
from frontcounter.accounts.models import StaffSession
from frontcounter.base.scope import Role, scope

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _forget_tries() -> None:
    cache.clear()


def rows(person) -> list[StaffSession]:
    with scope(Role.STAFF, None):
        return list(StaffSession.objects.filter(user_id=person.id).order_by("began_at"))


def age(person, **by: int) -> None:
    """All of the person's sessions were last used that long ago."""
    with scope(Role.STAFF, None):
        for row in StaffSession.objects.filter(user_id=person.id):
            row.seen_at -= timedelta(**by)
            row.save(update_fields=["seen_at"])


def second_sign_in(person, monkeypatch: pytest.MonkeyPatch, client=None):
    """In another browser, with the authenticator's next code."""
    import time

    now = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: now)
    client = client or new_client()
    client.post("/staff/sign-in", {"login": person.email, "password": person.password})
    assert client.post("/staff/sign-in/code", {"code": code_now(person)}).status_code == 302
    return client


def test_browsers_are_told_in_words() -> None:
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
    assert agent_of(FIREFOX) == "Firefox|Windows"
    assert agent_of(phone) == "Safari|iPhone"
    assert agent_of("curl/8") == "|"


def test_a_session_is_ended_from_another_browser(red_river, monkeypatch) -> None:
    person, other = red_river.person("reviewer"), red_river.person("reviewer")
    first = signed_in(person)
    second = second_sign_in(person, monkeypatch)
    third = signed_in(other)
    page = text_of(first.get("/staff/account/sessions"))
    keys = re.findall(r'name="session" value="([^"]+)"', page)
    assert len(keys) == 1
    assert "This one" in page
    stranger = rows(other)[0].session_key
    first.post("/staff/account/sessions", {"session": stranger})
    assert third.get(f"/staff/{red_river.slug}/review").status_code == 200
    done = first.post("/staff/account/sessions", {"session": keys[0]})
    assert "That session has ended" in text_of(first.get(done["Location"]))
    assert second.get(f"/staff/{red_river.slug}/review").status_code == 302
    assert first.get(f"/staff/{red_river.slug}/review").status_code == 200


def test_signing_out_everywhere_else_leaves_this_one(red_river, monkeypatch) -> None:
    person = red_river.person("reviewer")
    first = signed_in(person)
    second = second_sign_in(person, monkeypatch)
    first.post("/staff/account/sessions", {})
    assert len(rows(person)) == 1
    assert second.get("/staff/account").status_code == 302
    assert first.get("/staff/account").status_code == 200


def test_the_last_use_is_written_once_a_minute_and_in_minutes(red_river) -> None:
    person = red_river.person("reviewer")
    client = signed_in(person)
    fresh = rows(person)[0].seen_at
    client.get("/staff/account")
    assert rows(person)[0].seen_at == fresh
    age(person, minutes=5)
    client.get("/staff/account")
    seen = rows(person)[0].seen_at
    assert seen.second == 0
    assert timezone.now() - seen < timedelta(minutes=2)


def test_the_strictest_force_says_how_long_a_session_may_lie(soar_valley) -> None:
    strict = make_force("red-river", sign_in={"idle_minutes": 5})
    person = strict.person("reviewer")
    client = signed_in(person)
    assert rows(person)[0].idle_minutes == 5
    age(person, minutes=4)
    assert client.get("/staff/account").status_code == 200
    age(person, minutes=7)
    answer = client.get("/staff/account")
    assert answer["Location"] == "/staff/sign-in?next=%2Fstaff%2Faccount&why=idle"
    assert "nothing had happened" in text_of(client.get(answer["Location"]))


def test_ten_hours_end_a_session_however_much_it_is_used(red_river) -> None:
    person = red_river.person("reviewer")
    client = signed_in(person)
    with scope(Role.STAFF, None):
        row = StaffSession.objects.get(user_id=person.id)
        assert row.expire_date <= row.began_at + timedelta(hours=10)
        row.expire_date = timezone.now() - timedelta(seconds=1)
        row.save()
    assert "why=age" in client.get("/staff/account")["Location"]


def test_looking_at_what_is_left_does_not_keep_the_session(red_river) -> None:
    person = red_river.person("reviewer")
    client = signed_in(person)
    age(person, minutes=10)
    left = client.get("/staff/account/session").json()["left"]
    assert 19 * 60 <= left <= 21 * 60
    assert client.get("/staff/account/session").json()["left"] <= left
    assert client.post("/staff/account/session").json()["left"] > 25 * 60
    assert new_client().get("/staff/account/session").json() == {"left": 0}


def test_words_typed_into_a_session_that_had_ended_come_back_to_their_person(
    red_river, monkeypatch
) -> None:
    person, other = red_river.person("reviewer"), red_river.person("reviewer")
    client = signed_in(person)
    age(person, minutes=45)
    path = f"/staff/{red_river.slug}/reports/RR-1/decide/not_take"
    words = "She called back and found the bicycle."
    answer = client.post(path, {"note": words, "reason": "found"})
    assert "next=%2Fstaff%2Fkept" in answer["Location"]
    assert "your words are kept" in text_of(client.get(answer["Location"]))
    with scope(Role.STAFF, None):
        assert not [row for row in StaffSession.objects.all() if words in str(row.get_decoded())]
    given = {"login": person.email, "password": person.password, "next": "/staff/kept"}
    client.post("/staff/sign-in", given)
    import time

    now = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: now)
    done = client.post("/staff/sign-in/code", {"code": code_now(person)})
    assert done["Location"] == "/staff/kept"
    page = text_of(client.get("/staff/kept"))
    assert words in page
    assert f'action="{path}"' in page

    client.post("/staff/sign-out")
    age(other, minutes=1)
    client = signed_in(person, code_now_after(person, monkeypatch))
    age(person, minutes=45)
    client.post(path, {"note": words})
    client.post("/staff/sign-in", {"login": other.email, "password": other.password})
    client.post("/staff/sign-in/code", {"code": code_now(other)})
    assert client.get("/staff/kept")["Location"] == "/staff/"


def code_now_after(person, monkeypatch) -> str:
    import time

    now = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: now)
    return code_now(person)


def test_what_is_secret_is_never_kept(red_river) -> None:
    person = red_river.person("reviewer")
    client = signed_in(person)
    age(person, minutes=45)
    answer = client.post(
        "/staff/prove", {"code": "123456"}, HTTP_REFERER="http://127.0.0.1/staff/x"
    )
    assert "kept" not in answer["Location"]
    assert "next=%2Fstaff%2Fx" in answer["Location"]
