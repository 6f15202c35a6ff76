"""Signing in takes both steps; what fails looks alike and is written down."""

from __future__ import annotations

import re
import secrets

import pytest
from django.core.cache import cache
from staff_help import code_now, new_client, signed_in, statements, text_of

from frontcounter.accounts.models import Membership, User
from frontcounter.audit.models import Entry
from frontcounter.base.scope import Role, scope

WRONG = "The email address or the password is not right."


@pytest.fixture(autouse=True)
def _forget_tries() -> None:
    cache.clear()


def post_password(client, person, password=None):
    given = {"login": person.email, "password": password or person.password}
    return client.post("/staff/sign-in", given)


def actions(force) -> list[str]:
    with force.scope("worker"):
        return list(Entry.objects.order_by("at").values_list("action", flat=True))


def new_account(force) -> str:
    """An account that has never been signed in to: a password, no second step."""
    email = f"{secrets.token_hex(6)}@example.org"
    with scope(Role.WORKER, force.id):
        user = User.objects.create_user(email, "New Person", "correct horse battery staple")
        Membership(user_id=user.id, role="reviewer").add()
    return email


def test_a_password_alone_opens_nothing(red_river) -> None:
    person, client = red_river.person("reviewer"), new_client()
    answer = post_password(client, person)
    assert answer["Location"] == "/staff/sign-in/code"
    queue = client.get(f"/staff/{red_river.slug}/review")
    assert queue.status_code == 302
    assert queue["Location"].startswith("/staff/sign-in?next=")


def test_both_steps_lead_to_the_persons_own_service(red_river) -> None:
    client = signed_in(red_river.person("reviewer"))
    assert client.get("/staff/")["Location"] == f"/staff/{red_river.slug}/"
    assert "sign_in" in actions(red_river)


def test_one_comes_back_to_the_page_that_was_asked_for(red_river) -> None:
    person, client = red_river.person("reviewer"), new_client()
    wanted = f"/staff/{red_river.slug}/find"
    client.post(
        "/staff/sign-in", {"login": person.email, "password": person.password, "next": wanted}
    )
    answer = client.post("/staff/sign-in/code", {"code": code_now(person)})
    assert answer["Location"] == wanted


def test_one_is_not_led_to_another_site(red_river) -> None:
    person, client = red_river.person("reviewer"), new_client()
    given = {"login": person.email, "password": person.password, "next": "https://evil.example/"}
    client.post("/staff/sign-in", given)
    answer = client.post("/staff/sign-in/code", {"code": code_now(person)})
    assert answer["Location"] == "/staff/"


def test_wrong_and_unknown_look_alike_and_the_wrong_one_is_written_down(red_river) -> None:
    person = red_river.person("reviewer")
    wrong = post_password(new_client(), person, "not the password")
    unknown = new_client().post(
        "/staff/sign-in", {"login": "nobody@example.org", "password": "not the password"}
    )
    off = red_river.person("reviewer")
    with scope(Role.STAFF, None):
        User.objects.filter(id=off.id).update(is_active=False)
    switched_off = post_password(new_client(), off)

    def shape(response) -> tuple[int, str]:
        text = re.sub(r'value="[^"]*"|T-[A-Z0-9-]+', "", text_of(response))
        return response.status_code, text

    assert WRONG in text_of(wrong)
    assert shape(wrong) == shape(unknown) == shape(switched_off)
    assert actions(red_river).count("sign_in.refused") == 2


def test_five_wrong_passwords_and_one_has_to_wait(red_river) -> None:
    person = red_river.person("reviewer")
    for _ in range(5):
        post_password(new_client(), person, "not the password")
    answer = post_password(new_client(), person)
    assert answer.status_code == 422
    assert "too many tries" in text_of(answer)


def test_a_wrong_code_is_refused_and_written_down(red_river) -> None:
    person, client = red_river.person("reviewer"), new_client()
    post_password(client, person)
    wrong = f"{(int(code_now(person)) + 500_000) % 1_000_000:06d}"
    answer = client.post("/staff/sign-in/code", {"code": wrong})
    assert answer.status_code == 422
    assert "This code is not right" in text_of(answer)
    assert "sign_in.refused_code" in actions(red_river)


def test_a_code_opens_one_sign_in_whichever_process_answers(red_river) -> None:
    person = red_river.person("reviewer")
    code = code_now(person)
    signed_in(person, code)
    cache.clear()  # another process has a memory of its own
    client = new_client()
    post_password(client, person)
    answer = client.post("/staff/sign-in/code", {"code": code})
    assert answer.status_code == 422


