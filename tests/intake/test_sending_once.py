"""Whatever a person presses, and however often, makes one report."""

from __future__ import annotations

import re

from django.test import Client
from intake_walker import MIDNIGHT_BIKE, Walker

from force_help import TestForce


def _number(html: str) -> str:
    found = re.search(r'id="tracking-number">(T-[0-9A-Z]{4}-[0-9A-Z]{4})<', html)
    assert found, html[:3000]
    return found[1]


def _reports(force: TestForce) -> int:
    from frontcounter.reports.models import Report

    with force.scope():
        return Report.objects.count()


def test_sending_twice_gives_the_same_receipt(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    person.walk(MIDNIGHT_BIKE)
    check = person.form()
    first = _number(person.press().html)
    for _ in range(3):
        again = person.client.post(check["action"], check["fields"], follow=True)
        assert _number(again.content.decode()) == first
    assert _reports(red_river) == 1


def test_two_presses_at_the_same_moment_make_one_report(red_river: TestForce) -> None:
    import threading

    from django.db import connection

    person = Walker(red_river.slug)
    person.walk(MIDNIGHT_BIKE)
    form = person.form()
    targets: list[str] = []

    def press() -> None:
        other = Client(enforce_csrf_checks=True)
        other.cookies.update(person.client.cookies)
        targets.append(other.post(form["action"], form["fields"])["Location"])
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(targets)) == 1
    assert _reports(red_river) == 1


def test_going_back_after_sending_and_continuing_shows_the_receipt(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    person.walk(MIDNIGHT_BIKE)
    person.get("report/theft_bicycle/story")
    old = person.form()
    person.get("report/theft_bicycle/check-answers")
    number = _number(person.press().html)
    person.form_action = old["action"]
    person._arrive(person.client.post(old["action"], {**old["fields"], "story": "Changed."}))
    assert person.step == "sent"
    assert _number(person.page.html) == number
    assert _reports(red_river) == 1


def test_after_sending_another_report_of_the_same_kind_can_be_made(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    for _ in range(2):
        person.walk(MIDNIGHT_BIKE)
        person.press()
        assert person.step == "sent"
    assert _reports(red_river) == 2


def test_an_unfinished_report_cannot_be_sent(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    person.get("report/theft_bicycle/")
    person.press(MIDNIGHT_BIKE["safe"])
    token = person.form()["fields"]["csrfmiddlewaretoken"]
    person._arrive(
        person.client.post(
            person.home + "report/theft_bicycle/check-answers", {"csrfmiddlewaretoken": token}
        )
    )
    assert person.step == "online"
    assert _reports(red_river) == 0


def test_a_call_asked_for_twice_is_one_request(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    person.get("report/theft_bicycle/call-me")
    form = person.form()
    wanted = {**form["fields"], "name": "Sam", "phone": "204 555 0147"}
    numbers = set()
    for _ in range(2):
        fresh = Client(enforce_csrf_checks=True)
        fresh.cookies["fc_csrf"] = person.client.cookies["fc_csrf"].value
        sent = fresh.post(form["action"], wanted)
        assert sent.status_code == 303
        numbers.add(sent["Location"])
    assert _reports(red_river) == 1
