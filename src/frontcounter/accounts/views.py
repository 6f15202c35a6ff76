"""Signing in with password and second step, setting that step up, and one's own account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import view_recovery_codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.flows import activate_totp
from django.contrib.auth import logout
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from frontcounter.accounts import pages
from frontcounter.accounts.across import force_names, note
from frontcounter.accounts.factor_views import codes_left, secret_of
from frontcounter.accounts.forms import CodeForm, spend
from frontcounter.accounts.membership import memberships_of
from frontcounter.accounts.models import User
from frontcounter.accounts.oidc import providers
from frontcounter.accounts.own_sessions import open_sessions
from frontcounter.accounts.passkeys import SecondStepForm, own_factors, passkeys_of
from frontcounter.accounts.staff import second_step_done, signed_in, to_sign_in
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import complete_languages, has, t


def form_errors(request: HttpRequest, form: BaseForm, fields: Iterable[str]) -> list[ErrorLink]:
    """The library's error codes in our own words, each once."""
    lang = pages.language(request)
    found: dict[str, str] = {}
    for field, errors in form.errors.as_data().items():
        for error in errors:
            code = "blank" if error.code == "required" else str(error.code or "")
            key = f"accounts.errors.{code}"
            if code == "blank":
                key += f"_{field}"
            key = key if has(key, lang) else "accounts.errors.email_password_mismatch"
            first = field if field in fields else next(iter(fields))
            found.setdefault(t(key, lang), f"#{first}")
    return [ErrorLink(text, href) for text, href in found.items()]


class SignIn(LoginView):
    """E-mail address and password; wrong and unknown look alike."""

    def render_to_response(self, context: dict[str, Any], **_: Any) -> HttpResponse:
        form = context["form"]
        errors = form_errors(self.request, form, ("login", "password")) if form.is_bound else []
        typed = form.data.get("login", "") if form.is_bound else ""
        return self.page(self.request, errors, typed, self.why_here())

    @staticmethod
    def page(
        request: HttpRequest,
        errors: list[ErrorLink],
        typed: str = "",
        notices: Sequence[Notice] = (),
    ) -> HttpResponse:
        """Every way of signing in."""
        found = pages.show(
            request,
            "sign_in",
            errors=errors,
            notices=notices,
            status=422 if errors else 200,
            typed=typed,
            next=request.POST.get("next") or request.GET.get("next", ""),
            providers=providers().values(),
        )
        return pages.leading_to(found, providers().values())

    @classmethod
    def refused(cls, request: HttpRequest, key: str) -> HttpResponse:
        """The page again, after another way of signing in came to nothing."""
        return cls.page(request, [ErrorLink(t(key, pages.language(request)))])

    def why_here(self) -> list[Notice]:
        """That the session before has ended, and why."""
        why = self.request.GET.get("why", "")
        if why not in ("idle", "age", "password"):
            return []
        lang = pages.language(self.request)
        lines = [t(f"accounts.ended.{why}", lang)]
        if self.request.GET.get("next") == reverse("account_kept"):
            lines.append(t("accounts.ended.kept", lang))
        return [Notice(" ".join(lines))]


class SecondStep(AuthenticateView):
    """The code of the authenticator app, or one of the recovery codes."""

    form_class = CodeForm
    webauthn_form_class = SecondStepForm

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self.page([])

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        note(self.stage.login.user.pk, "sign_in.refused_code")
        if isinstance(form, SecondStepForm):
            refused = t("accounts.passkeys.refused", pages.language(self.request))
            return self.page([ErrorLink(refused)])
        return self.page(form_errors(self.request, form, ("code",)))

    def page(self, errors: list[ErrorLink]) -> HttpResponse:
        """Either factor, as far as the person has it."""
        return pages.show(
            self.request,
            "second_step",
            errors=errors,
            status=422 if errors else 200,
            factors=own_factors(self.stage.login.user.pk),
        )


@never_cache
def set_up(request: HttpRequest) -> HttpResponse:
    """First sign-in: tie an authenticator app to the account. Nothing else opens before that."""
    if not isinstance(request.user, User):
        return to_sign_in(request)
    user = request.user
    if second_step_done(request):
        return HttpResponseRedirect(reverse("account_own"))
    if get_adapter().is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        logout(request)  # set up elsewhere since: sign in again, with the code
        return HttpResponseRedirect(reverse("account_login"))
    form = ActivateTOTPForm(data=request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        made, _codes = activate_totp(request, form)
        spend(made, form.cleaned_data["code"])
        record_authentication(request, user, "mfa", id=made.pk, type=made.type)
        note(user.id, "sign_in.second_step_set_up")
        return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))
    errors = form_errors(request, form, ("code",)) if form.is_bound else []
    return pages.show(
        request,
        "set_up",
        errors=errors,
        status=422 if errors else 200,
        **secret_of(user, form.secret),
    )


@signed_in
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, shown once."""
    wrapper, may_see = view_recovery_codes(request)
    codes = wrapper.get_unused_codes() if wrapper and may_see else []
    return pages.show(request, "recovery", codes=codes)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if isinstance(request.user, User):
        note(request.user.id, "sign_out")
    logout(request)
    return HttpResponseRedirect(reverse("account_login"))


@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """One's own account: language, and the services that one works for."""
    user = cast(User, request.user)
    notices = pages.done_notices(request, "own", ("app",))
    if request.method == "POST" and request.POST.get("language") in complete_languages():
        user.language = request.POST["language"]
        user.save(update_fields=["language"])
        notices.append(Notice(t("accounts.own.saved", user.language), "success"))
    return pages.show(
        request,
        "own",
        notices=notices,
        email=user.email,
        chosen=pages.language(request),
        choices=[
            {"value": code, "text": name, "attributes": {"lang": code}}
            for code, name in pages.names().items()
        ],
        forces=force_names(memberships_of(user.id), pages.language(request)),
        passkeys=passkeys_of(user.id),
        has_app="totp" in own_factors(user.id),
        codes=codes_left(user),
        sessions=len(open_sessions(user.id, at=datetime.now(UTC))),
    )


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """To the person's service, or the list of them."""
    found = memberships_of(cast(User, request.user).id)
    if len(found) == 1:
        return HttpResponseRedirect(f"/staff/{next(iter(found))}/")
    return pages.show(request, "home", forces=force_names(found, pages.language(request)))
