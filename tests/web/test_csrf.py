"""Our form token is one that Django takes, and never twice the same."""

from __future__ import annotations

from django.middleware.csrf import CSRF_ALLOWED_CHARS, _does_token_match, get_token
from django.test import RequestFactory

from frontcounter.web.csrf import form_token


def test_the_token_opens_with_djangos_own_check() -> None:
    request = RequestFactory().get("/")
    first = form_token(request)
    secret = request.META["CSRF_COOKIE"]
    tokens = {form_token(request) for _ in range(200)}
    assert len(tokens) == 200
    for token in (first, get_token(request), *tokens):
        assert len(token) == 64
        assert set(token) <= set(CSRF_ALLOWED_CHARS)
        assert _does_token_match(token, secret)


def test_a_token_of_another_browser_does_not_match() -> None:
    one, other = RequestFactory().get("/"), RequestFactory().get("/")
    form_token(one)
    form_token(other)
    assert not _does_token_match(form_token(other), one.META["CSRF_COOKIE"])
