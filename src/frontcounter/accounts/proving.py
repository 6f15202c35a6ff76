"""Proving once more who one is, before something that a found session must not open.

`@recently_proved()` goes below `@staff_page(…)` (or `@signed_in`) on a view. A second step older
than that leads to /staff/prove and then back to the page; a form is kept meanwhile (kept.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from frontcounter.accounts.kept import keep, page_before
from frontcounter.accounts.models import User

MINUTES = 10

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def proved_at(request: HttpRequest) -> float | None:
    """When this session's person last proved the second factor, in seconds of the epoch."""
    if not isinstance(request.user, User):
        return None
    records = get_authentication_records(request, request.user)
    return max((float(one["at"]) for one in records if one["method"] == "mfa"), default=None)


def is_recent(request: HttpRequest, minutes: int = MINUTES, *, at: float | None = None) -> bool:
    """Whether the last proof of the second factor is at most this old. Signing in is one."""
    last = proved_at(request)
    now = time.time() if at is None else at
    return last is not None and now - last <= minutes * 60


def recently_proved(minutes: int = MINUTES) -> Callable[[View], View]:
    """Guard a view: ask for the second factor again if the last proof is older."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: object, **kwargs: object) -> HttpResponseBase:
            if is_recent(request, minutes):
                return view(request, *args, **kwargs)
            return to_proof(request)

        return guarded  # type: ignore[return-value]

    return guard


def to_proof(request: HttpRequest) -> HttpResponse:
    """To the page that asks, and back here; what a form held is kept and shown again."""
    back = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        saved = isinstance(request.user, User) and keep(request, request.user.id)
        back = reverse("account_kept") if saved else page_before(request)
    return HttpResponseRedirect(f"{reverse('account_prove')}?{urlencode({'next': back})}")
