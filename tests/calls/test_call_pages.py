"""The pages of calls and cards, as staff use them."""

from __future__ import annotations

import re

import pytest
from call_help import calling_force, task_of, to_call
from staff_help import signed_in, text_of

from frontcounter.accounts.people import set_by_hand
from frontcounter.accounts.roles import StaffRole
from frontcounter.reports import queries
from frontcounter.tasks.models import Task

TYPED = {
    "name": "Ada Roy",
    "phone": "204-555-0147",
    "safe": ["ring", "message"],
    "language": "fr",
    "interpreter": "",
    "when": "morning",
    "what": "Son vélo a disparu de la cour.",
    "danger": "no",
}


@pytest.fixture
def force():
    return calling_force()


def make(force, client, **changes):
    answer = client.post(f"/staff/{force.slug}/call-cards/new", TYPED | changes)
    assert answer.status_code == 302, text_of(answer)[:3000]
    return answer["Location"]


def test_a_card_is_made_and_the_person_told_in_their_language(force) -> None:
    taker = signed_in(force.person("call_taker"))
    page = text_of(taker.get(make(force, taker)))
    assert "Une personne de l’organisme" in page
    assert re.search(r"C-[2-9A-Z]{6}", page)


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(force) -> None:
    taker = signed_in(force.person("call_taker"))
    typed = TYPED | {"phone": "12", "danger": "", "what": "x" * 2001}
    answer = taker.post(f"/staff/{force.slug}/call-cards/new", typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "This number cannot exist" in page
    assert 'id="danger-error"' in page
    assert 'value="Ada Roy"' in page


@pytest.mark.parametrize("role", ["reviewer", "records"])
def test_others_make_no_card(force, role) -> None:
    client = signed_in(force.person(role))
    assert client.get(f"/staff/{force.slug}/call-cards/new").status_code == 403


def test_a_card_is_called_and_ends(force) -> None:
    there = make(force, signed_in(force.person("call_taker"))).removesuffix("/made")
    client = signed_in(force.person("call_back"))
    page = text_of(client.get(there))
    for words in ("Ada Roy", "204-555-0147", "Spoken code", "Bonjour, ce message", "Mornings"):
        assert words in page
    assert "police" not in re.search(r"Bonjour, ce message[^<]*", page)[0].lower()
    assert client.post(f"{there}/take").status_code == 302
    assert client.post(f"{there}/attempt", {"tried": "no_answer"}).status_code == 302
    assert "Call next:" in text_of(client.get(there))
    assert client.post(f"{there}/conclude", {"do": "notes", "note": "Half a talk."})["Location"]
    assert "Half a talk." in text_of(client.get(there))
    wrong = client.post(f"{there}/conclude", {"outcome": "referred", "note": "Go there."})
    assert wrong.status_code == 422
    ended = client.post(f"{there}/conclude", {"outcome": "settled", "note": "All is well."})
    assert ended.status_code == 302
    over = text_of(client.get(there))
    assert "This call is over" in over
    assert "All is well." in over
    assert client.get(f"{there}/brief").status_code == 200


def test_a_report_written_for_the_person_ends_the_card(force) -> None:
    taker = signed_in(force.person("call_taker"))
    number = make(force, taker).split("/")[-2]
    base = f"/staff/{force.slug}/enter"
    assert number in text_of(taker.get(f"{base}?card={number}"))
    begun = taker.post(
        base,
        {"card": number, "channel": "phone", "language": "fr", "type": "theft_bicycle"},
    )
    entry = begun["Location"].rsplit("/questions/", 1)[0]
    form = force.form("theft_bicycle")
    names = {q.id: page.id for page in form.pages for q in page.questions}
    story = text_of(taker.get(f"{entry}/questions/{names['story']}"))
    assert "Son vélo a disparu" in story or story == ""


def test_the_page_of_a_reports_call_has_steps_and_outcomes(force) -> None:
    receipt, _way = to_call(force, safe=["message", "email"])
    client = signed_in(force.person("call_back"))
    there = f"/staff/{force.slug}/reports/{receipt.tracking_number}/call"
    page = text_of(client.get(there))
    for words in ("Be fair", "Ask for the serial number.", "Send a car now", "They answer:"):
        assert words in page
    brief = text_of(client.get(f"{there}/brief"))
    assert "Shred it" in brief
    assert "Ask for the serial number." in brief
    later = {"tried": "call_later", "later_day": "2027-01-04", "later_time": "10:30"}
    assert client.post(f"{there}/attempt", later).status_code == 302
    task = task_of(force, receipt)
    assert (
        task.not_before.astimezone(force.settings().zone).strftime("%m-%d %H:%M") == "01-04 10:30"
    )
    wrong = client.post(f"{there}/attempt", later | {"later_time": "soon"})
    assert wrong.status_code == 422


def test_a_caller_who_may_also_record_goes_on_to_that(force) -> None:
    receipt, _way = to_call(force)
    person = force.person("call_back", "reviewer", name="Both Ways")
    with force.scope("staff"):
        holder = queries.report(receipt.report_id).holder_id
        assert holder is not None
        Task.objects.filter(report_id=receipt.report_id, kind="review").update(state="open")
    client = signed_in(person)
    there = f"/staff/{force.slug}/reports/{receipt.tracking_number}"
    ended = client.post(
        f"{there}/call/conclude", {"outcome": "ready_to_record", "note": "All there."}
    )
    assert ended["Location"].startswith(there)


def test_an_officer_opens_the_cards_of_their_own_unit_and_no_others(force) -> None:
    made = make(force, signed_in(force.person("call_taker")))
    card = made.removesuffix("/made")
    dana = force.person("officer")
    with force.scope("staff"):
        set_by_hand(dana.id, frozenset({StaffRole.OFFICER}), "youth_unit")
    officer, number = signed_in(dana), card.rsplit("/", 1)[1]
    assert officer.get(card).status_code == 403
    assert officer.get(f"{card}/brief").status_code == 403
    assert officer.post(f"{card}/take").status_code == 403
    told = {"outcome": "settled", "note": "Nothing."}
    assert officer.post(f"{card}/conclude", told).status_code == 403
    page = text_of(officer.get(f"/staff/{force.slug}/enter?card={number}"))
    assert "Ada Roy" not in page
    with force.scope("staff"):
        Task.objects.filter(number=number).update(unit="youth_unit")
    assert "Ada Roy" in text_of(officer.get(card))


def test_a_card_is_found_by_number_telephone_and_name_by_those_who_may_open_it(force) -> None:
    taker = signed_in(force.person("call_taker"))
    number = make(force, taker).split("/")[-2]
    caller, reviewer = signed_in(force.person("call_back")), signed_in(force.person("reviewer"))
    find = f"/staff/{force.slug}/find"
    for typed in (number, number.lower().replace("-", " "), "204 555 0147", "ada roy"):
        page = text_of(caller.post(find, {"q": typed}))
        assert f"call-cards/{number}" in page, typed
        assert "To be called" in page
    assert number not in text_of(caller.post(find, {"q": "Ada Roi"}))
    assert f"call-cards/{number}" not in text_of(reviewer.post(find, {"q": number}))
