"""Administering a force's people: what is allowed, what is refused and why, and for whom."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from staff_help import new_client, signed_in, text_of

from frontcounter.accounts import administration as admin
from frontcounter.accounts.administration import NotAllowed
from frontcounter.accounts.membership import memberships_of
from frontcounter.accounts.models import Membership, SetUpLink, User
from frontcounter.accounts.people import set_by_hand
from frontcounter.accounts.roles import StaffRole
from frontcounter.audit.models import Entry
from frontcounter.base.scope import Role, scope
from frontcounter.web.limits import limits

NOW = datetime.now(UTC)
ADMIN = "force_administrator"


@pytest.fixture(autouse=True)
def _forget_tries() -> None:
    cache.clear()
    limits.clear()


def one(person) -> admin.Person:
    found = admin.person(person.id, at=NOW)
    assert found is not None
    return found


def refusal(act) -> str:
    with pytest.raises(NotAllowed) as refused:
        act()
    return refused.value.why


def test_another_forces_people_are_invisible_to_the_app_role(red_river, soar_valley) -> None:
    ours, theirs = red_river.person("reviewer"), soar_valley.person("reviewer")
    with red_river.scope("staff"):
        assert admin.person(theirs.id, at=NOW) is None
        assert {row.id for row in User.objects.all()} == {ours.id}
        assert not User.objects.filter(email=theirs.email).exists()
        assert User.objects.filter(id=theirs.id).update(name="X") == 0
        assert Membership._base_manager.filter(user_id=theirs.id).count() == 0
    boss = signed_in(red_river.person(ADMIN))
    page = f"/staff/{red_river.slug}/people/{theirs.id}"
    assert boss.get(page).status_code == 404
    for act in ("sessions", "roles", "off", "second-step", "new-link"):
        assert boss.post(f"{page}/{act}").status_code == 404
    assert boss.get(f"/staff/{soar_valley.slug}/people").status_code == 404


def test_each_role_sees_and_changes_what_is_its_own(red_river) -> None:
    base, member = f"/staff/{red_river.slug}/people", red_river.person("reviewer", name="Mo Reed")
    expected = {ADMIN: (200, 302), "auditor": (200, 403), "supervisor": (200, 403)}
    for role, (see, change) in expected.items():
        client = signed_in(red_river.person(role))
        page = client.get(base)
        assert (page.status_code, "Mo Reed" in text_of(page)) == (see, True)
        assert ("Add a person" in text_of(page)) == (role == ADMIN)
        given = {"roles": ["reviewer"]}
        assert client.post(f"{base}/{member.id}/roles", given).status_code == change
    reviewer = signed_in(member)
    assert reviewer.get(base).status_code == 403
    assert reviewer.post(f"{base}/{member.id}/sessions").status_code == 403


def test_a_supervisor_ends_the_sessions_of_a_member_and_an_auditor_does_not(red_river) -> None:
    member = red_river.person("reviewer")
    theirs = signed_in(member)
    path = f"/staff/{red_river.slug}/people/{member.id}/sessions"
    assert signed_in(red_river.person("auditor")).post(path).status_code == 403
    assert theirs.get("/staff/account").status_code == 200
    assert signed_in(red_river.person("supervisor")).post(path).status_code == 302
    assert theirs.get("/staff/account").status_code == 302
    with red_river.scope():
        assert Entry.objects.filter(action="people.sessions_ended").count() == 1


def test_roles_and_unit_are_changed_and_told(red_river) -> None:
    boss, member = red_river.person(ADMIN), red_river.person("reviewer", "call_taker")
    with red_river.scope("staff"):
        wanted = frozenset({StaffRole.REVIEWER, StaffRole.SUPERVISOR})
        admin.change_roles(boss.actor(), one(member), wanted, "data_centre", at=NOW)
        after = one(member)
    assert set(after.roles) == wanted
    assert after.unit == "data_centre"
    with red_river.scope():
        told = Entry.objects.filter(subject=f"user:{member.id}").order_by("at")
        assert [(e.action, e.details.get("role")) for e in told][:2] == [
            ("people.role_taken", "call_taker"),
            ("people.role_given", "supervisor"),
        ]


def test_nobody_opens_a_closed_desk_to_themselves(red_river) -> None:
    boss = red_river.person(ADMIN)
    with red_river.scope("staff"):
        for role in (StaffRole.INTELLIGENCE, StaffRole.PROFESSIONAL_STANDARDS):
            wanted = frozenset({StaffRole.FORCE_ADMINISTRATOR, role})
            why = refusal(
                lambda w=wanted: admin.change_roles(boss.actor(), one(boss), w, "", at=NOW)
            )
            assert why == "own_closed_desk"
        assert one(boss).roles == (StaffRole.FORCE_ADMINISTRATOR,)


def test_the_last_administrator_stays(red_river) -> None:
    boss, second = red_river.person(ADMIN), red_river.person(ADMIN)
    none = frozenset({StaffRole.REVIEWER})
    with red_river.scope("staff"):
        admin.change_roles(boss.actor(), one(second), none, "", at=NOW)
        why = refusal(lambda: admin.change_roles(boss.actor(), one(boss), none, "", at=NOW))
        assert why == "last_administrator"
        assert (
            refusal(lambda: admin.switch_off(second.actor(), one(boss), at=NOW))
            == "last_administrator"
        )
        set_by_hand(second.id, frozenset({StaffRole.FORCE_ADMINISTRATOR}), "")
        assert refusal(lambda: admin.switch_off(boss.actor(), one(boss), at=NOW)) == "oneself"
        admin.switch_off(second.actor(), one(boss), at=NOW)
        assert one(boss).off


def test_switching_off_closes_this_force_at_once_and_no_other(red_river, soar_valley) -> None:
    boss, member = red_river.person(ADMIN), red_river.person("reviewer")
    with soar_valley.scope():
        Membership(user_id=member.id, role="reviewer").add()
    theirs, base = signed_in(member), f"/staff/{red_river.slug}/people/{member.id}"
    client = signed_in(boss)
    assert client.post(f"{base}/off")["Location"].endswith("done=off")
    assert theirs.get("/staff/account").status_code == 302
    with scope(Role.STAFF, None):
        assert set(memberships_of(member.id)) == {soar_valley.slug}
    page = text_of(client.get(base))
    assert "Switched off" in page
    assert client.post(f"{base}/on")["Location"].endswith("done=on")
    with red_river.scope("staff"):
        assert one(member).roles == (StaffRole.REVIEWER,)


def test_resetting_the_second_factor_ends_it_and_the_sessions(red_river, soar_valley) -> None:
    boss, member = red_river.person(ADMIN), red_river.person("reviewer")
    theirs = signed_in(member)
    with red_river.scope("staff"):
        assert refusal(lambda: admin.reset_second_factor(boss.actor(), one(boss))) == "oneself"
        admin.reset_second_factor(boss.actor(), one(member))
        assert not one(member).second_step
    assert theirs.get("/staff/account").status_code == 302
    again = new_client()
    again.post("/staff/sign-in", {"login": member.email, "password": member.password})
    assert again.get("/staff/account")["Location"] == "/staff/sign-in/set-up"
    with soar_valley.scope():
        Membership(user_id=member.id, role="reviewer", active=False).add()
    with red_river.scope("staff"):
        assert refusal(lambda: admin.reset_second_factor(boss.actor(), one(member))) == "elsewhere"
        why = refusal(lambda: admin.fresh_link(boss.actor(), one(member), at=NOW))
        assert why == "elsewhere"


def test_no_new_way_in_for_somebody_who_was_at_a_closed_desk(red_river) -> None:
    boss, member = red_river.person(ADMIN), red_river.person("intelligence")
    signed_in(member)
    with red_river.scope("staff"):
        admin.change_roles(boss.actor(), one(member), frozenset({StaffRole.REVIEWER}), "", at=NOW)
        why = refusal(lambda: admin.fresh_link(boss.actor(), one(member), at=NOW))
        assert why == "closed_desk"


def add(client, force, **given):
    told = {"name": "Noa New", "email": f"{secrets.token_hex(5)}@example.org", "language": "fr"}
    told |= {"roles": ["reviewer", "nonsense"], "unit": "data_centre", **given}
    return told["email"], client.post(f"/staff/{force.slug}/people/add", told)


def test_a_new_person_chooses_a_password_by_a_link_that_works_once(red_river) -> None:
    email, answer = add(signed_in(red_river.person(ADMIN)), red_river)
    page = text_of(answer)
    link = re.search(r"http://127\.0\.0\.1(/staff/sign-in/link/[\w-]+)", page)[1]
    with scope(Role.STAFF, None):
        assert link.rsplit("/", 1)[1] not in str(SetUpLink.objects.values_list())
    client = new_client()
    assert client.get(link).status_code == 200
    assert client.get(link).status_code == 200  # looking at it uses nothing up
    to = client.post(link)["Location"]
    assert link.rsplit("/", 1)[1] not in to
    for wrong in ("", "short", "password1234"):
        assert client.post(to, {"password": wrong}).status_code == 422
    chosen = "ladder violet tram"
    done = client.post(to, {"password": chosen})["Location"]
    assert "Your password is saved" in text_of(client.get(done))
    assert client.get(link).status_code == 404
    assert client.post(to, {"password": chosen}).status_code == 404
    client.post("/staff/sign-in", {"login": email, "password": chosen})
    assert client.get(f"/staff/{red_river.slug}/review")["Location"] == "/staff/sign-in/set-up"
    with red_river.scope():
        found = set(Entry.objects.values_list("action", flat=True))
        assert {"people.added", "people.role_given", "sign_in.password_chosen"} <= found
    with scope(Role.STAFF, None):
        assert User.objects.get(email=email).language == "fr"


def test_a_link_ends_after_three_days_and_when_another_is_made(red_river) -> None:
    boss = red_river.person(ADMIN)
    with red_river.scope("staff"):
        user_id, token = admin.add(
            boss.actor(),
            f"{secrets.token_hex(5)}@example.org",
            "Noa New",
            "en",
            frozenset({StaffRole.REVIEWER}),
            "",
            at=timezone.now() - timedelta(hours=73),
        )
        new = admin.fresh_link(boss.actor(), admin.person(user_id, at=NOW), at=timezone.now())
        newer = admin.fresh_link(boss.actor(), admin.person(user_id, at=NOW), at=timezone.now())
    client = new_client()
    assert [
        client.get(f"/staff/sign-in/link/{one}").status_code for one in (token, new, newer)
    ] == [
        404,
        404,
        200,
    ]


def test_an_account_that_another_force_made_opens_nothing_here_by_a_page(
    red_river, soar_valley
) -> None:
    """Its administrator may have made it, under the address of somebody whom we are to hire."""
    trap = f"{secrets.token_hex(5)}@example.org"
    add(signed_in(soar_valley.person(ADMIN)), soar_valley, email=trap)
    client = signed_in(red_river.person(ADMIN))
    _email, answer = add(client, red_river, email=trap.upper())
    assert answer.status_code == 422
    assert "Ask whoever runs the installation" in text_of(answer)
    with scope(Role.STAFF, None):
        person = User.objects.get(email=trap)
        assert set(memberships_of(person.id)) == {soar_valley.slug}
    mine = red_river.person("reviewer")
    _email, again = add(client, red_river, email=mine.email)
    assert "works here already" in text_of(again)


def test_whoever_runs_the_installation_lets_somebody_work_for_two_forces(
    red_river, soar_valley, capsys
) -> None:
    from frontcounter.ops.people import add_person_by_hand

    theirs = soar_valley.person("reviewer", name="Ida Known")
    assert add_person_by_hand(red_river.slug, theirs.email.upper(), "", ["reviewer"]) == 0
    assert f"(at: {soar_valley.slug})" in capsys.readouterr().out
    assert add_person_by_hand(red_river.slug, theirs.email, "", ["supervisor"]) == 1
    with scope(Role.STAFF, None):
        assert set(memberships_of(theirs.id)) == {soar_valley.slug, red_river.slug}
        assert not SetUpLink.objects.filter(user_id=theirs.id).exists()
        assert User.objects.get(id=theirs.id).check_password(theirs.password)
    with red_river.scope():
        told = Entry.objects.get(action="people.added")
        assert (told.actor_kind, told.actor_id) == ("system", "command")


def test_what_is_missing_is_named(red_river) -> None:
    client = signed_in(red_river.person(ADMIN))
    _email, answer = add(client, red_river, name=" ", email="nobody", roles=["nonsense"])
    page = text_of(answer)
    assert answer.status_code == 422
    for words in ("Enter their name", "Enter an email address", "at least one role"):
        assert words in page


def test_changes_ask_for_a_fresh_proof_and_keep_what_was_ticked(red_river, monkeypatch) -> None:
    import time

    member = red_river.person("reviewer")
    client = signed_in(red_river.person(ADMIN))
    now = time.time() + 11 * 60
    monkeypatch.setattr(time, "time", lambda: now)
    path = f"/staff/{red_river.slug}/people/{member.id}/roles"
    answer = client.post(path, {"roles": ["supervisor"]})
    assert answer["Location"] == "/staff/prove?next=%2Fstaff%2Fkept"
    page = text_of(client.get("/staff/kept"))
    assert f'action="{path}"' in page
    assert 'value="supervisor"' in page
    with red_river.scope("staff"):
        assert one(member).roles == (StaffRole.REVIEWER,)


def test_pages_speak_french(red_river) -> None:
    boss = red_river.person(ADMIN)
    with scope(Role.STAFF, None):
        User.objects.filter(id=boss.id).update(language="fr")
    client = signed_in(boss)
    assert "Ajouter une personne" in text_of(client.get(f"/staff/{red_river.slug}/people"))
    page = text_of(client.get(f"/staff/{red_river.slug}/people/{boss.id}"))
    assert "Modifier les rôles" in page


def test_whoever_runs_the_installation_makes_a_link_for_anybody(red_river, capsys) -> None:
    from frontcounter.ops.people import link_by_hand

    member = red_river.person("intelligence")
    theirs = signed_in(member)
    assert link_by_hand("nobody@example.org", second_step=False) == 1
    assert link_by_hand(member.email, second_step=True) == 0
    link = re.search(r"(/staff/sign-in/link/[\w-]+)", capsys.readouterr().out)[1]
    assert new_client().get(link).status_code == 200
    assert theirs.get("/staff/account").status_code == 302
    with red_river.scope("staff"):
        assert not one(member).second_step
    with red_river.scope():
        told = Entry.objects.filter(subject=f"user:{member.id}", actor_id="command")
        assert {entry.action for entry in told} == {
            "people.link_made",
            "people.second_factor_reset",
        }


def test_a_practice_area_is_no_other_service(red_river) -> None:
    from force_help import make_force

    practice = make_force("red-river", practice=True)
    boss, member = red_river.person(ADMIN), red_river.person("reviewer")
    with practice.scope():
        Membership(user_id=member.id, role="reviewer").add()
    with red_river.scope("staff"):
        assert admin.fresh_link(boss.actor(), one(member), at=NOW)
        admin.reset_second_factor(boss.actor(), one(member))


def test_a_blind_change_of_accounts_stays_within_the_service(red_river, soar_valley) -> None:
    from django.db import connection

    red_river.person("reviewer")
    theirs = soar_valley.person("reviewer", name="Ida Known")
    with red_river.scope("staff"), connection.cursor() as cursor:
        cursor.execute("update accounts_user set name = 'X'")
        assert cursor.rowcount == 1
    with soar_valley.scope("staff"):
        assert User.objects.get(id=theirs.id).name == "Ida Known"


def test_nothing_more_is_done_for_a_service_in_which_something_went_wrong(red_river) -> None:
    from frontcounter.accounts.across import within
    from frontcounter.base.scope import current_scope

    with scope(Role.STAFF, None):
        with pytest.raises(ValueError, match="wrong"), within(red_river.id):
            raise ValueError("wrong")
        assert current_scope().force_id is None
