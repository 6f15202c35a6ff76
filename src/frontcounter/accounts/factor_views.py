"""Pages of the other second factors: the authenticator app, and recovery codes."""

from __future__ import annotations

from typing import Any, cast

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import (
    can_generate_recovery_codes,
    generate_recovery_codes,
)
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.flows import activate_totp
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from frontcounter.accounts import pages
from frontcounter.accounts.across import change
from frontcounter.accounts.forms import spend
from frontcounter.accounts.models import User
from frontcounter.accounts.proving import recently_proved
from frontcounter.accounts.staff import signed_in


def codes_left(user: User) -> int | None:
    """How many recovery codes are unused; None where none were made."""
    row = Authenticator.objects.filter(
        user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    return len(row.wrap().get_unused_codes()) if row else None


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@recently_proved()
def new_codes(request: HttpRequest) -> HttpResponse:
    """Say how many are left, and make new ones; the old ones end."""
    user = cast(User, request.user)
    possible = can_generate_recovery_codes(user)
    if request.method == "POST" and possible:
        generate_recovery_codes(request)
        change(user.id, "sign_in.recovery_codes_made")
        return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))
    return pages.show(
        request,
        "codes",
        back=reverse("account_own"),
        left=codes_left(user),
        possible=possible,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@recently_proved()
def app(request: HttpRequest) -> HttpResponse:
    """Another authenticator app in place of the one before: a new telephone, say."""
    from frontcounter.accounts.views import form_errors

    user = cast(User, request.user)
    form: Any = ActivateTOTPForm(data=request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).delete()
        made, codes = activate_totp(request, form)
        spend(made, form.cleaned_data["code"])
        change(user.id, "sign_in.app_replaced")
        after = reverse("mfa_view_recovery_codes" if codes else "account_own")
        return HttpResponseRedirect(after if codes else f"{after}?done=app")
    errors = form_errors(request, form, ("code",)) if form.is_bound else []
    return pages.show(
        request,
        "app",
        errors=errors,
        status=422 if errors else 200,
        back=reverse("account_own"),
        **secret_of(user, form.secret),
    )


def secret_of(user: User, secret: str) -> dict[str, Any]:
    """A secret for an authenticator app, as a picture and in words."""
    address = get_adapter().build_totp_url(user, secret)
    return {
        "picture": Markup(segno.make(address, error="m").svg_inline(scale=5, border=2)),  # noqa: S704
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    }
