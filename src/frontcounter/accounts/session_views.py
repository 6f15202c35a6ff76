"""Pages of one's own sessions, and what the warning before the time-out asks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontcounter.accounts import pages
from frontcounter.accounts.across import note, zone_and_country
from frontcounter.accounts.models import User
from frontcounter.accounts.own_sessions import end_all, end_session, key_of, open_sessions
from frontcounter.accounts.sessions import SessionStore
from frontcounter.accounts.staff import second_step_done, signed_in

DONE = ("ended", "ended_others")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; end one of them, or all others."""
    user, this = cast(User, request.user), key_of(request)
    if request.method == "POST":
        return HttpResponseRedirect(f"{reverse('account_sessions')}?done={_end(request, user)}")
    zone, country = zone_and_country(user.id)
    return pages.show(
        request,
        "sessions",
        notices=pages.done_notices(request, "sessions", DONE),
        back=reverse("account_own"),
        zone=zone,
        country=country,
        sessions=open_sessions(user.id, at=datetime.now(UTC), this=this),
    )


def _end(request: HttpRequest, user: User) -> str:
    this, key = key_of(request), request.POST.get("session", "")
    if key and key != this:
        if end_session(user.id, key):
            note(user.id, "sign_in.session_ended")
        return "ended"
    end_all(user.id, but=[this])
    note(user.id, "sign_in.sessions_ended")
    return "ended_others"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def left(request: HttpRequest) -> HttpResponse:
    """How many seconds this session still has; a POST says that somebody is there."""
    store, now = cast(SessionStore, request.session), datetime.now(UTC)
    if not request.user.is_authenticated or not second_step_done(request):
        return JsonResponse({"left": 0})
    if request.method == "POST":
        store.touch(now)
    return JsonResponse({"left": store.seconds_left(now)})
