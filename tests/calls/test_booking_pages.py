"""Booking on the follow-up page: a day, a time, moving it, a counter, giving it up."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from call_help import calling_force, run_jobs, to_call
from django.test import Client

from frontcounter.forces.published import settings_in_scope
from frontcounter.reports import queries
from frontcounter.web.formats import Formats


@pytest.fixture
def force():
    return calling_force()


def opened(force, receipt, lang="en"):
    """A browser that has opened the report with number and code."""
    client = Client(SERVER_NAME="127.0.0.1")
    base = f"/{force.slug}/{lang}"
    asked = {"number": receipt.tracking_number, "access": receipt.access_code}
    assert client.post(f"{base}/status", asked)["Location"] == f"{base}/status/report"
    return client, f"{base}/status"


def text(response) -> str:
    return response.content.decode()


def times(page: str) -> list[str]:
    return re.findall(r'name="at" type="radio" value="([^"]+)"', page)


def book_first(client, there, place=""):
    ask = f"?place={place}" if place else ""
    day = re.findall(r"[?&]day=(\d{4}-\d\d-\d\d)", text(client.get(f"{there}/call{ask}")))[-1]
    more = f"&place={place}" if place else ""
    found = times(text(client.get(f"{there}/call?day={day}{more}")))
    answer = client.post(f"{there}/call", {"day": day, "at": found[0], "place": place})
    assert answer["Location"].endswith("/status/call?booked")
    return found


def test_a_reporter_books_moves_and_gives_up_a_time(force) -> None:
    receipt, _way = to_call(force)
    client, there = opened(force, receipt)
    assert f"{there}/call" in text(client.get(f"{there}/report"))
    found = book_first(client, there)
    page = text(client.get(f"{there}/call"))
    assert "We call you at this time" in page
    assert "appointment.ics" in page
    moved = client.post(f"{there}/call", {"at": found[1]})
    assert moved.status_code == 303
    run_jobs(force)
    with force.scope("staff"):
        codes = [line.code for line in queries.timeline(receipt.report_id)]
    assert codes.count("call_booked") == 2
    assert "You chose a time for our call" in text(client.get(f"{there}/report"))
    calendar = client.get(f"{there}/call/appointment.ics")
    assert b"SUMMARY:Telephone call" in calendar.content
    assert b"olice" not in calendar.content
    given = client.post(f"{there}/call/give-up")
    assert given["Location"].endswith("?given_up")
    assert client.get(f"{there}/call/appointment.ics").status_code == 404


def test_the_words_are_the_same_on_both_sides(force) -> None:
    from staff_help import signed_in, text_of

    receipt, _way = to_call(force)
    client, there = opened(force, receipt, "fr")
    page = text(client.get(f"{there}/call"))
    first, second = re.findall(r'class="fc-word" lang="en">(\w+)<', page)
    caller = signed_in(force.person("call_back"))
    seen = text_of(caller.get(f"/staff/{force.slug}/reports/{receipt.tracking_number}/call"))
    assert re.findall(r'class="fc-word" lang="en">(\w+)<', seen) == [first, second]


def test_a_visit_is_booked_at_a_counter(force) -> None:
    receipt, _way = to_call(force, safe=["message"])
    client, there = opened(force, receipt)
    book_first(client, there, "main")
    page = text(client.get(f"{there}/call"))
    assert "1 Main Street" in page
    assert "appointment.ics" not in page
    assert "Your visit</h1>" in page
    assert "Choose another time for the visit" in page
    assert "Be called instead" in page
    stands = text(client.get(f"{there}/report"))
    assert "You come to us" in stands
    assert "We will call you" not in stands
    assert "1 Main Street" in stands


def test_the_booked_time_stands_in_words_for_both_sides(force) -> None:
    from staff_help import signed_in, text_of

    receipt, _way = to_call(force)
    client, there = opened(force, receipt, "fr")
    book_first(client, there)
    run_jobs(force)
    when = re.search(r"<strong>(le [^<]+ à [^<]+)</strong>", text(client.get(f"{there}/call")))
    assert when is not None
    stands = text(client.get(f"{there}/report"))
    assert when[1] in stands
    assert "Voir ou changer ce moment" in stands
    with force.scope("staff"):
        booked = next(
            line for line in queries.timeline(receipt.report_id) if line.code == "call_booked"
        )
        settings = settings_in_scope()
    formats = Formats("en", settings.country, settings.zone)
    reader = signed_in(force.person("reviewer"))
    page = text_of(reader.get(f"/staff/{force.slug}/reports/{receipt.tracking_number}"))
    assert formats.moment(datetime.fromisoformat(booked.details["slot"])) in page


def test_a_time_that_is_gone_or_was_not_chosen_is_said_kindly(force) -> None:
    receipt, _way = to_call(force)
    client, there = opened(force, receipt)
    assert client.post(f"{there}/call", {"at": ""}).status_code == 422
    answer = client.post(f"{there}/call", {"at": "2020-01-01T10:00:00+00:00"})
    assert answer.status_code == 422
    assert "no longer free" in text(answer)


def test_without_the_way_back_there_is_no_page(force) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    there = f"/{force.slug}/en/status"
    assert client.get(f"{there}/call")["Location"].endswith("/status?over")
    assert client.post(f"{there}/call/give-up")["Location"].endswith("/status?over")
