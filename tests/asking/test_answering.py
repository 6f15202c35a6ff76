"""The reporter's side: a question on the follow-up page, answered on the same engine."""

from __future__ import annotations

import re

from asking_help import AT, answer, asked, carry_out, codes_of, state_of
from intake_walker import Walker

from force_help import TestForce


def opened(force: TestForce, sent: object, lang: str = "en") -> Walker:
    """A browser that has come back with the number and the code."""
    from frontcounter.reports.access import access_hash
    from frontcounter.reports.models import Report

    with force.scope():
        Report.objects.filter(id=sent.id).update(access_hash=access_hash("ABCD-EFGH"))  # type: ignore[attr-defined]
    person = Walker(force.slug)
    person.get(f"/{force.slug}/{lang}/status")
    person.press({"number": sent.tracking_number, "access": "ABCD-EFGH"})  # type: ignore[attr-defined]
    return person


def test_the_whole_way_back(red_river: TestForce) -> None:
    from frontcounter.reports import asking

    sent, _person, _round = asked(red_river)
    person = opened(red_river, sent)
    assert "We have a question for you" in person.page.html
    page = person.get("status/answer")
    assert "Which colour was it?" in page.html
    assert "It was gone." not in page.html
    person.press({"story": "", "free_1": ""})
    assert person.status == 422
    page = person.press({"story": "Two\r\nlines", "free_1": "Green"})
    assert "Check your answer" in page.html
    assert "Green" in page.html
    with red_river.scope():
        assert asking.rounds_of(sent.id)[0].answers == {}
    page = person.press(number=1)
    assert "Your answer is with your report" in page.html
    assert "We have a question for you" not in page.html
    carry_out(red_river)
    assert state_of(red_river, sent) == "submitted"
    with red_river.scope():
        told = asking.rounds_of(sent.id)[0].answers
    assert told == {"story": "Two\nlines", "free_1": "Green"}
    person.get("status/answer")
    assert person.step == "report"


def test_going_back_to_change_keeps_what_was_typed(red_river: TestForce) -> None:
    sent, _person, _round = asked(red_river, free=("Which colour?", "Whose was it?"))
    person = opened(red_river, sent)
    person.get("status/answer")
    person.press({"free_1": "Green", "free_2": 'My "sister\'s" <b>'})
    page = person.press(_step="change")
    assert "Green</textarea>" in page.html
    assert "&lt;b&gt;" in page.html


def test_it_is_asked_in_french_where_the_page_is(red_river: TestForce) -> None:
    sent, _person, _round = asked(red_river, lang="fr", free=("De quelle couleur?",))
    person = opened(red_river, sent, "fr")
    assert "Nous avons une question" in person.page.html
    page = person.get(f"/{red_river.slug}/fr/status/answer")
    assert "De quelle couleur?" in page.html
    assert "Que s" in page.html or "Racontez" in page.html or "story" in page.html


def test_a_message_and_its_reply_stand_on_the_page(red_river: TestForce) -> None:
    from frontcounter.messages import thread

    sent, staff, _round = asked(red_river)
    person = opened(red_river, sent)
    person.get("status/message")
    person.press({"text": ""})
    assert person.status == 422
    page = person.press({"text": "When will you call?"})
    assert "On its way to a person" in page.html
    carry_out(red_river)
    with red_river.scope("staff"):
        thread.reply(sent.id, staff.actor(), "Tomorrow <morning>.", at=AT)
    page = person.get("status/report")
    assert "Tomorrow &lt;morning&gt;." in page.html
    assert staff.name not in page.html
    assert codes_of(red_river, sent)[-2:] != []


def test_another_browser_finds_nothing(red_river: TestForce, soar_valley: TestForce) -> None:
    asked(red_river)
    for force in (red_river, soar_valley):
        stranger = Walker(force.slug)
        for page in ("status/answer", "status/message"):
            stranger.get(page)
            assert stranger.step == "status"


def test_only_the_round_that_is_open_can_be_answered(red_river: TestForce) -> None:
    sent, _staff, round_id = asked(red_river)
    person = opened(red_river, sent)
    person.get("status/answer")
    answer(red_river, sent, round_id, free_1="From elsewhere")
    person.press({"free_1": "Too late"})
    assert person.path.endswith("status/report")
    assert re.search("We have a question", person.page.html) is None
