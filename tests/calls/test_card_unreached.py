"""Whom nobody reached is written to, and books again: the person of a card, or of a report."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from call_help import (
    LATER,
    calling_force,
    run_jobs,
    sent_with_code,
    task_of,
    to_call,
)
from staff_help import new_client, signed_in, text_of

from frontcounter.accounts.actor import Actor
from frontcounter.accounts.roles import StaffRole
from frontcounter.base.ids import uuid7
from frontcounter.messages.models import Message
from frontcounter.messages.services import unsealed
from frontcounter.reports import queries
from frontcounter.reports.services import Refused, perform
from frontcounter.tasks import booking, call_reminders, calling, cards, outcomes, slots
from frontcounter.tasks.cards import Card
from frontcounter.tasks.models import CardLink, Slot, Task

AT = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
CARD = {
    "name": "Ada Roy",
    "phone": "204-555-0147",
    "language": "en",
    "what": "A bicycle.",
    "danger": "no",
}


@pytest.fixture
def force():
    return calling_force()


def made(force, **more):
    with force.scope("staff"):
        taker = TAKER.setdefault(force.id, force_taker(force))
        found = cards.make_card(Card(**{**CARD, **more}), taker, at=AT)
        return Task.objects.get(id=found.task_id)


TAKER = {}


def force_taker(force):
    return Actor("staff", str(uuid7()), "Tam Low", frozenset({StaffRole.CALL_TAKER}))


def missed(force, task, person, times=3):
    with force.scope("staff"):
        for number in range(times):
            at = LATER + timedelta(hours=5 * number)
            calling.log_attempt(task.id, person.actor(), "no_answer", note="", at=at, silent=True)


def given_up(force, task, person, at=LATER + timedelta(days=1)):
    with force.scope("staff"):
        outcomes.conclude_call(task.id, person.actor(), "not_reached", note="Tried.", at=at)


def told(force, event):
    with force.scope("worker"):
        return [
            (m, unsealed(m.id, bytes(m.sealed_values)))
            for m in Message.objects.filter(event__startswith=event)
        ]


def test_missed_calls_alone_end_no_card(force) -> None:
    task, person = made(force), force.person("call_back")
    missed(force, task, person, times=2)
    with force.scope("staff"), pytest.raises(Refused):
        outcomes.conclude_call(task.id, person.actor(), "not_reached", note="Tried.", at=LATER)
    missed(force, task, person, times=5)
    with force.scope("staff"):
        assert Task.objects.get(id=task.id).state == "open"


@pytest.mark.parametrize(
    ("more", "channel", "event"),
    [
        ({"safe": ("email", "text"), "email": "ada@example.org"}, "email", "card_unreached_link"),
        ({"safe": ("letter", "text"), "address": "1 Main St\nRed River"}, "letter",
         "card_unreached"),
        ({"safe": ("ring", "text")}, "text", "card_unreached"),
    ],
)  # fmt: skip
def test_a_card_that_reached_nobody_ends_with_a_way_back(force, more, channel, event) -> None:
    task, person = made(force, **more), force.person("call_back")
    missed(force, task, person)
    given_up(force, task, person)
    [(message, values)] = told(force, "card_unreached")
    assert (message.channel, message.event) == (channel, event)
    assert values["card_number"] == task.number
    assert values["card_phone"] == force.settings().doors["call_back"].phone
    assert ("card_link" in values) == (channel == "email")
    page = text_of(signed_in(person).get(f"/staff/{force.slug}/call-cards/{task.number}"))
    assert "Written to:" in page
    assert "Book a time with the person" in page


def test_where_nothing_is_safe_nobody_writes_and_the_card_says_so(force) -> None:
    task, person = made(force, safe=("ring",)), force.person("call_back")
    missed(force, task, person)
    given_up(force, task, person)
    assert told(force, "card_") == []
    page = text_of(signed_in(person).get(f"/staff/{force.slug}/call-cards/{task.number}"))
    assert "Nobody could be written to" in page


def opened_by_link(force, task, person):
    missed(force, task, person)
    given_up(force, task, person, at=datetime.now(UTC))
    [(_message, values)] = told(force, "card_unreached")
    client, there = new_client(), re.sub(r"^https?://[^/]+", "", values["card_link"])
    assert "Choose a time" in text_of(client.get(there))
    answer = client.post(there)
    assert answer.status_code == 303, text_of(answer)[:500]
    return client, answer["Location"], there


def test_the_person_books_again_with_the_link_and_the_card_opens(force) -> None:
    person = force.person("call_back")
    task = made(force, safe=("email",), email="ada@example.org")
    client, here, _link = opened_by_link(force, task, person)
    page = text_of(client.get(here))
    assert "could not reach you" in page
    for private in ("Ada", "bicycle", "0147"):
        assert private not in page
    day = re.search(r"\?day=([\d-]+)", page)[1]
    start = re.search(r'name="at" type="radio" value="([^"]+)"', text_of(
        client.get(f"{here}?day={day}")))[1]  # fmt: skip
    assert client.post(here, {"at": start, "day": day})["Location"].endswith("?booked")
    assert "The time is yours" in text_of(client.get(f"{here}?booked"))
    with force.scope("staff"):
        row = Task.objects.get(id=task.id)
        assert (row.state, row.outcome, row.done_at) == ("open", "", None)
        assert row.slot_at == datetime.fromisoformat(start)
        assert calling.misses(task.id) == []
    assert client.post(f"{here}/give-up")["Location"].endswith("?given_up")
    with force.scope("staff"):
        row = Task.objects.get(id=task.id)
        assert (row.state, row.slot_at) == ("open", None)


def test_a_link_ends_with_its_time_and_with_the_card(force) -> None:
    person = force.person("call_back")
    task = made(force, safe=("email",), email="ada@example.org")
    client, here, there = opened_by_link(force, task, person)
    assert new_client().get(here)["Location"].endswith("status?over")
    with force.scope("worker"):
        cards.forget_old_cards(0, datetime.now(UTC) + timedelta(days=1))
        assert not CardLink.objects.exists()
    assert client.post(there).status_code == 410
    assert client.get(here)["Location"].endswith("status?over")


def test_a_link_of_another_force_opens_nothing(force) -> None:
    person = force.person("call_back")
    task = made(force, safe=("email",), email="ada@example.org")
    _client, _here, there = opened_by_link(force, task, person)
    other = calling_force()
    token = there.rsplit("/", 1)[1]
    assert new_client().post(f"/{other.slug}/en/status/card/link/{token}").status_code == 410


def test_staff_open_the_card_again_when_the_person_calls(force) -> None:
    task, person = made(force), force.person("call_back")
    missed(force, task, person)
    given_up(force, task, person, at=datetime.now(UTC))
    client = signed_in(person)
    cards_page = f"/staff/{force.slug}/call-cards"
    answer = client.post(f"{cards_page}/open", {"number": task.number.lower().replace("-", "")})
    here = answer["Location"]
    assert here.endswith(task.number)
    assert client.post(f"{cards_page}/open", {"number": "C-222222"}).status_code == 422
    page = text_of(client.get(f"{here}/book"))
    assert "Nobody could reach this person" in page
    day = re.search(r"\?day=([\d-]+)", page)[1]
    times = text_of(client.get(f"{here}/book?day={day}"))
    start = re.search(r'name="at" type="radio" value="([^"]+)"', times)[1]
    assert client.post(f"{here}/book", {"at": "", "day": day}).status_code == 422
    assert (
        client.post(f"{here}/book", {"at": start, "day": day})["Location"] == f"{here}?done=booked"
    )
    page = text_of(client.get(f"{here}?done=booked"))
    assert "The time is booked" in page
    assert "Call booked:" in page
    assert client.post(f"{here}/book/cancel").status_code == 302
    assert "Book a time with the person" in text_of(client.get(here))


def book(force, task, person, start=MONDAY, **more):
    with force.scope("staff"):
        return booking.book_for(task, person.actor(), "call", "", start, at=LATER, **more)


def test_staff_book_for_a_report_what_its_reporter_sees(force) -> None:
    receipt, way = to_call(force)
    task, person = task_of(force, receipt), force.person("call_back", name="Cal Oto")
    assert book(force, task, person, MONDAY.replace(minute=7)) == "full"  # no such start
    assert book(force, task, person) == "booked"
    with force.scope("public"):
        state = slots.call_state(way, at=LATER)
        assert (state.mine.at, state.mine.kind) == (MONDAY, "call")
    with force.scope("staff"):
        line = queries.timeline(receipt.report_id)[-1]
        assert (line.code, line.actor_name) == ("call_booked_for", "Cal Oto")
        assert booking.cancel_for(task_of_id(task.id), person.actor(), at=LATER)
        assert queries.timeline(receipt.report_id)[-1].code == "booking_cancelled_for"
        assert Task.objects.get(id=task.id).slot_at is None


def task_of_id(task_id):
    return Task.objects.get(id=task_id)


def test_staff_and_reporters_share_the_same_places(force) -> None:
    person = force.person("call_back")
    for _ in range(force.settings().document["calling"]["slots_per_hour"] // 3):
        assert book(force, made(force), person) == "booked"
    assert book(force, made(force), person) == "full"
    receipt, way = to_call(force)
    with force.scope("public"):
        assert slots.book(way, receipt.report_id, "call", "", MONDAY, at=LATER) == "full"


def test_a_reminder_goes_to_the_person_of_a_card_where_it_is_safe(force) -> None:
    person = force.person("call_back")
    safe, unsafe = made(force, safe=("text",)), made(force)
    assert book(force, safe, person) == "booked"
    assert book(force, unsafe, person, MONDAY + timedelta(minutes=20)) == "booked"
    with force.scope("worker"):
        assert call_reminders.remind(at=MONDAY - timedelta(hours=14)) == 1
    [(message, values)] = told(force, "card_reminder")
    assert (message.channel, values["card_number"]) == ("text", safe.number)


def test_a_call_that_is_over_gives_its_time_back_and_reminds_nobody(force) -> None:
    person, task = force.person("call_back"), made(force, safe=("text",))
    book(force, task, person)
    with force.scope("staff"):
        outcomes.conclude_call(task.id, person.actor(), "settled", note="Done.", at=LATER)
    with force.scope("worker"):
        assert not Slot.objects.filter(state="booked").exists()
        assert call_reminders.remind(at=MONDAY - timedelta(hours=14)) == 0
    assert book(force, made(force), person) == "booked"


def test_the_reporter_whom_nobody_reached_books_again_and_is_called_again(force) -> None:
    receipt, way = to_call(force, safe=["email"])
    with force.scope("staff"):
        holder = queries.report(receipt.report_id).holder_id
    with force.scope("staff"):
        reviewer = Actor("staff", str(holder), "Ann Lee", frozenset({"reviewer"}))
        perform("release", receipt.report_id, reviewer, at=LATER)
    task, person = task_of(force, receipt), force.person("call_back", name="Cal Oto")
    missed(force, task, person)
    given_up(force, task, person, at=LATER + timedelta(hours=12))
    late = LATER + timedelta(hours=13)
    start = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    with force.scope("public"):
        assert slots.call_state(way, at=late).again
        assert slots.book(way, receipt.report_id, "call", "", start, at=late) == "booked"
    run_jobs(force)
    with force.scope("staff"):
        report = queries.report(receipt.report_id)
        codes = [line.code for line in queries.timeline(receipt.report_id)]
        again = Task.objects.get(id=task.id)
        promised = [one for one in queries.promises(receipt.report_id) if one.open]
    assert report.call_back_state == "open"
    assert {"call_again", "call_booked"} <= set(codes)
    assert (again.state, again.slot_at) == ("open", start)
    assert "call_back" in {one.kind for one in promised}
    with force.scope("staff"):
        outcomes.conclude_call(again.id, person.actor(), "confirmed", note="All right.", at=start)
        assert queries.report(receipt.report_id).call_back_state == "concluded"
    with force.scope("public"):
        assert slots.call_state(way, at=start) is None


def test_no_call_is_offered_where_none_was_asked_for(force) -> None:
    _receipt, way = sent_with_code(force)
    with force.scope("public"):
        assert slots.call_state(way, at=LATER) is None
