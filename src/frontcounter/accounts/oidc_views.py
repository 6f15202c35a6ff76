"""Pages of signing in with a force's identity provider."""

from __future__ import annotations

import logging

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frontcounter.accounts import oidc
from frontcounter.accounts.across import note
from frontcounter.accounts.models import User
from frontcounter.accounts.outside import NotKnown, person_of
from frontcounter.accounts.providers import Provider
from frontcounter.accounts.staff import second_step_done
from frontcounter.accounts.views import SignIn
from frontcounter.web.client import client_address, counted_as
from frontcounter.web.errors import too_many
from frontcounter.web.limits import allow

log = logging.getLogger(__name__)


def _provider(provider_id: str) -> Provider:
    found = oidc.providers().get(provider_id)
    if found is None:
        raise Http404
    return found


@require_POST
@never_cache
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider; with `again`, only to prove once more who one is."""
    one = _provider(provider_id)
    if not allow(f"oidc:{counted_as(client_address(request))}", 20, 60):
        return too_many(request)
    back = get_next_redirect_url(request) or reverse("staff_home")
    again = ""
    if request.POST.get("again") and isinstance(request.user, User) and second_step_done(request):
        again = str(request.user.pk)
    try:
        return oidc.begin(request, one, back, again=again)
    except Exception as error:  # the provider does not answer, or nonsense
        log.warning("identity provider: %s", type(error).__name__, extra={"code": one.id})
        return SignIn.refused(request, "accounts.oidc.unreachable")


@require_safe
@never_cache
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider: find the account, give its roles, and sign in."""
    one = _provider(provider_id)
    try:
        claims, state = oidc.complete(request, one)
        user = person_of(one, claims)
    except oidc.Refused as refused:
        log.warning("identity provider refused", extra={"code": f"{one.id}: {refused}"})
        return SignIn.refused(request, "accounts.oidc.refused")
    except NotKnown as unknown:
        return SignIn.refused(request, f"accounts.oidc.{unknown.why}")
    second = one.asserts_second_step(claims)
    if state.get("again"):
        return _proved(request, user, one, str(state["again"]), second, state["next"])
    if isinstance(request.user, User):
        request.session.flush()
    record_authentication(request, user, "socialaccount", provider=one.id)
    if second:
        record_authentication(request, user, "mfa", type="oidc", provider=one.id)
    return perform_login(request, Login(user=user, redirect_url=state["next"]))


def _proved(
    request: HttpRequest, user: User, one: Provider, whose: str, second: bool, back: str
) -> HttpResponse:
    """The same person, a moment ago, with a second factor: that is a proof. Nothing else is."""
    if str(user.pk) != whose or request.user != user or not second:
        return SignIn.refused(request, "accounts.oidc.refused")
    record_authentication(request, user, "mfa", type="oidc", provider=one.id, reauthenticated=True)
    note(user.id, "sign_in.proved_again")
    return HttpResponseRedirect(back)
