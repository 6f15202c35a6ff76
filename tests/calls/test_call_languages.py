"""Who speaks the caller's language calls first; nobody's call is hidden."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from call_help import calling_force
from django.urls import reverse
from staff_help import signed_in, text_of

from frontcounter.accounts.languages import code_of, languages_of, set_languages, told_by
from frontcounter.accounts.people import set_by_hand
from frontcounter.accounts.roles import StaffRole
from frontcounter.forces.published import settings_in_scope
from frontcounter.tasks import absences, board, speaking
from frontcounter.tasks.cards import Card, make_card

# A Friday, 10 in the morning in Manitoba.
AT = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


@pytest.fixture
def force():
    return calling_force()


def card(force, language="en", *, name="Ada Roy", at=AT, **more):
    typed = {"what": "A bicycle.", "danger": "no", "phone": "204-555-0147", **more}
    with force.scope("staff"):
        taker = TAKERS[force.id].actor()
        return make_card(Card(name=name, language=language, **typed), taker, at=at).number


TAKERS = {}


def caller(force, *languages, name="Cam Bo"):
    TAKERS.setdefault(force.id, force.person("call_taker"))
    person = force.person("call_back", name=name, unit="call_back_unit")
    if languages:
        with force.scope("staff"):
            set_languages(person.id, languages, ("en", "fr", "pan"))
    return person


def next_for(force, person, at=AT):
    with force.scope("staff"):
        voices = speaking.voices_of(person.id, "en", at)
        line = speaking.take_next(person.actor(), voices, at=at)
    return line.number if line else None


def test_a_language_is_known_by_its_code_and_by_its_names() -> None:
    assert [code_of(told) for told in ("pan", "Punjabi", "Pendjabi", "eng", "French", "?")] == [
        "pan", "pan", "pan", "en", "fr", "",
    ]  # fmt: skip


def test_until_somebody_says_more_it_is_the_language_of_their_pages(force) -> None:
    person = caller(force)
    with force.scope("staff"):
        assert languages_of(person.id, "fr") == {"fr"}
        set_languages(person.id, ["fr", "en", "klingon"], ("en", "fr"))
        assert told_by(person.id) == ("en", "fr")


def test_a_role_that_is_given_later_brings_no_other_languages(force) -> None:
    person = caller(force, "fr")
    with force.scope("staff"):
        roles = frozenset({StaffRole.CALL_BACK, StaffRole.CALL_TAKER})
        set_by_hand(person.id, roles, "call_back_unit")
        assert told_by(person.id) == ("fr",)
        found = speaking.on_shift(settings_in_scope(), AT)
    assert found == {"fr"}


def test_each_is_given_the_calls_that_they_can_make_first(force) -> None:
    french, english = caller(force, "fr", name="Luc Roy"), caller(force, "en")
    first = card(force)
    second = card(force, "fr", at=AT + timedelta(minutes=1))
    later = AT + timedelta(minutes=2)
    assert next_for(force, french, later) == second
    assert next_for(force, english, later) == first
    assert next_for(force, english, later) is None


def test_a_call_in_a_language_of_others_is_taken_when_nothing_else_waits(force) -> None:
    caller(force, "fr", name="Luc Roy")
    english = caller(force, "en")
    only = card(force, "fr")
    assert next_for(force, english) == only


def test_what_nobody_else_can_take_comes_in_its_turn(force) -> None:
    english = caller(force, "en")
    french_one = card(force, "fr")
    card(force, at=AT + timedelta(minutes=1))
    assert next_for(force, english, AT + timedelta(minutes=2)) == french_one


def test_a_late_call_is_anybodys(force) -> None:
    caller(force, "fr", name="Luc Roy")
    english = caller(force, "en")
    french_one = card(force, "fr")
    card(force, at=AT + timedelta(minutes=1))
    assert next_for(force, english, AT + timedelta(days=9)) == french_one


def test_danger_goes_before_language(force) -> None:
    caller(force, "fr", name="Luc Roy")
    english = caller(force, "en")
    card(force)
    urgent = card(force, "fr", danger="yes", at=AT + timedelta(minutes=1))
    assert next_for(force, english, AT + timedelta(minutes=2)) == urgent


def test_who_speaks_it_needs_no_interpreter(force) -> None:
    caller(force, "en")
    punjabi = caller(force, "en", "pan", name="Gurpreet Gill")
    card(force)
    asked = card(force, interpreter="Punjabi", at=AT + timedelta(minutes=1))
    with force.scope("staff"):
        voices = speaking.voices_of(punjabi.id, "en", AT)
        assert voices.wanted("en", "Punjabi") == "pan"
        assert voices.fit("en", "Urdu") == speaking.MINE  # nobody speaks it: with an interpreter
    assert next_for(force, caller(force, "en", name="Una"), AT + timedelta(minutes=2)) != asked
    assert next_for(force, punjabi, AT + timedelta(minutes=2)) == asked


def test_the_board_shows_the_calls_that_nobody_on_shift_can_make(force) -> None:
    french, english = caller(force, "fr", name="Luc Roy"), caller(force, "en")
    for language in ("fr", "fr", "en"):
        card(force, language)
    card(force, interpreter="Punjabi")
    shown = []
    for moment in (AT, AT + timedelta(hours=20)):  # Saturday: the unit is closed
        with force.scope():
            found = speaking.unspoken(settings_in_scope(), at=moment)
            shown.append([(one.language, one.calls) for one in found])
    assert shown == [[("pan", 1)], []]
    with force.scope("staff"):
        absences.note_absence(
            french.id, "Luc Roy", english.actor(), begins=AT, ends=AT + timedelta(days=1), at=AT
        )
    with force.scope():
        board.work_out(at=AT)
        found = board.board()
    assert {(one.language, one.calls) for one in found.unspoken} == {("fr", 2), ("pan", 1)}
    page = text_of(signed_in(force.person("supervisor")).get(f"/staff/{force.slug}/board"))
    assert "nobody on shift can make" in page
    assert "Punjabi" in page


def test_people_say_what_they_speak_and_the_queue_marks_it(force) -> None:
    person = caller(force)
    client = signed_in(person)
    here = f"/staff/{force.slug}/languages"
    assert f'href="{here}"' in text_of(client.get(reverse("account_own")))
    assert client.post(here, {}).status_code == 422
    assert client.post(here, {"languages": ["en", "fr"]}).status_code == 302
    now = datetime.now(UTC)
    number = card(force, "fr", danger="yes", at=now)
    calls = f"/staff/{force.slug}/calls"
    assert "You speak French" in text_of(client.get(calls))
    answer = client.post(f"{calls}/next")
    assert answer["Location"].endswith(number)
    assert client.post(f"{calls}/next")["Location"].endswith("?done=no_call")
    assert "No call waits" in text_of(client.get(f"{calls}?done=no_call"))


def test_an_administrator_says_it_for_somebody(force) -> None:
    person = caller(force)
    client = signed_in(force.person("force_administrator"))
    here = f"/staff/{force.slug}/people/{person.id}"
    assert "nobody has said more" in text_of(client.get(here))
    assert client.post(f"{here}/languages", {"languages": ["fr", "pan"]}).status_code == 302
    page = text_of(client.get(here))
    assert "French, Punjabi" in page
    assert signed_in(person).post(f"{here}/languages", {"languages": ["en"]}).status_code == 403


def test_where_nobody_is_on_shift_the_queue_only_names_the_language(force) -> None:
    person = caller(force, "en")
    card(force, "fr", danger="yes", at=datetime.now(UTC))
    with force.scope("staff"):
        absences.note_absence(
            person.id,
            "Cam Bo",
            person.actor(),
            begins=datetime.now(UTC) - timedelta(days=1),
            ends=datetime.now(UTC) + timedelta(days=1),
            at=datetime.now(UTC),
        )
    page = text_of(signed_in(person).get(f"/staff/{force.slug}/calls"))
    assert "French" in page
    assert "Nobody here now" not in page
