"""Words of danger show the emergency door at once, keep what was typed, and stop nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from intake_walker import Walker
from small_forms import force_with, say, small_form

from force_help import TestForce

LOUD = "He is outside my house with a knife. I think he will kill me."
CLOSED: dict[str, Any] = {"open": {}}


@cache
def city() -> TestForce:
    return force_with(
        small_form(),
        small_form("break_in", "A break-in", handling={"urgent": True, "call_first": True}),
    )


def telling(words: str, lang: str = "en") -> Walker:
    person = Walker(city().slug, lang)
    person.get("report/quiet_matter/")
    person.press({"began": "yes"})
    person.press({"story": words})
    return person


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", LOUD), ("fr", "Il est dehors avec un couteau, il va me tuer.")],
)
def test_the_emergency_door_comes_first_and_the_words_are_kept(lang: str, words: str) -> None:
    person = telling(words, lang)
    assert person.step == "help-now"
    main = person.page.html.split("<main", 1)[1]
    assert 'href="tel:911"' in main
    go_on = next(link for link in person.page.links if link.endswith("check-answers"))
    person.get(go_on)
    assert person.step == "check-answers"
    assert words.split(".")[0].replace("'", "&#39;") in person.page.html
    person.press()
    assert person.step == "sent"


def test_it_is_shown_once_for_each_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    person = telling(LOUD)
    assert person.step == "help-now"
    person.get("report/quiet_matter/story")
    person.press({"story": LOUD + " It was at noon."})
    assert person.step == "check-answers"
    person.get("report/quiet_matter/story")
    person.press({"story": LOUD + " I want to kill myself."})
    assert person.step == "help-now"
    assert "You do not have to be alone" in person.page.html


def test_words_on_a_page_with_a_mistake_count_too() -> None:
    loud = {"questions": [*_story(), {**_must(), "id": "sure"}]}
    force = force_with(small_form(second=loud))
    person = Walker(force.slug)
    person.get("report/quiet_matter/")
    person.press({"began": "yes"})
    person.press({"story": LOUD})
    assert person.step == "help-now"
    person.get(next(link for link in person.page.links if link.endswith("/story")))
    assert "with a knife" in person.page.html


def _story() -> list[dict[str, Any]]:
    questions: list[dict[str, Any]] = small_form()["pages"][1]["questions"]
    return questions


def _must() -> dict[str, Any]:
    question: dict[str, Any] = small_form()["pages"][0]["questions"][0]
    return question


def test_everyday_words_go_straight_on() -> None:
    assert telling("My bike was taken from the porch.").step == "check-answers"


def test_nobody_is_there_at_night_and_the_last_page_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    night = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)  # Saturday, half past midnight in Winnipeg
    person = telling(LOUD)
    _set_clock(monkeypatch, night)
    html = person.get("report/quiet_matter/check-answers").html
    assert "Nobody will read this before" in html
    assert "Monday" in html
    assert "8" in html.split("Nobody will read this before")[1][:60]
    calm = telling("My bike was taken.")
    assert "Nobody will read this" not in calm.page.html
    _set_clock(monkeypatch, datetime(2026, 11, 23, 18, 0, tzinfo=UTC))  # noon on Monday
    person = telling(LOUD)
    assert "Nobody will read this" not in person.get("report/quiet_matter/check-answers").html


def _set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    from frontcounter.intake import visit

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return at.astimezone(tz)

    monkeypatch.setattr(visit, "datetime", Clock)


def test_what_needs_a_call_first_ends_with_a_call_and_not_with_a_report() -> None:
    from frontcounter.reports.models import Report

    person = Walker(city().slug)
    person.get("report/break_in/")
    person.press({"began": "yes"})
    person.press({"story": "The back door is broken."})
    assert person.step == "call-me"
    assert "best told to a person" in person.page.html
    person.get("report/break_in/check-answers")
    assert person.step == "call-me"
    back = next(link for link in person.page.links if link.endswith("/story"))
    assert back
    person.press({"name": "Marie Tremblay", "phone": "204-555-0147"})
    assert person.step == "sent"
    assert "We will call you" in person.page.html
    with city().scope():
        report = Report.objects.get(type="break_in")
    assert report.channel == "call_request"
    assert report.answers["story"] == "The back door is broken."


def test_hints_are_kind_and_stop_nobody() -> None:
    hint = {
        "code": "not_begun",
        "page": "first",
        "when": {"is": {"began": "no"}},
        "text": say("You said that it has not begun."),
    }
    force = force_with(small_form(hints=[hint]))
    person = Walker(force.slug)
    person.get("report/quiet_matter/")
    person.press({"began": "no"})
    person.press({"story": ""})
    assert "You said that it has not begun." in person.page.html
    assert "/report/quiet_matter/first" in person.page.html
    assert "You can also send it as it is." in person.page.html
    person.press()
    assert person.step == "sent"


def test_a_page_shows_whom_to_turn_to() -> None:
    force = force_with(small_form(first={"doors": ["front_counter"]}))
    html = Walker(force.slug).get("report/quiet_matter/").html
    assert html.index("204-555-0140") < html.index("Has it begun?")
    assert "151 Example Street" in html
