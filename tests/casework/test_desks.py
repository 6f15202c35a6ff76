"""Information and complaints are for their own officers: every address × every desk."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from after_help import run_jobs
from desk_help import AT, SERIAL, TYPES, a_service, send
from staff_help import signed_in, text_of

from frontcounter.casework.urls import urlpatterns

ROLE = {"review": "reviewer", "intelligence": "intelligence", "standards": "professional_standards"}
OF_REPORT = [one for one in urlpatterns if "<str:number>" in str(one.pattern)]
QUEUES = ("review", "calls", "new-information", "information", "complaints", "mine", "messages",
          "transfers")  # fmt: skip


@pytest.fixture(scope="module")
def house():
    """A report at each desk, and the people who read there."""
    force = a_service()
    sent = {desk: send(force, type_) for type_, desk in TYPES.items()}
    people = {desk: force.person(role, name=f"Pat {role}") for desk, role in ROLE.items()}
    people["everything"] = force.person(
        "reviewer", "supervisor", "call_back", "records", "officer", "call_taker", "auditor",
        "commander", "analyst", "force_administrator",
    )  # fmt: skip
    run_jobs(force)
    clients = {desk: signed_in(person) for desk, person in people.items()}
    return force, sent, people, clients


def others(desk: str) -> list[str]:
    return [one for one in ROLE if one != ("review" if desk == "everything" else desk)]


@pytest.mark.parametrize("desk", [*ROLE, "everything"])
@pytest.mark.parametrize("pattern", OF_REPORT, ids=[one.name for one in OF_REPORT])
def test_a_report_of_another_desk_is_not_there(house, desk, pattern) -> None:
    from frontcounter.base.ids import uuid7

    force, sent, _people, clients = house
    for other in others(desk):
        path = str(pattern.pattern)
        for name, value in {
            "slug:slug": force.slug,
            "str:number": sent[other].tracking_number,
            "slug:code": "close",
            "uuid:file_id": uuid7(),
        }.items():
            path = path.replace(f"<{name}>", str(value))
        for answer in (clients[desk].get(f"/staff/{path}"), clients[desk].post(f"/staff/{path}")):
            assert answer.status_code in {403, 404, 405}, (other, answer.status_code)
            assert sent[other].tracking_number not in text_of(answer).replace(path, "")


@pytest.mark.parametrize("desk", [*ROLE, "everything"])
def test_no_list_shows_a_report_of_another_desk(house, desk) -> None:
    force, sent, _people, clients = house
    for queue in QUEUES:
        for asked in ("", "?who=all"):
            page = text_of(clients[desk].get(f"/staff/{force.slug}/{queue}{asked}"))
            for other in others(desk):
                assert sent[other].tracking_number not in page, (queue, other)


@pytest.mark.parametrize("desk", [*ROLE, "everything"])
def test_nothing_is_found_that_another_desk_has(house, desk) -> None:
    force, sent, _people, clients = house
    own = "review" if desk == "everything" else desk
    for typed in (
        SERIAL,
        "204-555-0147",
        "ada@example.org",
        *(one.tracking_number for one in sent.values()),
    ):
        page = text_of(clients[desk].post(f"/staff/{force.slug}/find", {"q": typed}))
        for other in others(desk):
            assert f"/reports/{sent[other].tracking_number}" not in page, typed
    page = text_of(
        clients[desk].post(f"/staff/{force.slug}/find", {"q": sent[own].tracking_number})
    )
    assert f"/reports/{sent[own].tracking_number}" in page


def test_the_counts_are_those_of_ones_own_desk(house) -> None:
    from frontcounter.accounts.roles import StaffRole, desks_of
    from frontcounter.base.scope import narrow_to_force
    from frontcounter.tasks.queues import counts

    shown = ("review", "calls", "answers", "intelligence", "standards", "mine")
    now = datetime.now(UTC)

    force, _sent, people, _clients = house
    for desk, role in ROLE.items():
        with force.scope("staff") as here:
            narrow_to_force(here.force_id, desks_of(frozenset({StaffRole(role)})))
            found = counts(people[desk].id, shown, now=now)
        assert {name for name, number in found.items() if number.number} == {desk}


def test_a_report_matches_none_of_another_desk(house) -> None:
    force, sent, _people, clients = house
    send(force, "plain")
    page = text_of(
        clients["review"].get(f"/staff/{force.slug}/reports/{sent['review'].tracking_number}")
    )
    assert "In common with 1 other" in page
    for other in ("intelligence", "standards"):
        assert sent[other].tracking_number not in page


def test_two_roles_see_two_desks(house) -> None:
    force, sent, _people, _clients = house
    client = signed_in(force.person("reviewer", "intelligence"))
    for desk, status in {"review": 200, "intelligence": 200, "standards": 404}.items():
        number = sent[desk].tracking_number
        assert client.get(f"/staff/{force.slug}/reports/{number}").status_code == status


@pytest.mark.parametrize(
    ("desk", "path"), [("intelligence", "information"), ("standards", "complaints")]
)
def test_a_closed_desk_closes_with_a_note_and_records_nothing(desk, path) -> None:
    force = a_service()
    sent = send(force, {one: type_ for type_, one in TYPES.items()}[desk])
    person = force.person(ROLE[desk])
    client = signed_in(person)
    home = client.get(f"/staff/{force.slug}/")
    assert home["Location"] == f"/staff/{force.slug}/{path}"
    assert sent.tracking_number in text_of(client.get(home["Location"]))
    here = f"/staff/{force.slug}/reports/{sent.tracking_number}"
    client.post(f"{here}/claim")
    page = text_of(client.get(here))
    assert "/decide/record" not in page
    assert "/decide/close" in page
    assert client.get(f"{here}/official.pdf").status_code == 404
    decide = text_of(client.get(f"{here}/decide/close"))
    stamp = decide.partition('name="stamp" value="')[2].partition('"')[0]
    assert client.post(f"{here}/decide/close", {"stamp": stamp}).status_code == 422
    answer = client.post(f"{here}/decide/close", {"stamp": stamp, "note": "Passed to the unit."})
    assert answer.status_code == 302
    page = text_of(client.get(here))
    assert "Closed" in page
    assert "Passed to the unit." in page


def test_a_complaint_is_neither_matched_nor_delivered(house) -> None:
    from frontcounter.reports.models import ReportIdentifier
    from frontcounter.transfer.models import Transfer

    force, sent, _people, _clients = house
    with force.scope("worker"):
        for desk in ("intelligence", "standards"):
            assert not ReportIdentifier.objects.filter(report_id=sent[desk].id).exists()
            assert not Transfer.objects.filter(report_id=sent[desk].id).exists()


def test_a_letter_by_hand_about_a_complaint_is_seen_by_its_desk_only() -> None:
    from frontcounter.messages.services import queue

    force = a_service()
    sent = send(force, "grievance")
    with force.scope("worker"):
        queue("receipt", lang="en", channel="letter", address="5 Elm Street", values={},
              report_id=sent.id, at=AT)  # fmt: skip
    run_jobs(force)
    standards = signed_in(force.person("professional_standards"))
    reviewer = signed_in(force.person("reviewer", "supervisor", "records"))
    address = f"/staff/{force.slug}/messages"
    assert "5 Elm Street" in text_of(standards.get(address))
    assert "5 Elm Street" not in text_of(reviewer.get(address))


def test_a_call_about_a_complaint_is_made_by_its_desk() -> None:
    force = a_service()
    sent = send(force, "grievance")
    person = force.person("professional_standards")
    from frontcounter.accounts.roles import desks_of
    from frontcounter.base.scope import narrow_to_force

    with force.scope("staff") as here:
        narrow_to_force(here.force_id, desks_of(person.actor().roles))
        from frontcounter.reports.services import perform

        perform("call_back", sent.id, person.actor(), at=AT, note="Ask when.")
    client = signed_in(person)
    call = f"/staff/{force.slug}/reports/{sent.tracking_number}/call"
    assert "Ask when." in text_of(client.get(call))
    client.post(f"{call}/take")
    client.post(f"{call}/attempt", {"tried": "spoke"})
    assert (
        client.post(f"{call}/conclude", {"outcome": "confirmed", "note": "Heard."}).status_code
        == 302
    )
    other = signed_in(force.person("call_back"))
    assert other.get(call).status_code == 404
