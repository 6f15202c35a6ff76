"""The words of every message: whole in each language, and never a secret beside a number."""

from __future__ import annotations

from typing import Any

import pytest

from frontcounter.messages.render import EVENTS, SECRET, render
from frontcounter.web.texts import has

VALUES: dict[str, Any] = {
    "force": "Red River Police Service",
    "short_force": "Red River Police",
    "demo": True,
    "emergency": "911",
    "talk": {"name": "Front desk", "phone": "204-555-0100", "hours": "All day", "relay": "711"},
    "door": {"name": "By-law office", "phone": "311", "hours": "Weekdays", "relay": "", "url": ""},
    "status_link": "https://reports.example/red-river/en/status",
    "title": "Bicycle theft",
    "name": "Marie-Ève Tremblay",
    "tracking_number": "T7K-4M2-9XQ",
    "file_number": "RR-2026-001234",
    "submitted": "20 November 2026",
    "promises": [{"kind": "review", "text": "We read it.", "due": "26 November 2026, 5 p.m."}],
    "reason": "It happened outside our city.",
    "attached": True,
    "code": "493817",
    "link": "https://reports.example/red-river/en/open#SECRET",
    "count": "2",
    "alarm_number": "T7K-4M2-9XQ",
    "alarm_unit": "Control room",
    "alarm_minutes": "5",
    "alarm_page": "https://reports.example/staff/red-river/alarms",
    "work_count": "3",
    "work_page": "https://reports.example/staff/red-river/searches/1",
    "other_force": "North Prairie Police",
    "when": "Friday 27 November 2026, 2 p.m.",
    "place": "Central station",
    "first_word": "maple",
    "second_word": "river",
    "told": {
        "name": "Marie-Ève Tremblay",
        "phone": "204-555-0147",
        "email": "",
        "safe": ["message"],
        "language": "English",
        "what": "Theft",
    },
    "card_number": "C-7K3M2Q",
    "card_phone": "204-555-0100",
    "card_hours": "Day and night.",
    "card_link": "https://reports.example/red-river/en/status/card/link/SECRET",
    "card_until": "20 December 2026",
    "other_file": "RR26-000002",
    "digest_day": "Monday 23 November 2026",
    "digest_lines": [
        {
            "unit": "Data centre",
            "kind": "Reports to review",
            "late": 1,
            "soon": 3,
            "page": "https://reports.example/staff/red-river/review",
        }
    ],
    "numbers": ["T7K-4M2-9XQ – till 4", "T7K-4M2-9XR"],
}
LANGUAGES = ("en", "fr")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("event", sorted(EVENTS))
def test_staff_have_a_name_for_every_message(event: str, lang: str) -> None:
    assert has(f"casework.message.event.{event}", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("event", sorted(EVENTS))
def test_every_message_can_be_written_in_every_language(event: str, lang: str) -> None:
    message = render(event, lang, VALUES)
    assert message.subject.replace("\u00a0", "").startswith("Red River Police: ")
    assert "\n" not in message.subject
    assert "{" not in message.subject + message.text
    for said in ("204-555-0100", "911", "Red River Police Service"):
        assert said in message.text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("event", sorted(EVENTS))
def test_a_subject_tells_a_passer_by_nothing(event: str, lang: str) -> None:
    subject = render(event, lang, VALUES).subject
    for private in ("Bicycle", "Marie", "outside our city", "SECRET"):
        assert private not in subject


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("event", sorted(EVENTS))
def test_a_secret_and_a_number_never_travel_together(event: str, lang: str) -> None:
    message = render(event, lang, VALUES)
    everything = message.subject + message.text
    secret = "SECRET" in everything or "493817" in everything
    number = "T7K-4M2-9XQ" in everything or "RR-2026-001234" in everything
    assert secret == (event in SECRET)
    assert not (secret and number)


def test_a_value_that_is_missing_is_an_error_and_not_a_gap() -> None:
    for name in ("tracking_number", "title", "talk", "promises"):
        with pytest.raises(LookupError):
            render("receipt", "en", {key: one for key, one in VALUES.items() if key != name})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_message_ends_a_sentence_twice(lang: str) -> None:
    values = VALUES | {"submitted": "20 November 2026, 7 p.m."}
    for event in EVENTS:
        assert ".." not in render(event, lang, values).text, event


def test_a_message_told_by_a_person_says_nothing_of_answers_by_mail() -> None:
    assert "Nobody reads answers" in render("recorded", "en", VALUES).text
    assert "Nobody reads answers" not in render("recorded", "en", VALUES, channel="phone").text


def test_a_door_is_named_once() -> None:
    text = render("not_taken", "en", VALUES | {"door": VALUES["talk"] | {"url": ""}}).text
    assert text.count("204-555-0100") == 1


def test_a_subject_stays_on_its_line() -> None:
    values = VALUES | {"short_force": "Red River\r\nBcc: everyone@example.org"}
    assert "\n" not in render("receipt", "en", values).subject


def test_french_keeps_its_blanks_together() -> None:
    for event in EVENTS:
        text = render(event, "fr", VALUES).text
        assert not [mark for mark in (" :", " ;", " !", " »", "« ") if mark in text], event


def test_a_list_of_mails_does_not_tell_a_neutral_one_by_its_sender() -> None:
    from datetime import UTC, datetime
    from types import SimpleNamespace

    from frontcounter.messages.sending import _mail

    row: Any = SimpleNamespace(
        id="01", channel="email", address="somebody@mail.example", language="en"
    )
    force: Any = SimpleNamespace(name=lambda _lang: "Red River Police Service")
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    for neutral in (True, False):
        words = render("recorded", "en", {**VALUES, "neutral": neutral})
        mail = _mail(row, force, words, [], at)
        assert ("Police" in str(mail["From"])) != neutral
        assert ("Police" in str(mail["Subject"])) != neutral
        assert ("insurer" in words.text) != neutral
