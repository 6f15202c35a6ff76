"""Every address of the staff site × (own service, another's, signed out), from the URL list.

The requests run one after the other on the same connection, as the app's own roles.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from after_help import AT, run_jobs, send, take
from staff_help import new_client, signed_in

from frontcounter.accounts.roles import StaffRole
from frontcounter.base.ids import uuid7
from frontcounter.casework.urls import urlpatterns
from frontcounter.messages.queries import by_hand
from frontcounter.privacy import packages, retention
from frontcounter.privacy.queries import batches
from frontcounter.transfer.queries import needs_person

NAMES = [pattern.name for pattern in urlpatterns]
ALL_ROLES = tuple(str(role) for role in StaffRole)
_PART = re.compile(r"<(\w+):(\w+)>")


def address(pattern, force, things) -> str:
    path = str(pattern.pattern)
    for name, value in {"slug:slug": force.slug, **things}.items():
        path = path.replace(f"<{name}>", str(value))
    return "/staff/" + _PART.sub(lambda part: str(_NOBODYS[part[1]]), path)


_NOBODYS = {"uuid": uuid7(), "str": "nobody-s", "slug": "nobodys", "int": 1}
"""What no service has, for parts of an address that the houses have nothing for."""


@pytest.fixture(scope="module")
def houses(request):
    """Two services, each with a report to call about, a message by hand and a stuck delivery."""
    plugins = request.config.pluginmanager.get_plugins()
    make_force = next(one.make_force for one in plugins if hasattr(one, "make_force"))
    found = []
    for name in ("red-river", "soar-valley"):
        force = make_force(name, retention={"default": {"days": 1}})
        person, member = force.person(*ALL_ROLES), force.person("reviewer")
        called, stuck = send(force), send(force)
        take(force, person, called, "claim", "call_back")
        if name == "soar-valley":
            with force.scope("staff"):
                from frontcounter.reports.models import Report

                Report.objects.filter(id=stuck.id).update(call_back_state="concluded")
        take(force, person, stuck, "claim", "record")
        other = send(force, by="phone", email="")
        take(force, person, other, "claim")
        take(
            force, person, other, "not_take", reason=next(iter(force.settings().not_taken_reasons))
        )
        run_jobs(force)
        with force.scope():
            retention.compute()
            retention.propose(AT + timedelta(days=9))
        with force.scope("staff"):
            things = {
                "uuid:batch_id": batches()[0].id,
                "uuid:package_id": packages.choose(
                    [called.id], person.actor(), reference="1", lang="en", at=AT
                ),
                "str:number": called.tracking_number,
                "slug:code": "not_take",
                "uuid:transfer_id": needs_person()[0].id,
                "uuid:message_id": by_hand()[0].id,
                "uuid:file_id": uuid7(),
                "uuid:entry_id": uuid7(),
                "uuid:user_id": member.id,
                "slug:page_id": "safe",
                "slug:type": "theft_bicycle",
            }
        found.append((force, person, things))
    return found


@pytest.mark.parametrize("pattern", urlpatterns, ids=NAMES)
def test_signed_out_leads_to_signing_in(houses, pattern) -> None:
    for force, _person, things in houses:
        client = new_client()
        for answer in _ask(client, address(pattern, force, things)):
            assert answer.status_code == 302
            assert answer["Location"].startswith("/staff/sign-in?next=")


@pytest.mark.parametrize("pattern", urlpatterns, ids=NAMES)
def test_the_service_of_others_is_not_there(houses, clients, pattern) -> None:
    for number, (force, _person, things) in enumerate(houses):
        other = clients[1 - number]
        for answer in _ask(other, address(pattern, force, things)):
            assert answer.status_code == 404


@pytest.mark.parametrize("pattern", urlpatterns, ids=NAMES)
def test_the_reports_of_others_are_not_there_under_ones_own_address(
    houses, clients, pattern
) -> None:
    if not any(part in str(pattern.pattern) for part in ("<str:", "<uuid:")):
        return
    for number, (force, _person, _things) in enumerate(houses):
        theirs = houses[1 - number][2]
        for answer in _ask(clients[number], address(pattern, force, theirs)):
            assert answer.status_code == 404


@pytest.mark.parametrize("pattern", urlpatterns, ids=NAMES)
def test_ones_own_service_answers(houses, clients, pattern) -> None:
    for number, (force, _person, things) in enumerate(houses):
        known = {"slug:slug", *things}
        for answer in _ask(clients[number], address(pattern, force, things)):
            own = (
                "<uuid:file_id>",
                "<uuid:entry_id>",
                "official",
                "certificate",
                "download",
                "call-cards/<",
                "queues/save",
            )
            path = str(pattern.pattern)
            strange = [part for part in _PART.findall(path) if ":".join(part) not in known]
            if not strange and not any(part in path for part in own):
                assert answer.status_code in {200, 302, 409, 422}, answer.status_code


@pytest.fixture(scope="module")
def clients(houses):
    return [signed_in(person) for _force, person, _things in houses]


def _ask(client, path):
    """The methods that the address knows."""
    answers = [client.get(path), client.post(path)]
    known = [answer for answer in answers if answer.status_code != 405]
    return known or answers
