"""A fresh proof is asked for, a form is kept meanwhile, and nobody is led elsewhere."""

from __future__ import annotations

import time

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from staff_help import code_now, signed_in, text_of

from frontcounter.accounts.kept import page_before


@pytest.fixture(autouse=True)
def _forget_tries() -> None:
    cache.clear()


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.time() + seconds
    monkeypatch.setattr(time, "time", lambda: now)


def test_a_proof_leads_back_to_the_page_and_to_no_other_site(red_river, monkeypatch) -> None:
    person = red_river.person("reviewer")
    client = signed_in(person)
    later(monkeypatch, 90)
    page = text_of(client.get("/staff/prove?next=/staff/account"))
    assert 'name="next" value="/staff/account"' in page
    given = {"code": code_now(person), "next": "/staff/account"}
    assert client.post("/staff/prove", given)["Location"] == "/staff/account"
    later(monkeypatch, 90)
    given = {"code": code_now(person), "next": "https://evil.example/"}
    assert client.post("/staff/prove", given)["Location"] == "/staff/account"
    assert client.post("/staff/prove", {"code": "000000"}).status_code == 422


def test_the_page_before_is_one_of_ours() -> None:
    rf = RequestFactory(SERVER_NAME="127.0.0.1")
    told = {
        "http://127.0.0.1/staff/x/find?a=1": "/staff/x/find?a=1",
        "http://127.0.0.1/public": "/staff/",
        "http://evil.example/staff/x": "/staff/",
        "": "/staff/",
    }
    for referer, expected in told.items():
        assert page_before(rf.post("/", HTTP_REFERER=referer)) == expected
