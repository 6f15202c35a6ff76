"""Choosing a password with a link: opening it does nothing, a button swaps it for a cookie."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontcounter.accounts import links, pages
from frontcounter.accounts.across import change
from frontcounter.web.client import client_address, counted_as
from frontcounter.web.errors import too_many
from frontcounter.web.limits import allow
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t

_LINK = "set_up_link"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """The link itself; a program that only looks at addresses uses nothing up."""
    if not allow(f"set-up:{counted_as(client_address(request))}", 20, 60):
        return too_many(request)
    if links.person_of(links.hash_of(token), at=datetime.now(UTC)) is None:
        return pages.show(request, "link_over", status=404)
    if request.method != "POST":
        return pages.show(request, "link", token=token)
    logout(request)
    request.session[_LINK] = links.hash_of(token)
    return HttpResponseRedirect(reverse("account_choose_password"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the password; then sign in with it."""
    user = links.person_of(str(request.session.get(_LINK, "")), at=datetime.now(UTC))
    if user is None:
        return pages.show(request, "link_over", status=404)
    errors = []
    if request.method == "POST":
        try:
            links.choose_password(user, request.POST.get("password", ""))
        except ValidationError as wrong:
            key = f"accounts.password.{wrong.error_list[0].code}"
            errors = [ErrorLink(t(key, pages.language(request)), "#password")]
        else:
            request.session.flush()
            change(user.id, "sign_in.password_chosen")
            return HttpResponseRedirect(f"{reverse('account_login')}?why=password")
    return pages.show(
        request, "password", errors=errors, status=422 if errors else 200, email=user.email
    )
