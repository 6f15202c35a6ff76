"""A role that opens a closed desk: proposed by one administrator, given by another one."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from staff_help import signed_in, text_of

from frontcounter.accounts import administration as admin
from frontcounter.accounts import closed_desks
from frontcounter.accounts.closed_desks import NotAllowed
from frontcounter.accounts.membership import memberships_of
from frontcounter.accounts.models import ProposedRole, User
from frontcounter.accounts.roles import StaffRole
from frontcounter.audit.models import Entry
from frontcounter.base.scope import Role, scope

NOW = datetime.now(UTC)
ADMIN, TIPS = "force_administrator", StaffRole.INTELLIGENCE


def one(person) -> admin.Person:
    found = admin.person(person.id, at=NOW)
    assert found is not None
    return found


def roles_of(force, user_id) -> set[str]:
    with scope(Role.STAFF, None):
        found = memberships_of(user_id).get(force.slug)
    return {str(role) for role in found.roles} if found else set()


def refusal(act) -> str:
    with pytest.raises(NotAllowed) as refused:
        act()
    return refused.value.why


def propose(force, boss, member, *roles: StaffRole) -> closed_desks.Proposed:
    wanted = frozenset({StaffRole.REVIEWER, *roles})
    with force.scope("staff"):
        assert admin.change_roles(boss.actor(), one(member), wanted, "", at=NOW) == len(roles)
        return closed_desks.waiting(member.id)[0]


def test_another_administrator_gives_it_on_the_page(red_river) -> None:
    boss, second = red_river.person(ADMIN, name="Bo One"), red_river.person(ADMIN)
    member = red_river.person("reviewer", name="Mo Reed")
    signed_in(member)
    base = f"/staff/{red_river.slug}/people"
    client = signed_in(boss)
    given = {"roles": ["reviewer", "intelligence"], "unit": ""}
    answer = client.post(f"{base}/{member.id}/roles", given)
    page = text_of(client.get(answer["Location"]))
    assert "waits for another administrator" in page
    assert "Give the role" not in page
    assert "Take the proposal back" in page
    assert roles_of(red_river, member.id) == {"reviewer"}
    with red_river.scope("staff"):
        (waits,) = closed_desks.waiting()
    act = f"{base}/proposed/{waits.id}"
    refused = client.post(act, {"do": "give"})
    assert refused.status_code == 422
    assert "Another administrator than the one who proposed" in text_of(refused)
    assert signed_in(red_river.person("supervisor")).post(act, {"do": "give"}).status_code == 403
    client = signed_in(second)
    page = text_of(client.get(base))
    assert "Proposed by Bo One," in page
    assert "Mo Reed" in page
    page = text_of(client.get(client.post(act, {"do": "give"})["Location"]))
    assert "The role is theirs now." in page
    assert "Waiting for a second person" not in page
    assert roles_of(red_river, member.id) == {"reviewer", "intelligence"}
    assert client.post(act, {"do": "give"}).status_code == 422
    with red_river.scope():
        told = Entry.objects.filter(subject=f"user:{member.id}").order_by("at")
        acts = [(e.action, e.actor_id) for e in told if e.action.startswith("people.role_")]
    assert acts == [
        ("people.role_proposed", str(boss.id)),
        ("people.role_confirmed", str(second.id)),
        ("people.role_given", str(second.id)),
    ]


def test_nobody_gives_it_to_themselves_whoever_proposed_it(red_river) -> None:
    boss, second = red_river.person(ADMIN), red_river.person(ADMIN)
    with red_river.scope("staff"):
        wanted = frozenset({StaffRole.FORCE_ADMINISTRATOR, TIPS})
        admin.change_roles(boss.actor(), one(second), wanted, "", at=NOW)
        (waits,) = closed_desks.waiting(second.id)
        assert refusal(lambda: closed_desks.give(second.actor(), waits.id, at=NOW)) == "two_people"
    with pytest.raises(IntegrityError, match="two_people"), red_river.scope("staff"):
        ProposedRole.objects.filter(id=waits.id).update(outcome="given", decided_by_id=boss.id)


def test_it_is_refused_or_taken_back_and_ends_with_the_person(red_river) -> None:
    boss, second = red_river.person(ADMIN), red_river.person(ADMIN)
    member = red_river.person("reviewer")
    for who, outcome in ((boss, "taken_back"), (second, "refused")):
        waits = propose(red_river, boss, member, TIPS)
        with red_river.scope("staff"):
            closed_desks.refuse(who.actor(), waits.id, at=NOW)
            assert ProposedRole.objects.get(id=waits.id).outcome == outcome
            assert closed_desks.waiting() == []
    waits = propose(red_river, boss, member, TIPS)
    with red_river.scope("staff"):
        admin.switch_off(boss.actor(), one(member), at=NOW)
        assert refusal(lambda: closed_desks.give(second.actor(), waits.id, at=NOW)) == (
            "decided_already"
        )
    assert roles_of(red_river, member.id) == set()


def test_switching_on_gives_a_closed_desk_back_by_two_people_only(red_river) -> None:
    boss, second = red_river.person(ADMIN), red_river.person(ADMIN)
    member = red_river.person("reviewer", "intelligence", unit="intelligence_unit")
    signed_in(member)
    with red_river.scope("staff"):
        admin.switch_off(boss.actor(), one(member), at=NOW)
        assert admin.switch_on(boss.actor(), one(member), at=NOW) == 1
    assert roles_of(red_river, member.id) == {"reviewer"}
    with red_river.scope("staff"):
        (waits,) = closed_desks.waiting(member.id)
        assert waits.unit == "intelligence_unit"
        closed_desks.give(second.actor(), waits.id, at=NOW)
    assert roles_of(red_river, member.id) == {"reviewer", "intelligence"}


def test_a_new_person_for_a_closed_desk_can_do_nothing_before(red_river) -> None:
    boss, second = red_river.person(ADMIN), red_river.person(ADMIN)
    email = f"{secrets.token_hex(5)}@example.org"
    told = {"name": "Noa New", "email": email, "language": "en", "roles": ["intelligence"]}
    client = signed_in(boss)
    assert client.post(f"/staff/{red_river.slug}/people/add", told).status_code == 200
    page = text_of(client.get(f"/staff/{red_river.slug}/people"))
    assert page.count("Noa New") == 2
    with scope(Role.STAFF, None):
        user_id = User.objects.get(email=email).id
    assert roles_of(red_river, user_id) == set()
    with red_river.scope("staff"):
        (waits,) = closed_desks.waiting(user_id)
        # Whoever made the account holds its link until the person has signed in themselves.
        why = refusal(lambda: closed_desks.give(second.actor(), waits.id, at=NOW))
        assert why == "not_signed_in"
        User.objects.filter(id=user_id).update(last_login=NOW)
        closed_desks.give(second.actor(), waits.id, at=NOW)
    assert roles_of(red_river, user_id) == {"intelligence"}
