"""A little work against floods, which nobody must do to be heard."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from intake_walker import Walker
from small_forms import force_with, small_form

from force_help import TestForce
from frontcounter.web.limits import limits
from frontcounter.web.proof import LIFETIME, is_proven, make_challenge

KEY = b"k" * 32
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    limits.clear()
    yield
    limits.clear()


@cache
def city() -> TestForce:
    return force_with(small_form(), proof_of_work=50)


def solve(challenge: str, salt: str, signature: str, most: int) -> dict[str, Any]:
    for number in range(most + 1):
        if hashlib.sha256(f"{salt}{number}".encode()).hexdigest() == challenge:
            return {
                "algorithm": "SHA-256",
                "challenge": challenge,
                "number": number,
                "salt": salt,
                "signature": signature,
            }
    raise AssertionError("no number gives the challenge")


def packed(solution: dict[str, Any]) -> str:
    return base64.b64encode(json.dumps(solution).encode()).decode()


def test_only_our_own_challenge_for_this_report_and_in_time_is_proven() -> None:
    made = make_challenge(KEY, "draft one", at=NOW, most=200)
    right = solve(made.challenge, made.salt, made.signature, made.most)
    assert is_proven(KEY, "draft one", packed(right), at=NOW)
    assert is_proven(KEY, "draft one", packed(right), at=NOW + LIFETIME)
    assert not is_proven(KEY, "draft one", packed(right), at=NOW + LIFETIME + timedelta(seconds=2))
    assert not is_proven(KEY, "draft two", packed(right), at=NOW)
    assert not is_proven(b"x" * 32, "draft one", packed(right), at=NOW)
    wrong: list[dict[str, Any]] = [
        {**right, "number": right["number"] + 1},
        {**right, "number": str(right["number"])},
        {**right, "number": True},
        {**right, "algorithm": "SHA-1"},
        {**right, "signature": "0" * 64},
        {**right, "salt": right["salt"].replace("expires=", "expires=9")},
        {**right, "salt": right["salt"].rstrip("&") + "1&"},
        {"number": 1},
        {**right, "salt": right["salt"].replace("expires=", "expires=²")},
        {**right, "salt": f"\ud800{right['salt']}"},
        {**right, "challenge": "\ud800"},
    ]
    for solution in wrong:
        assert not is_proven(KEY, "draft one", packed(solution), at=NOW)
    deep = base64.b64encode(b"[" * 1490).decode()
    for nonsense in ("", "{}", "AAAA", "[]", "é", packed([1]), "A" * 5000, deep):  # type: ignore[arg-type]
        assert not is_proven(KEY, "draft one", nonsense, at=NOW)


def ready(force: TestForce, address: str = "127.0.0.1") -> Walker:
    person = Walker(force.slug, "en", Client(enforce_csrf_checks=True, REMOTE_ADDR=address))
    person.get("report/quiet_matter/")
    person.press({"began": "yes"})
    person.press({"story": "Nothing much."})
    assert person.step == "check-answers"
    return person


def marks(force: TestForce) -> list[str]:
    from frontcounter.reports.models import Report

    with force.scope():
        latest = Report.objects.order_by("-submitted_at", "-id")[0]
    return list(latest.marks)


def test_a_browser_that_did_the_work_sends_unmarked() -> None:
    person = ready(city())
    told = dict(re.findall(r'data-(challenge|salt|signature|most)="([^"]+)"', person.page.html))
    salt = told["salt"].replace("&amp;", "&")
    proof = solve(told["challenge"], salt, told["signature"], int(told["most"]))
    person.press({"proof": packed(proof)})
    assert person.step == "sent"
    assert "unproven" not in marks(city())


def test_without_scripts_a_report_is_taken_and_marked() -> None:
    person = ready(city())
    person.press()
    assert person.step == "sent"
    assert "unproven" in marks(city())


def test_one_address_sends_a_dozen_an_hour_without_the_work() -> None:
    for _ in range(12):
        limits.wait("send-unproven:203.0.113.7", 12, 3600)
    person = ready(city(), "203.0.113.7")
    person.press()
    assert person.status == 429
    other = ready(city(), "203.0.113.8")
    other.press()
    assert other.step == "sent"


def test_a_force_may_ask_for_no_work() -> None:
    quiet = force_with(small_form(), proof_of_work=0)
    person = ready(quiet)
    assert "data-challenge" not in person.page.html
    person.press()
    assert person.step == "sent"
    assert marks(quiet) == []


def test_one_proof_does_not_serve_for_many_call_requests() -> None:
    """Under a name that no draft can have, nothing would say that it was used before."""
    for once, wanted in (("x", True), ("y" * 22, False)):
        made = make_challenge(bytes(settings.ACCESS_KEY), once, at=datetime.now(UTC), most=50)
        work = packed(solve(made.challenge, made.salt, made.signature, made.most))
        person = Walker(city().slug)
        person.get("report/quiet_matter/call-me")
        typed = {"name": "Ada", "phone": "204-555-0147", "once": once, "proof": work}
        person.press(typed)
        assert person.step == "sent"
        assert ("unproven" in marks(city())) is wanted
