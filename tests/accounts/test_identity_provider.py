"""Signing in with a force's identity provider: a real one, on loopback."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import oidc_provider_mock
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client, override_settings
from staff_help import code_now, new_client, signed_in, text_of

from force_help import TestForce, make_force
from frontcounter.accounts import oidc
from frontcounter.accounts.membership import memberships_of
from frontcounter.accounts.models import Membership, User
from frontcounter.accounts.people import switch_off
from frontcounter.accounts.providers import BadProvider, read_providers
from frontcounter.audit.models import Entry
from frontcounter.base.scope import Role, scope
from frontcounter.web.limits import limits


class Here:
    """The provider's id in this test: forces of other tests must not accept it."""

    id = ""


def start() -> str:
    return f"/staff/sign-in/with/{Here.id}"


GROUPS = {
    "FC-Reviewers": {"roles": ["reviewer"], "unit": "data_centre"},
    "FC-Leads": {"roles": ["reviewer", "supervisor"], "unit": "data_centre"},
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread(require_nonce=True) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture(autouse=True)
def configured(server: str) -> Iterator[None]:
    cache.clear()
    limits.clear()
    Here.id = f"city-{secrets.token_hex(4)}"
    told = f"""{{"{Here.id}": {{"name": {{"en": "City account", "fr": "Compte de la ville"}},
        "issuer": "{server}", "client_id": "frontcounter", "client_secret": "s",
        "mfa": {{"amr": ["mfa"]}}}}}}"""
    with override_settings(OIDC_PROVIDERS=read_providers(told)):
        yield


def a_force(name: str = "red-river", groups: dict[str, Any] | None = None) -> TestForce:
    rules = {"providers": {Here.id: {"groups": GROUPS if groups is None else groups}}}
    return make_force(name, sign_in=rules)


def known(server: str, email: str, **claims: Any) -> str:
    """Somebody whom the provider knows; their subject."""
    sub = secrets.token_hex(8)
    told = {"email": email, "email_verified": True, "name": "Ada Byron", **claims}
    assert requests.put(f"{server}/users/{sub}", json=told, timeout=5).status_code == 204
    return sub


def address(prefix: str = "p") -> str:
    return f"{prefix}{secrets.token_hex(5)}@example.org"


def at_provider(client: Client, sub: str, **given: str) -> str:
    """What the provider sends the browser back to."""
    to = client.post(start(), given)["Location"]
    answer = requests.post(to, data={"sub": sub}, allow_redirects=False, timeout=5)
    return answer.headers["Location"].partition("127.0.0.1")[2]


def come(sub: str, client: Client | None = None, **given: str):
    client = client or new_client()
    return client, client.get(at_provider(client, sub, **given))


def roles(email: str) -> dict[str, set[str]]:
    with scope(Role.STAFF, None):
        user = User.objects.get(email=email)
        return {slug: set(map(str, m.roles)) for slug, m in memberships_of(user.id).items()}


def test_the_way_there_carries_state_nonce_and_pkce(server: str) -> None:
    a_force()
    client = new_client()
    page = client.get("/staff/sign-in")
    assert "Sign in with City account" in text_of(page)
    assert f"form-action 'self' {server};" in page["Content-Security-Policy"]
    assert client.get(start()).status_code == 405
    assert client.post("/staff/sign-in/with/another").status_code == 404
    asked = parse_qs(urlsplit(client.post(start())["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["code_challenge"][0]
    assert len(asked["nonce"][0]) >= 24
    assert len(asked["state"][0]) >= 16
    assert asked["response_type"] == ["code"]
    assert asked["redirect_uri"] == [f"http://127.0.0.1{start()}/back"]


def test_a_group_that_gives_a_role_opens_a_new_account(server: str) -> None:
    force, email = a_force(), address()
    sub = known(server, email, groups=["FC-Reviewers", "Football"], amr=["pwd", "mfa"])
    wanted = f"/staff/{force.slug}/find"
    client, answer = come(sub, next=wanted)
    assert answer["Location"] == wanted
    assert client.get(wanted).status_code == 200
    assert roles(email)[force.slug] == {"reviewer"}
    with scope(Role.STAFF, None):
        (row,) = SocialAccount.objects.filter(uid=sub)
        assert row.extra_data == {}
        assert not User.objects.get(email=email).has_usable_password()
    with force.scope():
        (given,) = Entry.objects.filter(action="people.role_given", details__provider=Here.id)
        assert given.details["role"] == "reviewer"
        assert Membership.objects.get(user_id=row.user_id).unit == "data_centre"


def test_nobody_signs_up_without_a_group_or_a_verified_address(server: str) -> None:
    a_force()
    for claims in ({}, {"groups": ["Football"]}, {"groups": ["FC-Leads"], "email_verified": False}):
        email = address()
        _client, answer = come(known(server, email, **claims))
        assert answer.status_code == 422
        assert "no account here for you" in text_of(answer)
        with scope(Role.STAFF, None):
            assert not User.objects.filter(email=email).exists()


def test_groups_take_roles_away_again_and_leave_those_given_by_hand(server: str) -> None:
    force = a_force()
    person = force.person("call_taker")
    claims = {"amr": ["mfa"], "groups": ["FC-Leads"]}
    sub = known(server, person.email, **claims)
    come(sub)
    assert roles(person.email)[force.slug] == {"call_taker", "reviewer", "supervisor"}
    told = {"email": person.email, "email_verified": True, **claims, "groups": ["FC-Reviewers"]}
    requests.put(f"{server}/users/{sub}", json=told, timeout=5)
    client, _answer = come(sub)
    assert roles(person.email)[force.slug] == {"call_taker", "reviewer"}
    requests.put(f"{server}/users/{sub}", json={**told, "groups": []}, timeout=5)
    come(sub)
    assert roles(person.email)[force.slug] == {"call_taker"}
    assert client.get(f"/staff/{force.slug}/review").status_code == 403
    with force.scope():
        assert Entry.objects.filter(action="people.role_taken").count() == 2


def test_somebody_whom_an_administrator_switched_off_is_not_brought_back(server: str) -> None:
    force, email = a_force(), address()
    sub = known(server, email, groups=["FC-Leads"], amr=["mfa"])
    come(sub)
    with scope(Role.STAFF, None):
        user_id = User.objects.get(email=email).id
    with force.scope("staff"):
        switch_off(user_id)
    come(sub)
    assert roles(email) == {}


def test_without_a_word_about_a_second_factor_ours_follows(server: str) -> None:
    force = a_force()
    person = force.person("reviewer")
    sub = known(server, person.email)
    client, answer = come(sub)
    assert answer["Location"] == "/staff/sign-in/code"
    assert client.get(f"/staff/{force.slug}/review").status_code == 302
    done = client.post("/staff/sign-in/code", {"code": code_now(person)})
    assert done["Location"] == "/staff/"
    fresh = known(server, address(), groups=["FC-Leads"], amr=["pwd"])
    client, _answer = come(fresh)
    assert client.get(f"/staff/{force.slug}/review")["Location"] == "/staff/sign-in/set-up"


def test_an_earlier_subject_is_the_same_person_though_the_address_changed(server: str) -> None:
    force = a_force()
    person = force.person("reviewer")
    sub = known(server, person.email, amr=["mfa"])
    come(sub)
    told = {"email": address("new"), "email_verified": True, "amr": ["mfa"]}
    requests.put(f"{server}/users/{sub}", json=told, timeout=5)
    client, answer = come(sub)
    assert answer["Location"] == "/staff/"
    assert person.name in text_of(client.get("/staff/account"))
    thief = known(server, person.email, amr=["mfa"])
    _client, answer = come(thief)
    assert answer.status_code == 422


def test_one_forces_provider_does_not_open_the_account_of_another_forces_person(
    server: str, soar_valley: TestForce
) -> None:
    force = a_force()
    outsider = soar_valley.person("supervisor")
    sub = known(server, outsider.email, amr=["mfa"], groups=["FC-Leads"])
    client, answer = come(sub)
    assert answer.status_code == 422
    assert "does not accept this way" in text_of(answer)
    assert client.get("/staff/account").status_code == 302
    assert roles(outsider.email) == {soar_valley.slug: {"supervisor"}}
    assert force


def test_an_answer_serves_once_and_for_its_own_browser_only(server: str) -> None:
    force = a_force()
    sub = known(server, force.person("reviewer").email, amr=["mfa"])
    victim = new_client()
    back = at_provider(victim, sub)
    assert new_client().get(back).status_code == 422
    assert victim.get(re.sub(r"state=[^&]+", "state=guess", back)).status_code == 422
    assert victim.get(back)["Location"] == "/staff/"
    assert victim.get(back).status_code == 422
    denied = new_client()
    state = parse_qs(urlsplit(denied.post(start())["Location"]).query)["state"][0]
    answer = denied.get(f"{start()}/back?error=access_denied&state={state}")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "forged",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"alg": "none"},
        {"alg": "HS256"},
        {"key": "strange"},
    ],
)
def test_a_token_that_is_not_quite_right_opens_nothing(server: str, monkeypatch, forged) -> None:
    from allauth.socialaccount.providers.oauth2.client import OAuth2Client
    from cryptography.hazmat.primitives.asymmetric import rsa

    force = a_force()
    sub = known(server, force.person("reviewer").email, amr=["mfa"])
    honest = OAuth2Client.get_access_token

    def tampered(self, *given: Any, **more: Any) -> Any:
        answer = honest(self, *given, **more)
        claims = jwt.decode(answer["id_token"], options={"verify_signature": False})
        header = jwt.get_unverified_header(answer["id_token"])
        alg = forged.get("alg", "RS256")
        key: Any = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        if alg in ("none", "HS256"):
            key = None if alg == "none" else "x" * 32
        changed = {k: v for k, v in forged.items() if k not in ("alg", "key")}
        token = jwt.encode(
            {**claims, **changed}, key, algorithm=alg, headers={"kid": header["kid"]}
        )
        return {**answer, "id_token": token}

    monkeypatch.setattr(OAuth2Client, "get_access_token", tampered)
    client, answer = come(sub)
    assert answer.status_code == 422
    assert client.get("/staff/account").status_code == 302


def test_the_nonce_is_the_one_of_this_sign_in(server: str, monkeypatch) -> None:
    force = a_force()
    sub = known(server, force.person("reviewer").email, amr=["mfa"])
    client = new_client()
    back = at_provider(client, sub)
    honest = oidc._claims
    monkeypatch.setattr(oidc, "_claims", lambda *a: {**honest(*a), "nonce": "stolen"})
    assert client.get(back).status_code == 422


def test_one_is_led_to_no_other_site(server: str) -> None:
    force = a_force()
    sub = known(server, force.person("reviewer").email, amr=["mfa"])
    _client, answer = come(sub, next="https://evil.example/")
    assert answer["Location"] == "/staff/"


def test_a_provider_that_does_not_answer_is_said_so() -> None:
    told = f'{{"{Here.id}": {{"issuer": "http://localhost:9", "client_id": "x"}}}}'
    with override_settings(OIDC_PROVIDERS=read_providers(told)):
        answer = new_client().post(start())
    assert answer.status_code == 422
    assert "does not answer" in text_of(answer)


def test_a_proof_with_the_provider_is_a_fresh_one_of_the_same_person(
    server: str, monkeypatch
) -> None:
    a_force()
    email = address()
    claims = {"groups": ["FC-Reviewers"], "amr": ["mfa"]}
    sub = known(server, email, **claims)
    client, _answer = come(sub)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 11 * 60)
    assert client.get("/staff/account/passkeys/add")["Location"].startswith("/staff/prove")
    assert "Prove it with City account" in text_of(client.get("/staff/prove"))
    given = {"again": "1", "next": "/staff/account/passkeys/add"}
    asked = parse_qs(urlsplit(client.post(start(), given)["Location"]).query)
    assert asked["prompt"] == ["login"]
    monkeypatch.setattr(time, "time", real)
    honest = oidc._claims
    monkeypatch.setattr(oidc, "_claims", lambda *a: {**honest(*a), "auth_time": real() - 900})
    assert client.get(at_provider(client, sub, **given)).status_code == 422
    monkeypatch.setattr(oidc, "_claims", honest)
    other = known(server, address(), **claims)
    assert client.get(at_provider(client, other, **given)).status_code == 422
    assert client.get(at_provider(client, sub, **given))["Location"] == given["next"]
    assert client.get(given["next"]).status_code == 200


