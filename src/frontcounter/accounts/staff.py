"""Who may open a page of the staff site: signed in, second step done, of this force, in a role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

from frontcounter.accounts.actor import Actor
from frontcounter.accounts.kept import keep, page_before
from frontcounter.accounts.membership import ForceMembership, memberships_of
from frontcounter.accounts.models import User
from frontcounter.accounts.roles import StaffRole, desks_of
from frontcounter.accounts.sessions import SessionStore
from frontcounter.base.scope import act_as, narrow_to_force
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.web.texts import complete_languages

Given = ParamSpec("Given")


class StaffRequest(HttpRequest):
    """What a view below `staff_page` is handed."""

    user: User
    actor: Actor
    membership: ForceMembership
    force: ForceSettings
    lang: str
    wanted: frozenset[StaffRole]
    """The roles of which the page wants one; none: any role."""


ASKS_BY_ITSELF = "X-Asks-By-Itself"

StaffView = Callable[Concatenate[StaffRequest, Given], HttpResponseBase]


def second_step_done(request: HttpRequest) -> bool:
    """Whether this session's person has proved the second factor (kept in the session)."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record["method"] == "mfa" for record in records)


def language_of(user: User) -> str:
    """The staff site's language for this person."""
    known = complete_languages()
    return user.language if user.language in known else known[0]


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in first, then come back here; what a form held waits for the person it was from."""
    session = cast(SessionStore, request.session)
    asked = {"next": request.get_full_path()}
    if request.method not in ("GET", "HEAD"):
        whose = session.ended_user
        saved = whose is not None and keep(request, whose)
        asked["next"] = reverse("account_kept") if saved else page_before(request)
    if session.ended and session.ended_user:
        asked["why"] = session.ended
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode(asked)}")


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For pages of the person's own account: signed in with both steps, no force needed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not second_step_done(request):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        if ASKS_BY_ITSELF not in request.headers:  # a page that looks for news is nobody at work
            cast(SessionStore, request.session).touch(datetime.now(UTC))
        return view(request, *args, **kwargs)

    return never_cache(guarded)


def staff_page(
    *roles: StaffRole,
) -> Callable[[StaffView[Given]], Callable[..., HttpResponseBase]]:
    """Guard a view below /staff/{slug}/; any one of `roles` will do (none given: any role).

    Signed out leads to sign-in, another force's address to 404, a missing role to 403 (audited).
    """
    wanted = frozenset(roles)

    def guard(view: StaffView[Given]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        @signed_in
        def guarded(
            request: StaffRequest, slug: str, *args: object, **kwargs: object
        ) -> HttpResponseBase:
            membership = memberships_of(request.user.id).get(slug)
            if membership is None:
                raise Http404
            _enter(request, membership)
            request.wanted = wanted
            if wanted and not request.actor.has_any(wanted):
                raise PermissionDenied
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        return guarded

    return guard


def _enter(request: StaffRequest, membership: ForceMembership) -> None:
    """From here on everything is done for this force, and named in the audit record."""
    user = request.user
    narrow_to_force(membership.force_id, desks_of(membership.roles))
    act_as("staff", str(user.id))
    request.actor = Actor("staff", str(user.id), user.name, membership.roles)
    request.membership = membership
    request.force = settings_in_scope()
    request.lang = language_of(user)
