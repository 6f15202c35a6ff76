"""Passkeys of one person: adding, naming, removing, and proving with one.

A passkey is bound to the site's name. Browsers take none on a site without one (127.0.0.1); on
http they take it for localhost only, and the library does likewise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
    SignupWebAuthnForm,
)
from django import forms

OWN_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
NAME_LENGTH = 60
MOST = 20


class LastFactor(Exception):
    """Without it the person could not sign in any more."""


@dataclass(frozen=True)
class Passkey:
    """One passkey as its owner sees it."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


def passkeys_of(user_id: UUID) -> list[Passkey]:
    """The person's passkeys, oldest first."""
    rows = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN)
    return [
        Passkey(row.pk, str(row.data["name"]), row.created_at, row.last_used_at)
        for row in rows.order_by("pk")
    ]


def rename(user_id: UUID, key_id: int, name: str) -> None:
    """Give one of the person's passkeys another name."""
    row = _row(user_id, key_id)
    row.data["name"] = name
    row.save(update_fields=["data"])


def remove(user_id: UUID, key_id: int) -> None:
    """Forget a passkey, unless it is the last second factor of one's own: LastFactor."""
    factors = Authenticator.objects.select_for_update().filter(
        user_id=user_id, type__in=OWN_FACTORS
    )
    known = {row.pk: row for row in factors}
    if key_id not in known or known[key_id].type != Authenticator.Type.WEBAUTHN:
        raise Authenticator.DoesNotExist
    if len(known) == 1:
        raise LastFactor
    known[key_id].delete()


def _row(user_id: UUID, key_id: int) -> Authenticator:
    row: Authenticator = Authenticator.objects.get(
        user_id=user_id, pk=key_id, type=Authenticator.Type.WEBAUTHN
    )
    return row


def name_of(text: str) -> str:
    """A name as it is kept."""
    return " ".join(text.split())[:NAME_LENGTH]


class _Careful:
    """What a browser sent is a stranger's: whatever does not fit is a refusal, never an error."""

    def clean_credential(self) -> Any:
        credential = self.cleaned_data["credential"]  # type: ignore[attr-defined]
        if not isinstance(credential, dict) or not isinstance(credential.get("response"), dict):
            raise get_adapter().validation_error("incorrect_code")
        above: Any = super()
        if not hasattr(above, "clean_credential"):
            return credential
        try:
            return above.clean_credential()
        except (AttributeError, KeyError, TypeError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AddForm(_Careful, SignupWebAuthnForm):
    """A new passkey: what the browser made, and a name for it."""

    def clean_name(self) -> str:
        name = name_of(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("", code="required")
        return name

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except (AttributeError, KeyError, TypeError) as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return cleaned


class SignInForm(_Careful, LoginWebAuthnForm):
    """A passkey alone: it says whose it is."""


class SecondStepForm(_Careful, AuthenticateWebAuthnForm):
    """A passkey after the password."""


class ProveForm(_Careful, ReauthenticateWebAuthnForm):
    """A passkey in a session that is open."""


def own_factors(user_id: UUID) -> Sequence[str]:
    """The sorts of second factor that the person has set up here."""
    rows = Authenticator.objects.filter(user_id=user_id, type__in=OWN_FACTORS)
    return sorted(set(rows.values_list("type", flat=True)))
