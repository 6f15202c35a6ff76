"""Pages of passkeys: one's own, and signing in with one alone."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.decorators import login_stage_required
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontcounter.accounts import pages, passkeys
from frontcounter.accounts.across import change, zone_and_country
from frontcounter.accounts.models import User
from frontcounter.accounts.proving import recently_proved
from frontcounter.accounts.staff import signed_in
from frontcounter.accounts.views import SignIn
from frontcounter.web.client import client_address, counted_as
from frontcounter.web.errors import too_many
from frontcounter.web.limits import allow
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t

DONE = ("added", "renamed", "removed")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """A challenge for any passkey of this site (GET, JSON); its answer signs in (POST)."""
    if not allow(f"passkey:{counted_as(client_address(request))}", 20, 60):
        return too_many(request)
    if request.method != "POST":
        return JsonResponse(auth.begin_authentication(None))
    form: Any = passkeys.SignInForm(data=request.POST)
    if not form.is_valid():
        return SignIn.refused(request, "accounts.passkeys.refused")
    authenticator = form.cleaned_data["credential"]
    login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(request))
    return perform_passwordless_login(request, authenticator, login)


@require_safe
@never_cache
@login_stage_required(  # type: ignore[untyped-decorator]
    stage=AuthenticateStage.key, redirect_urlname="account_login"
)
def second_step_challenge(request: HttpRequest) -> HttpResponse:
    """A challenge for the passkeys of the person whose password was right."""
    user = request._login_stage.login.user  # type: ignore[attr-defined]
    return JsonResponse(auth.begin_authentication(user))


@require_safe
@signed_in
def prove_challenge(request: HttpRequest) -> HttpResponse:
    """A challenge for the passkeys of the person who is signed in."""
    return JsonResponse(auth.begin_authentication(cast(User, request.user)))


@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """The person's passkeys."""
    user = cast(User, request.user)
    zone, country = zone_and_country(user.id)
    return pages.show(
        request,
        "passkeys",
        notices=pages.done_notices(request, "passkeys", DONE),
        back=reverse("account_own"),
        zone=zone,
        country=country,
        keys=passkeys.passkeys_of(user.id),
        most=passkeys.MOST,
    )


@require_safe
@signed_in
@recently_proved()
def new_challenge(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a new passkey."""
    return JsonResponse(auth.begin_registration(cast(User, request.user), True))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@recently_proved()
def add(request: HttpRequest) -> HttpResponse:
    """Name a new passkey, and let the browser make it."""
    user = cast(User, request.user)
    if len(passkeys.passkeys_of(user.id)) >= passkeys.MOST:
        return HttpResponseRedirect(reverse("account_passkeys"))
    form: Any = passkeys.AddForm(user=user, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        auth.WebAuthn.add(user, form.cleaned_data["name"], form.cleaned_data["credential"])
        fresh = auto_generate_recovery_codes(request)
        change(user.id, "sign_in.passkey_added")
        if fresh:
            return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))
        return HttpResponseRedirect(f"{reverse('account_passkeys')}?done=added")
    errors = []
    if form.is_bound:
        lang, named = pages.language(request), "name" not in form.errors
        key, href = ("failed", "") if named else ("blank_name", "#name")
        errors = [ErrorLink(t(f"accounts.passkeys.{key}", lang), href)]
    return pages.show(
        request,
        "passkey_add",
        errors=errors,
        status=422 if errors else 200,
        back=reverse("account_passkeys"),
        typed=form.data.get("name", "") if form.is_bound else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, key_id: int) -> HttpResponse:
    """Another name for a passkey; its page also removes it."""
    user = cast(User, request.user)
    name = ""
    if request.method == "POST":
        name = passkeys.name_of(request.POST.get("name", ""))
        if name:
            _found(user, key_id)
            passkeys.rename(user.id, key_id, name)
            change(user.id, "sign_in.passkey_renamed")
            return HttpResponseRedirect(f"{reverse('account_passkeys')}?done=renamed")
    error = "blank_name" if request.method == "POST" else ""
    return _edit_page(request, user, key_id, error, "#name")


@require_POST
@signed_in
@recently_proved()
def remove(request: HttpRequest, key_id: int) -> HttpResponse:
    """Forget a passkey; the last second factor stays, and the page says so."""
    user = cast(User, request.user)
    try:
        passkeys.remove(user.id, key_id)
    except Authenticator.DoesNotExist as missing:
        raise Http404 from missing
    except passkeys.LastFactor:
        return _edit_page(request, user, key_id, "last", "#remove")
    change(user.id, "sign_in.passkey_removed")
    return HttpResponseRedirect(f"{reverse('account_passkeys')}?done=removed")


def _edit_page(
    request: HttpRequest, user: User, key_id: int, error: str, href: str
) -> HttpResponse:
    errors = []
    if error:
        text = t(f"accounts.passkeys.{error}", pages.language(request))
        errors = [ErrorLink(text, href)]
    return pages.show(
        request,
        "passkey_edit",
        errors=errors,
        status=422 if errors else 200,
        back=reverse("account_passkeys"),
        key=_found(user, key_id),
    )


def _found(user: User, key_id: int) -> passkeys.Passkey:
    for key in passkeys.passkeys_of(user.id):
        if key.id == key_id:
            return key
    raise Http404
