"""Identity providers of forces, as the installation configures them (FRONTCOUNTER_OIDC).

JSON, or the path of a file with it:

    {"city-id": {"name": {"en": "City account", "fr": "Compte de la ville"},
                 "issuer": "https://login.city.example", "client_id": "…", "client_secret": "…",
                 "groups_claim": "groups", "mfa": {"amr": ["mfa"]}}}

Nothing here needs Django: the settings read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
_WORDS = "name issuer client_id client_secret scopes groups_claim mfa trust_email origins"
_KNOWN = frozenset(_WORDS.split(" "))
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class BadProvider(ValueError):
    """What FRONTCOUNTER_OIDC says cannot be used."""


@dataclass(frozen=True)
class Provider:
    """One identity provider, and what is believed of what it says."""

    id: str
    name: Mapping[str, str]
    issuer: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    groups_claim: str = "groups"
    # Values of `amr` or `acr`, any one of which says that a second factor was proved there.
    amr: frozenset[str] = frozenset()
    acr: frozenset[str] = frozenset()
    # Some providers vouch for every address and never say `email_verified`.
    trust_email: bool = False
    # Where a browser is sent: the issuer's origin, and what is named besides.
    origins: tuple[str, ...] = field(default_factory=tuple)

    def label(self, lang: str) -> str:
        return self.name.get(lang) or self.name.get("en") or self.id

    def asserts_second_step(self, claims: Mapping[str, Any]) -> bool:
        """Whether the provider says that a second factor was proved."""
        amr = claims.get("amr") or ()
        told = {amr} if isinstance(amr, str) else {str(one) for one in amr}
        return bool(told & self.amr) or str(claims.get("acr", "")) in self.acr

    def vouches_for(self, claims: Mapping[str, Any]) -> str:
        """The address that the provider vouches for, or ""."""
        email = str(claims.get("email") or "").strip().lower()
        verified = claims.get("email_verified")
        sure = verified in (True, "true") or (self.trust_email and verified is None)
        return email if sure and "@" in email else ""

    def groups(self, claims: Mapping[str, Any]) -> frozenset[str]:
        """The person's groups; none where the provider names none."""
        told = claims.get(self.groups_claim) or ()
        if isinstance(told, str):
            return frozenset({told})
        return frozenset(str(one) for one in told) if isinstance(told, list) else frozenset()


def read_providers(text: str) -> dict[str, Provider]:
    """The providers by id; BadProvider says what cannot be used."""
    text = text.strip()
    if not text:
        return {}
    try:
        told = json.loads(text if text.startswith("{") else Path(text).read_text("utf-8"))
        return {name: _provider(name, values) for name, values in told.items()}
    except (OSError, json.JSONDecodeError, AttributeError, TypeError) as error:
        raise BadProvider(f"FRONTCOUNTER_OIDC cannot be read: {error}") from error


def _provider(name: str, told: Mapping[str, Any]) -> Provider:
    where = f"FRONTCOUNTER_OIDC: {name}"
    if not _NAME.fullmatch(name) or name == "off":
        raise BadProvider(f"{where}: a name has small letters, digits and hyphens")
    if odd := sorted(set(told) - _KNOWN):
        raise BadProvider(f"{where}: unknown {', '.join(odd)}")
    for key in ("issuer", "client_id"):
        if not told.get(key):
            raise BadProvider(f"{where}: {key} is missing")
    issuer = str(told["issuer"]).rstrip("/")
    origins = tuple(dict.fromkeys([_origin(issuer, where), *told.get("origins", ())]))
    label = told.get("name", name)
    mfa = told.get("mfa") or {}
    return Provider(
        id=name,
        name={"en": label} if isinstance(label, str) else dict(label),
        issuer=issuer,
        client_id=str(told["client_id"]),
        client_secret=str(told.get("client_secret", "")),
        scopes=tuple(told.get("scopes", Provider.scopes)),
        groups_claim=str(told.get("groups_claim", "groups")),
        amr=frozenset(mfa.get("amr", ())),
        acr=frozenset(mfa.get("acr", ())),
        trust_email=bool(told.get("trust_email", False)),
        origins=tuple(_origin(one, where) for one in origins),
    )


def _origin(address: str, where: str) -> str:
    parts = urlsplit(address)
    plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or plain):
        raise BadProvider(f"{where}: {address} must begin with https://")
    return f"{parts.scheme}://{parts.netloc}"