@pytest.mark.parametrize(
    "told",
    [
        "{",
        '{"a": {"issuer": "http://id.example", "client_id": "x"}}',
        '{"a": {"issuer": "https://id.example"}}',
        '{"off": {"issuer": "https://id.example", "client_id": "x"}}',
        '{"a": {"issuer": "https://id.example", "client_id": "x", "secret": "y"}}',
        "/no/such/file.json",
    ],
)
def test_what_cannot_be_used_is_said_at_the_start(told: str) -> None:
    with pytest.raises(BadProvider):
        read_providers(told)


def test_providers_stand_in_a_file_too(tmp_path) -> None:
    path = tmp_path / "providers.json"
    path.write_text('{"a": {"issuer": "https://id.example/", "client_id": "x"}}')
    assert read_providers(str(path))["a"].issuer == "https://id.example"
    assert read_providers("") == {}


def test_signing_in_while_signed_in_begins_a_session_of_its_own(server: str) -> None:
    force = a_force()
    first, second = force.person("reviewer"), force.person("reviewer", name="Bo Second")
    client = signed_in(first)
    sub = known(server, second.email, amr=["mfa"])
    _client, answer = come(sub, client)
    assert answer["Location"] == "/staff/"
    assert "Bo Second" in text_of(client.get("/staff/account"))