def test_the_first_sign_in_sets_up_the_second_step_and_shows_recovery_codes_once(red_river) -> None:
    from time import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    email, client = new_account(red_river), new_client()
    given = {"login": email, "password": "correct horse battery staple"}
    client.post("/staff/sign-in", given)
    assert client.get(f"/staff/{red_river.slug}/review")["Location"] == "/staff/sign-in/set-up"
    page = text_of(client.get("/staff/sign-in/set-up"))
    secret = re.search(r"<strong>((?:[A-Z2-7]{4} ?)+)</strong>", page)[1].replace(" ", "")
    assert client.post("/staff/sign-in/set-up", {"code": "000000"}).status_code == 422
    code = format_hotp_value(hotp_value(secret, int(time()) // 30))
    done = client.post("/staff/sign-in/set-up", {"code": code})
    assert done["Location"] == "/staff/sign-in/recovery-codes"
    codes = re.findall(r"<strong>(\d{4} \d{4})</strong>", text_of(client.get(done["Location"])))
    assert len(codes) == 10
    assert codes[0] not in text_of(client.get(done["Location"]))
    assert client.get(f"/staff/{red_river.slug}/review").status_code == 200

    again = new_client()
    again.post("/staff/sign-in", given)
    assert again.post("/staff/sign-in/code", {"code": codes[0]}).status_code == 302
    third = new_client()
    third.post("/staff/sign-in", given)
    assert third.post("/staff/sign-in/code", {"code": codes[0]}).status_code == 422


def test_the_secret_of_the_second_step_is_sealed_in_the_database(red_river) -> None:
    from allauth.mfa.models import Authenticator

    person = red_river.person("reviewer")
    with scope(Role.STAFF, None):
        kept = Authenticator.objects.get(user_id=person.id).data["secret"]
    assert person.totp_secret not in kept


def test_signing_out_ends_the_session(red_river) -> None:
    client = signed_in(red_river.person("reviewer"))
    assert client.get("/staff/sign-out").status_code == 405
    assert client.post("/staff/sign-out")["Location"] == "/staff/sign-in"
    assert client.get(f"/staff/{red_river.slug}/review").status_code == 302
    assert "sign_out" in actions(red_river)


def test_a_person_of_two_services_chooses_and_each_has_its_sign_in_written_down(
    red_river, soar_valley
) -> None:
    person = red_river.person("reviewer")
    with soar_valley.scope("worker"):
        Membership(user_id=person.id, role="call_back").add()
    client = signed_in(person)
    page = text_of(client.get("/staff/"))
    assert f"/staff/{red_river.slug}/" in page
    assert f"/staff/{soar_valley.slug}/" in page
    assert "sign_in" in actions(red_river)
    assert "sign_in" in actions(soar_valley)
    assert client.get(f"/staff/{soar_valley.slug}/calls").status_code == 200
    assert client.get(f"/staff/{soar_valley.slug}/review").status_code == 403
    assert "refused" in actions(soar_valley)


def test_the_language_of_the_pages_is_the_persons_own_choice(red_river) -> None:
    client = signed_in(red_river.person("reviewer"))
    client.post("/staff/account", {"language": "fr"})
    page = client.get(f"/staff/{red_river.slug}/review")
    assert '<html lang="fr"' in text_of(page)
    assert "À examiner" in text_of(page)


def test_before_signing_in_the_language_can_be_chosen() -> None:
    assert "Ouvrir une session" in text_of(new_client().get("/staff/sign-in?lang=fr"))


def test_session_user_and_membership_cost_three_statements(red_river) -> None:
    client = signed_in(red_river.person("auditor"))
    client.get(f"/staff/{red_river.slug}/")
    with statements() as made:
        assert client.get(f"/staff/{red_river.slug}/").status_code == 302
    assert len(made) <= 3, made


@pytest.mark.parametrize("path", ["", "account", "sign-in/set-up", "sign-in/recovery-codes"])
def test_signed_out_nothing_of_an_account_opens(path) -> None:
    for method in ("get", "post"):
        answer = getattr(new_client(), method)(f"/staff/{path}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/staff/sign-in?next=")


@pytest.mark.parametrize("path", ["", "account", "sign-in/recovery-codes"])
def test_between_the_two_steps_nothing_of_an_account_opens(red_river, path) -> None:
    client = new_client()
    post_password(client, red_river.person("reviewer"))
    assert client.get(f"/staff/{path}")["Location"].startswith("/staff/sign-in?next=")
    email, first = new_account(red_river), new_client()
    first.post("/staff/sign-in", {"login": email, "password": "correct horse battery staple"})
    assert first.get(f"/staff/{path}")["Location"] == "/staff/sign-in/set-up"
