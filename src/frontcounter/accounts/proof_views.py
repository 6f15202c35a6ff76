"""Pages of proving again who one is, and of what was kept meanwhile."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.utils import get_next_redirect_url
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts import pages, passkeys
from frontcounter.accounts.across import note
from frontcounter.accounts.forms import ProveForm
from frontcounter.accounts.kept import forget, kept
from frontcounter.accounts.models import User
from frontcounter.accounts.oidc import providers
from frontcounter.accounts.providers import Provider
from frontcounter.accounts.staff import signed_in
from frontcounter.accounts.views import form_errors
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor once more, then go back to where one was."""
    user = cast(User, request.user)
    data = request.POST if request.method == "POST" else None
    kind = passkeys.ProveForm if data is not None and "credential" in data else ProveForm
    form: Any = kind(user=user, data=data)
    back = get_next_redirect_url(request) or reverse("account_own")
    if form.is_bound and form.is_valid():
        form.save()
        note(user.id, "sign_in.proved_again")
        return HttpResponseRedirect(back)
    errors = []
    if form.is_bound:
        note(user.id, "sign_in.refused_code")
        errors = _errors(request, form)
    outside = outside_of(request, user)
    shown = pages.show(
        request,
        "prove",
        errors=errors,
        status=422 if errors else 200,
        next=back,
        factors=passkeys.own_factors(user.id),
        providers=outside,
    )
    return pages.leading_to(shown, outside)


def outside_of(request: HttpRequest, user: User) -> list[Provider]:
    """The providers with which this session's second step was done: proved there once more."""
    records = get_authentication_records(request, user)
    used = {one.get("provider") for one in records if one["method"] == "mfa"}
    return [one for one in providers().values() if one.id in used]


def _errors(request: HttpRequest, form: Any) -> list[ErrorLink]:
    if isinstance(form, passkeys.ProveForm):
        return [ErrorLink(t("accounts.passkeys.refused", pages.language(request)))]
    return form_errors(request, form, ("code",))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def kept_form(request: HttpRequest) -> HttpResponse:
    """What had been typed when the session ended, or when a proof was asked for."""
    user = cast(User, request.user)
    found = kept(request, user.id)
    if found is None or request.method == "POST":
        forget(request)
        return HttpResponseRedirect(reverse("staff_home"))
    return pages.show(request, "kept", kept=found)
