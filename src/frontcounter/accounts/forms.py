"""The second step's form: a code opens one sign-in, in every process."""

from __future__ import annotations

from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.app_settings import TOTP_PERIOD
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt


class CodeForm(AuthenticateForm):
    """The library remembers used codes per process; the row of the second step, for all."""

    def clean_code(self) -> str:
        # Locked before the library reads them: two sign-ins with one code come one after another.
        list(Authenticator.objects.select_for_update().filter(user=self.user).values_list("pk"))
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not spend(
            self.authenticator, code
        ):
            raise get_adapter().validation_error("incorrect_code")
        return code


class ProveForm(CodeForm):
    """The same, asked for again in a session that is open."""

    def save(self) -> None:
        post_authentication(context.request, self.authenticator, reauthenticated=True)


def spend(row: Authenticator, code: str) -> bool:
    """Note the step that a right code belongs to; False if it is not later than the last one."""
    secret = decrypt(row.data["secret"])
    later = [
        step
        for step in yield_hotp_counters_from_time()
        if step > _last_step(row)
        and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step)))
    ]
    if not later:
        return False
    row.data["last_step"] = max(later)
    row.save(update_fields=["data"])
    return True


def _last_step(row: Authenticator) -> int:
    """The step of the code that was used last; for rows of old, the time when it was used."""
    if "last_step" in row.data:
        return int(row.data["last_step"])
    return int(row.last_used_at.timestamp()) // int(TOTP_PERIOD) if row.last_used_at else 0
