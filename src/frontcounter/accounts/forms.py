"""The second step's form: a code opens one sign-in, in every process."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.app_settings import TOTP_PERIOD
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator


class CodeForm(AuthenticateForm):
    """The library remembers used codes per process; the time of last use holds for all."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            row = Authenticator.objects.select_for_update().get(pk=self.authenticator.pk)
            if row.last_used_at is not None and _step(row.last_used_at) >= _step(_now()):
                raise get_adapter().validation_error("incorrect_code")
        return code


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def _step(at: datetime) -> int:
    return int(at.timestamp()) // int(TOTP_PERIOD)
