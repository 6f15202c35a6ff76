"""How the sign-in library works with our accounts: quiet, sealed, and without signing up."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from frontcounter.accounts.across import idle_minutes, note, note_refused
from frontcounter.accounts.agents import agent_of
from frontcounter.base.seal import seal, unseal
from frontcounter.web.client import client_address, counted_as

_SECRET = b"accounts.mfa"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a force's administrator; nothing is e-mailed and nothing flashed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened themselves."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Sign-ins are in the audit record; no mail tells of them."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """What sign-ins are counted by."""
        return counted_as(client_address(request))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """An account that was switched off looks like a wrong password."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            note_refused(str(credentials.get("email", "")))
            return None
        return user

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **given: Any
    ) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **given)
        request.session["idle_minutes"] = idle_minutes(user.pk)
        request.session["agent"] = agent_of(request.META.get("HTTP_USER_AGENT", ""))
        note(user.pk, "sign_in")
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        note_refused(str(credentials.get("email", "")))

    def get_login_stages(self) -> list[str]:
        """The library's, with our second step in place of its own."""
        ours = "frontcounter.accounts.stages.SecondStepStage"
        return [
            ours if stage.endswith(".AuthenticateStage") else stage
            for stage in super().get_login_stages()
        ]

    def respond_user_inactive(
        self,
        request: HttpRequest,  # noqa: ARG002
        user: AbstractBaseUser,
    ) -> HttpResponse:
        """Whoever was switched off is told nothing, by whatever way they came."""
        note_refused(str(getattr(user, "email", "")))
        return HttpResponseRedirect(reverse("account_login"))


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of the second step are sealed with the installation's key."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(settings.INSTALLATION_KEY, text.encode(), _SECRET)).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the name under which this site is open."""
        return {**super().get_public_key_credential_rp_entity(), "name": "FrontCounter"}

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return unseal(settings.INSTALLATION_KEY, sealed, _SECRET).decode()
