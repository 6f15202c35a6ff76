"""OpenID Connect: the way to a provider and back, with state, nonce and PKCE.

The library keeps the state, makes the address and exchanges the code. Here are the checks that it
leaves out: the token's signature is always verified, its algorithm is one of public keys, and its
nonce is the one of this sign-in.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

import jwt
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from frontcounter.accounts.providers import Provider

ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
FRESH_SECONDS = 300


class Refused(Exception):
    """What came back is not an answer to what was asked."""


class SocialAdapter(DefaultSocialAccountAdapter):
    """The library's view of the providers: those of the installation, none of the database."""

    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list[Any]:  # noqa: ARG002
        return [_app(one) for one in providers().values() if provider in (None, one.id)]

    def is_open_for_signup(self, *_args: Any) -> bool:
        return False


def providers() -> dict[str, Provider]:
    """The installation's identity providers by id."""
    found: dict[str, Provider] = settings.OIDC_PROVIDERS
    return found


def _app(one: Provider) -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=one.id,
        name=one.id,
        client_id=one.client_id,
        secret=one.client_secret,
        settings={
            "server_url": one.issuer,
            "oauth_pkce_enabled": True,
            "scope": list(one.scopes),
        },
    )


def begin(request: HttpRequest, one: Provider, next_url: str, *, again: str = "") -> HttpResponse:
    """To the provider. `again`: the id of the person who is to prove there once more."""
    nonce = secrets.token_urlsafe(24)
    asked = {"nonce": nonce, **({"prompt": "login", "max_age": "0"} if again else {})}
    provider = OpenIDConnectProvider(request, app=_app(one))
    response: HttpResponse = provider.redirect(
        request, "login", next_url, auth_params=asked, nonce=nonce, again=again
    )
    return response


def complete(request: HttpRequest, one: Provider) -> tuple[dict[str, Any], dict[str, Any]]:
    """(claims, state) of an answer that belongs to this browser and to this sign-in; Refused."""
    state = statekit.unstash_state(
        request, provider_id=one.id, state_id=request.GET.get("state", "")
    )
    if state is None:
        raise Refused("state")
    if "code" not in request.GET:
        raise Refused(str(request.GET.get("error", ""))[:40])
    try:
        claims = _claims(request, one, state)
    except Refused:
        raise
    except Exception as error:  # whatever another machine sent: never our error
        raise Refused(type(error).__name__) from error
    if not secrets.compare_digest(str(claims.get("nonce", "")), str(state["nonce"])):
        raise Refused("nonce")
    if state.get("again") and time.time() - float(claims.get("auth_time") or 0) > FRESH_SECONDS:
        raise Refused("auth_time")
    return claims, state


def _claims(request: HttpRequest, one: Provider, state: dict[str, Any]) -> dict[str, Any]:
    adapter = OpenIDConnectOAuth2Adapter(request, one.id)
    client = adapter.get_client(request, _app(one))
    answer = client.get_access_token(
        request.GET["code"], pkce_code_verifier=state["pkce_code_verifier"]
    )
    config = adapter.openid_config
    if config["issuer"].rstrip("/") != one.issuer:
        raise Refused("issuer")
    claims = _verified(answer["id_token"], config, one)
    needed = {"email", one.groups_claim} - set(claims)
    if needed and "userinfo_endpoint" in config:
        more = adapter._fetch_user_info(answer["access_token"])
        if more.get("sub") != claims["sub"]:
            raise Refused("sub")
        claims = {**more, **claims}
    return claims


def _verified(token: str, config: dict[str, Any], one: Provider) -> dict[str, Any]:
    """The token's claims, its signature checked with the provider's published keys."""
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise Refused("alg")
    adapter: Any = get_adapter()
    with adapter.get_requests_session() as session:
        answer = session.get(config["jwks_uri"])
        answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
    named = [key for key in keys if key.key_id == header.get("kid")]
    if "kid" not in header and len(keys) == 1:
        named = keys  # a provider with one key need not name it
    if not named:
        raise Refused("kid")
    claims: dict[str, Any] = jwt.decode(
        token,
        named[0].key,
        algorithms=[header["alg"]],
        issuer=config["issuer"],
        audience=one.client_id,
        leeway=30,
        options={"require": ["exp", "iat", "sub", "aud", "iss"]},
    )
    return claims
