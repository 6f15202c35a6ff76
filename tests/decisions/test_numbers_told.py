"""Who has a second number is told of it: in a message, and on the page of their report."""

from __future__ import annotations

import pytest
from after_help import AT, record, send, take
from django.test import Client
from staff_help import text_of

from force_help import make_force
from frontcounter.forces.published import settings_in_scope
from frontcounter.messages.models import Message
from frontcounter.messages.services import unsealed
from frontcounter.reports import queries
from frontcounter.reports.access import make_link
from frontcounter.reports.occurrences import files_of
from frontcounter.reports.services import give_further_number
from frontcounter.transfer.handing_over import hand_over


def page_of(force, sent, lang: str = "en") -> str:
    with force.scope():
        token = make_link(sent.id, at=queries.report(sent.id).submitted_at.replace(year=2030))
    client = Client(SERVER_NAME="127.0.0.1")
    answer = client.post(f"/{force.slug}/{lang}/status/link/{token}", follow=True)
    return text_of(answer)


def told(force, sent, event: str) -> list[str]:
    with force.scope():
        rows = Message.objects.filter(report_id=sent.id, event=event).order_by("created_at")
        return [unsealed(one.id, bytes(one.sealed_values)).get("other_file", "") for one in rows]


@pytest.fixture
def force():
    return make_force("red-river")


def test_a_further_file_is_told_with_its_number(force) -> None:
    sent = send(force)
    take(force, record(force, sent), sent, "split", details={"covers": "The pump, a neighbour"})
    with force.scope():
        number = files_of(sent.id)[1].number
    assert told(force, sent, "further_file") == [number]
    page = page_of(force, sent)
    assert number in page
    assert "The pump" not in page  # words of staff


def test_without_a_number_nothing_is_told_until_there_is_one() -> None:
    force = make_force("soar-valley")
    sent = send(force)
    take(force, record(force, sent), sent, "split", details={"covers": "The pump"})
    assert told(force, sent, "further_file") == []
    with force.scope():
        give_further_number(sent.id, 2, "NICHE-2", at=AT)
    assert told(force, sent, "further_file") == ["NICHE-2"]
    assert "NICHE-2" in page_of(force, sent)


def test_who_was_joined_hears_the_number_now_or_later(force) -> None:
    early, late, main = send(force), send(force), send(force)
    person = force.person("reviewer")
    take(force, person, early, "claim")
    take(force, person, early, "join", details={"into": str(main.id)})
    take(force, person, main, "claim", "record")
    with force.scope():
        number = queries.report(main.id).file_number
    take(force, person, late, "claim")
    take(force, person, late, "join", details={"into": str(main.id)})
    assert told(force, early, "joined") == [""]
    assert told(force, early, "joined_file") == [number]
    assert told(force, late, "joined") == [number]
    assert number in page_of(force, early)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_whoever_was_handed_over_finds_the_neighbours_number(force, lang: str) -> None:
    there = make_force("north-prairie", takes_over_from=[force.slug])
    sent, person = send(force), force.person("reviewer")
    details = {"force": there.slug, "agreed": True, "how": "By telephone"}
    take(force, person, sent, "claim")
    take(force, person, sent, "hand_over", details=details)
    assert "T-" in page_of(force, sent, lang)
    hand_over(force.id, sent.id, at=AT)
    with force.scope():
        number = queries.details_of_last(sent.id, "handed_over_as")["tracking_number"]
    with there.scope():
        name = settings_in_scope().name(lang)
    page = page_of(force, sent, lang)
    assert number in page
    assert name in page
