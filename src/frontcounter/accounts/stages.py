"""The second step of a sign-in: ours, unless the identity provider has taken it."""

from __future__ import annotations

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest


class SecondStepStage(AuthenticateStage):
    """Asked of everybody who has a factor here, and has not proved one with the provider."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        if any((one["method"], one.get("type")) == ("mfa", "oidc") for one in records):
            return False
        return bool(super()._should_handle(request))
