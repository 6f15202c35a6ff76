"""The review on one page: both versions, what is missing, what does not fit, codes, triage."""

from __future__ import annotations

import gzip
import html

import pytest
from after_help import send, take
from staff_help import signed_in, text_of

from frontcounter.reports import agency, queries


def here(force, sent, rest="") -> str:
    return f"/staff/{force.slug}/reports/{sent.tracking_number}{rest}"


@pytest.fixture
def held(red_river):
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    return red_river, sent, signed_in(person)


BICYCLE = {
    "bicycle.lines": "1",
    "bicycle.0.category": "bicycle",
    "bicycle.0.make": "Trek",
    "bicycle.0.serial": "WTU-78",
}


def test_an_answer_is_changed_with_a_reason_and_stands_beside_the_reporters(held) -> None:
    force, sent, client = held
    page = text_of(client.get(here(force, sent)))
    assert "/change/bicycle" in page
    assert "/change/photos" not in page
    form = text_of(client.get(here(force, sent, "/change/bicycle")))
    assert "WTU-77" in form
    blank = client.post(here(force, sent, "/change/bicycle"), {**BICYCLE, "_reason": ""})
    assert blank.status_code == 422
    assert "Trek" in text_of(blank)
    kept = client.post(
        here(force, sent, "/change/bicycle"), {**BICYCLE, "_reason": "Read from the <receipt>"}
    )
    assert kept.status_code == 302
    shown = html.unescape(text_of(client.get(here(force, sent))))
    assert "Serial number: WTU-77" in shown
    assert "Serial number: WTU-78" in shown
    assert "Read from the <receipt>" in shown
    assert "Our version was changed" in shown
    undone = client.post(here(force, sent, "/change/bicycle/undo"), {"_reason": "Wrong bicycle"})
    assert undone.status_code == 302
    assert "WTU-78" not in text_of(client.get(here(force, sent)))


def test_adding_a_line_keeps_what_was_typed_and_saves_nothing(held) -> None:
    force, sent, client = held
    answer = client.post(
        here(force, sent, "/change/bicycle"), {**BICYCLE, "bicycle.add": "1", "_reason": "x"}
    )
    assert answer.status_code == 200
    assert 'name="bicycle.1.serial"' in text_of(answer)
    with force.scope("staff"):
        assert agency.changes_of(sent.id) == []


def test_nobody_else_may(held) -> None:
    force, sent, _client = held
    other = signed_in(force.person("reviewer", name="Ben Ode"))
    assert "/change/" not in text_of(other.get(here(force, sent)))
    assert other.get(here(force, sent, "/change/bicycle")).status_code == 409
    assert other.post(here(force, sent, "/change/bicycle"), BICYCLE).status_code == 409
    caller = signed_in(force.person("call_taker"))
    assert caller.get(here(force, sent, "/change/bicycle")).status_code == 403


def test_a_code_is_confirmed_and_only_one_of_the_table(held) -> None:
    force, sent, client = held
    assert "Theft $5,000 or under" in text_of(client.get(here(force, sent)))
    assert client.post(here(force, sent, "/codes/ucr2"), {"code": "2140"}).status_code == 302
    assert client.post(here(force, sent, "/codes/ucr2"), {"code": "dragon"}).status_code == 404
    assert client.post(here(force, sent, "/codes/ucr2"), {"code": "2130"}).status_code == 409
    with force.scope("staff"):
        assert agency.confirmed_codes(agency.changes_of(sent.id)) == {"ucr2": "2140"}


def test_triage_is_answered_by_a_person_and_raises(held) -> None:
    force, sent, client = held
    assert "Threat" in text_of(client.get(here(force, sent, "/triage")))
    none = client.post(here(force, sent, "/triage"), {"priority": "2"})
    assert none.status_code == 422
    prompts = ("threat", "harm", "risk", "investigation", "vulnerability", "engagement")
    typed = {**dict.fromkeys(prompts, "some"), "threat.words": "He knows where she lives."}
    assert client.post(here(force, sent, "/triage"), {**typed, "priority": "0"}).status_code == 422
    assert client.post(here(force, sent, "/triage"), {**typed, "priority": "2"}).status_code == 302
    with force.scope("staff"):
        assert queries.report(sent.id).priority == 2
    assert "Threat: some" in html.unescape(text_of(client.get(here(force, sent)))).replace(
        "\u00a0", " "
    )


def test_the_page_stays_light(held) -> None:
    force, sent, client = held
    answer = client.get(here(force, sent))
    assert len(gzip.compress(answer.content, 6)) < 20_000
