"""Headers, the client's address, limits and log lines."""

from __future__ import annotations

import json
import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from frontcounter.web.client import resolve
from frontcounter.web.limits import Limits
from frontcounter.web.logs import JsonFormatter, redact_path, scrub
from frontcounter.web.middleware import csp, security_headers


def answer(response: HttpResponse, *, secure: bool = False) -> HttpResponse:
    handler = security_headers(lambda request: response)
    return handler(RequestFactory().get("/", secure=secure))  # type: ignore[return-value]


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = dict(
        part.strip().split(" ", 1)
        for part in answer(HttpResponse())["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["font-src"] == "'none'"
    assert "unsafe" not in str(policy)


def test_html_is_not_stored_and_a_view_may_say_otherwise() -> None:
    assert answer(HttpResponse())["Cache-Control"] == "no-store"
    assert "Cache-Control" not in answer(HttpResponse(content_type="text/css"))
    own = HttpResponse(headers={"Cache-Control": "public", "Content-Security-Policy": csp()})
    assert answer(own)["Cache-Control"] == "public"


def test_other_headers_are_there_and_tls_is_asked_for_only_over_tls() -> None:
    response = answer(HttpResponse())
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "Strict-Transport-Security" not in response
    assert "Strict-Transport-Security" in answer(HttpResponse(), secure=True)


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "address"),
    [
        ("203.0.113.9", "", (), "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", (), "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.2", "1.1.1.1, 198.51.100.1, 10.0.0.3", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1:4711", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.2", "[2001:db8::1]:443", ("10.0.0.0/8",), "2001:db8::1"),
        ("10.0.0.2", "198.51.100.1, nonsense", ("10.0.0.0/8",), "10.0.0.2"),
        ("10.0.0.2", "", ("10.0.0.0/8",), "10.0.0.2"),
        ("::ffff:10.0.0.2", "198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),
        ("::1", "198.51.100.1", ("127.0.0.0/8", "::1"), "198.51.100.1"),
        ("", "198.51.100.1", (), "unknown"),
        ("", "198.51.100.1", ("unix",), "198.51.100.1"),
        ("", "", ("unix",), "unknown"),
    ],
)
def test_only_our_own_proxies_are_believed(
    peer: str, forwarded: str, trusted: tuple[str, ...], address: str
) -> None:
    assert resolve(peer, forwarded, trusted) == address


def test_a_bucket_empties_and_refills_evenly() -> None:
    limits = Limits()
    tries = [limits.allow("a", 3, 60, now=0.0) for _ in range(4)]
    assert tries == [True, True, True, False]
    assert limits.wait("a", 3, 60, now=5.0) == pytest.approx(15.0)
    assert limits.allow("a", 3, 60, now=20.0)
    assert not limits.allow("a", 3, 60, now=20.0)
    assert [limits.allow("a", 3, 60, now=9999.0) for _ in range(4)] == [True, True, True, False]


def test_keys_are_apart_and_only_so_many_are_kept_none_in_clear() -> None:
    limits = Limits(most=2)
    for key in ("a", "b", "c"):
        assert limits.allow(key, 1, 60, now=0.0)
    assert not limits.allow("c", 1, 60, now=0.0)
    assert limits.allow("a", 1, 60, now=0.0), "the longest unused was forgotten"
    assert len(limits._buckets) == 2
    assert all(len(key) == 16 for key in limits._buckets)


def test_paths_lose_their_secrets() -> None:
    assert redact_path("/red-river/en/r/Ab3_xYz?code=1") == "/red-river/en/r/…"
    assert redact_path("/x/resume/abc/next") == "/x/resume/…/next"
    assert redact_path("/x/download/0Nf8d93kdl20sk4lsd93kd") == "/x/download/…"
    assert redact_path("/red-river/en/theft-from-a-vehicle") == "/red-river/en/theft-from-a-vehicle"


def test_texts_lose_addresses_and_numbers() -> None:
    line = scrub("to ann.b@example.ca, 204-555-0147, /r/secret?x=1 in 250 ms, T-7K3M-1001")
    assert line == "to [e-mail], [number], /r/…?… in 250 ms, T-7K3M-1001"


def test_a_log_line_tells_the_error_without_its_message() -> None:
    try:
        raise ValueError("Marie Tremblay, 12 Main St")
    except ValueError:
        import sys

        record = logging.LogRecord(
            "fc", logging.ERROR, __file__, 1, "failed at %s", ("/x/r/tok",), sys.exc_info()
        )
    record.path = "/x/r/tok?name=Marie"
    record.statements = 7
    line = json.loads(JsonFormatter().format(record))
    assert "Marie" not in json.dumps(line)
    assert line["error"] == "builtins.ValueError"
    assert line["where"][0].endswith("test_a_log_line_tells_the_error_without_its_message")
    assert (line["message"], line["path"], line["statements"]) == ("failed at /x/r/…", "/x/r/…", 7)
