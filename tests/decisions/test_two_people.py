"""A decision for two: proposed, then taken by another person in the role, or sent back."""

from __future__ import annotations

import re

import pytest
from after_help import AT, run_jobs, send, take
from staff_help import signed_in, text_of

from force_help import make_force
from frontcounter.messages.queries import messages_of
from frontcounter.reports import queries
from frontcounter.reports.services import Refused, perform
from frontcounter.tasks.models import Task

WANTED = {"not_take": {"roles": ["crime_registrar"], "types": ["theft_bicycle"]}}


@pytest.fixture
def careful():
    return make_force("red-river", second_person=WANTED)


def stamp_of(page: str) -> str:
    return re.search(r'name="stamp" value="([^"]+)"', page)[1]


def shown_of(page: str) -> str:
    return re.search(r'name="words_shown" value="([^"]*)"', page)[1]


def propose(force, person, sent):
    client = signed_in(person)
    here = f"/staff/{force.slug}/reports/{sent.tracking_number}/decide/not_take"
    page = text_of(client.get(f"{here}?reason=civil_matter"))
    assert "Propose to a second person" in page
    given = {"stamp": stamp_of(page), "reason": "civil_matter", "note": ""}
    assert client.post(here, given).status_code == 422
    given["note"] = "A quarrel about a fence."
    assert client.post(here, given).status_code == 302
    return client


def test_proposed_by_one_and_taken_by_another_as_it_was_proposed(careful) -> None:
    sent, one = send(careful), careful.person("reviewer")
    take(careful, one, sent, "claim")
    propose(careful, one, sent)
    another = careful.person("reviewer", name="Ben Ode").actor()
    with careful.scope("staff"):
        assert queries.report(sent.id).state == "submitted"
        assert Task.objects.get(report_id=sent.id).level == 2
        assert not [m for m in messages_of(sent.id) if m.event == "not_taken"]
        for actor in (one.actor(), another):
            with pytest.raises(Refused):
                perform("claim", sent.id, actor, at=AT)
    registrar = careful.person("crime_registrar", name="Nell Ash")
    client = signed_in(registrar)
    page = text_of(client.get(f"/staff/{careful.slug}/reports/{sent.tracking_number}"))
    assert "A quarrel about a fence." in page
    take(careful, registrar, sent, "claim")
    here = f"/staff/{careful.slug}/reports/{sent.tracking_number}/decide/not_take"
    page = text_of(client.get(here))
    assert "Ann Lee proposed this." in page
    answer = client.post(here, {"stamp": stamp_of(page), "reason": "outside_area", "note": ""})
    assert answer.status_code == 302
    with careful.scope("staff"):
        found = queries.report(sent.id)
        assert (found.state, found.reason, found.proposal) == ("not_taken", "civil_matter", None)


def test_sent_back_it_waits_for_review_again(careful) -> None:
    sent, one = send(careful), careful.person("reviewer")
    take(careful, one, sent, "claim")
    propose(careful, one, sent)
    registrar = careful.person("crime_registrar")
    take(careful, registrar, sent, "claim")
    take(careful, registrar, sent, "send_back", note="It is a theft.")
    with careful.scope("staff"):
        assert queries.report(sent.id).proposal is None
        assert Task.objects.get(report_id=sent.id).level == 1


def test_added_words_are_shown_sent_and_kept(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    client = signed_in(person)
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}/decide/record"
    page = text_of(client.get(here))
    given = {"stamp": stamp_of(page), "words_shown": shown_of(page), "note": "", "file": ""}
    page = text_of(client.post(here, given | {"words_do": "insert", "phrase": "serial"}))
    assert "Ada Roy, if you find the serial number" in page
    own = "Ada Roy, thank you for the photos."
    page = text_of(client.post(here, given | {"own_words": own}))
    assert "Read the message with them above" in page
    letter = re.search(r'fc-letter__body"[^>]*>(.*?)</div>', page, re.S)[1]
    assert own in letter
    given |= {"own_words": own, "words_shown": shown_of(page)}
    assert client.post(here, given | {"own_words": "x" * 1501}).status_code == 422
    assert client.post(here, given).status_code == 302
    run_jobs(red_river)
    with red_river.scope("staff"):
        told = next(m for m in messages_of(sent.id) if m.event == "recorded")
        details = next(e for e in queries.timeline(sent.id) if e.code == "record").details
    assert own in told.body
    assert details["own_words"] == own
    back = f"/staff/{red_river.slug}/reports/{sent.tracking_number}"
    assert own in text_of(client.get(back))


def test_a_name_fills_no_placeholder_of_a_phrase(red_river) -> None:
    from frontcounter.forces.phrases import Phrase, filled

    phrase = Phrase("p", {"en": ""}, {"en": "{name}, {number}, {unit}, {other}"})
    told = {"name": "{number}{unit}{name}", "number": "{unit}", "unit": "Desk"}
    for _ in range(3):
        text = filled(phrase, red_river.settings(), "en", told)
        assert text == "{number}{unit}{name}, {unit}, Desk, {other}"
