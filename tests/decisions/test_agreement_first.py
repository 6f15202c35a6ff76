"""A force that asks first hands nothing over before the reporter has answered yes."""

from __future__ import annotations

import re

import pytest
from after_help import AT, send, take
from asking_help import LATER, answer, carry_out
from django.test import Client
from staff_help import signed_in, text_of

from force_help import make_force
from frontcounter.reports import agreeing, asking, queries
from frontcounter.reports.access import make_link
from frontcounter.reports.agreeing import agreement
from frontcounter.reports.services import Refused

NAMES = {"en": "May we pass it on?", "fr": "Pouvons-nous le transmettre?"}
FIRST = {"hand_over": {"ask_first": True}}


@pytest.fixture
def here():
    return make_force("red-river", **FIRST)


@pytest.fixture
def there(here):
    return make_force("north-prairie", takes_over_from=[here.slug])


def ask(force, person, sent, slug: str):
    take(force, person, sent, "claim")
    question = agreeing.question(slug, NAMES, NAMES)
    with force.scope("staff"):
        return asking.ask(sent.id, person.actor(), more=[question], titles=NAMES, at=AT)


def hand(force, person, sent, slug: str) -> None:
    details = {"force": slug, "agreed": True, "how": "By telephone"}
    take(force, person, sent, "hand_over", details=details)


@pytest.mark.parametrize(("told", "state"), [("yes", "redirected"), ("no", "in_review")])
def test_only_a_yes_lets_it_go(here, there, told: str, state: str) -> None:
    sent, person = send(here), here.person("reviewer")
    round_id = ask(here, person, sent, there.slug)
    answer(here, sent, round_id, **{agreeing.question_id(there.slug): told})
    take(here, person, sent, "claim")
    if told == "yes":
        hand(here, person, sent, there.slug)
    else:
        with pytest.raises(Refused) as refused:
            hand(here, person, sent, there.slug)
        assert refused.value.code == "not_agreed"
    with here.scope():
        assert queries.report(sent.id).state == state


def test_a_yes_to_one_service_is_none_to_another(here, there) -> None:
    other = make_force("escarpment", takes_over_from=[here.slug])
    sent, person = send(here), here.person("reviewer")
    round_id = ask(here, person, sent, there.slug)
    answer(here, sent, round_id, **{agreeing.question_id(there.slug): "yes"})
    take(here, person, sent, "claim")
    with pytest.raises(Refused):
        hand(here, person, sent, other.slug)


def test_what_they_said_when_they_sent_it_is_enough(here, there, monkeypatch) -> None:
    sent, person = send(here), here.person("reviewer")
    monkeypatch.setattr(agreeing, "_said_when_sent", lambda _report: True)
    take(here, person, sent, "claim")
    hand(here, person, sent, there.slug)
    with here.scope():
        assert queries.report(sent.id).state == "redirected"


def test_elsewhere_staff_write_how_they_agreed() -> None:
    here = make_force("red-river")
    there = make_force("north-prairie", takes_over_from=[here.slug])
    sent, person = send(here), here.person("reviewer")
    take(here, person, sent, "claim")
    hand(here, person, sent, there.slug)
    with here.scope():
        assert queries.report(sent.id).state == "redirected"


def test_over_the_pages_of_staff_and_reporter(here, there) -> None:
    sent, person = send(here), here.person("reviewer")
    take(here, person, sent, "claim")
    client = signed_in(person)
    page_at = f"/staff/{here.slug}/reports/{sent.tracking_number}/hand-over"

    def post(**more: str):
        stamp = re.search(r'name="stamp" value="([^"]+)"', text_of(client.get(page_at)))[1]
        return client.post(page_at, {"stamp": stamp, "force": there.slug, **more})

    assert "Not asked yet" in text_of(client.get(page_at))
    assert post(do="over", agreed="yes", how="x").status_code == 422
    assert post(do="ask", force="").status_code == 422
    assert post(do="ask").status_code == 302
    with here.scope():
        assert queries.report(sent.id).state == "waiting"
        record = queries.report(sent.id)
        assert agreement(record, there.slug).answer == "asked"
        token = make_link(sent.id, at=LATER.replace(year=2030))
    reporter = Client(SERVER_NAME="127.0.0.1")
    status = f"/{here.slug}/fr/status"
    reporter.post(f"{status}/link/{token}")
    asked = text_of(reporter.get(f"{status}/answer"))
    assert "Pouvons-nous transmettre votre signalement à ce service" in asked
    name = agreeing.question_id(there.slug)
    assert reporter.post(f"{status}/answer", {}).status_code == 422
    checked = text_of(reporter.post(f"{status}/answer", {name: "yes"}))
    assert "Oui" in checked
    assert reporter.post(f"{status}/answer", {name: "yes", "_step": "send"}).status_code == 303
    carry_out(here)
    take(here, person, sent, "claim")
    assert "Agreed on" in text_of(client.get(page_at))
    assert post(do="over").status_code == 302
    with here.scope():
        told = queries.details_of_last(sent.id, "hand_over")
        assert queries.report(sent.id).state == "redirected"
    assert told["how"].startswith("Answered yes")
