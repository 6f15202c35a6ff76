"""Staff at work through the test client: signed in with both steps, as the app's own roles."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from force_help import TestPerson


def code_now(person: TestPerson) -> str:
    """What the person's authenticator app shows."""
    return format_hotp_value(hotp_value(person.totp_secret, int(time.time()) // 30))


def new_client(**options: bool) -> Client:
    """A browser without cookies, on the address that the product answers to."""
    return Client(SERVER_NAME="127.0.0.1", **options)


def signed_in(person: TestPerson, code: str = "") -> Client:
    """A client whose session has done both steps, with this code or the one of now."""
    client = new_client()
    client.post("/staff/sign-in", {"login": person.email, "password": person.password})
    answer = client.post("/staff/sign-in/code", {"code": code or code_now(person)})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return client


def text_of(response: object) -> str:
    """The page's HTML."""
    return response.content.decode()  # type: ignore[attr-defined]


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements of a block, without those that open and close its scope."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [
        one["sql"]
        for one in captured.captured_queries
        if "set_config" not in one["sql"] and one["sql"] not in ("BEGIN", "COMMIT")
    ]
