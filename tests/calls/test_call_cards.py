"""Call cards: made in a minute, urgent where danger is told, forgotten in the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from call_help import AT, LATER, calling_force

from frontcounter.audit.models import Entry
from frontcounter.forces.promises import due_at
from frontcounter.forces.published import settings_in_scope
from frontcounter.messages.models import Message
from frontcounter.tasks import calling, cards, outcomes, spoken
from frontcounter.tasks.cards import Card
from frontcounter.tasks.models import Attempt, Task

ADA = Card(
    name="Ada Roy",
    phone="204-555-0147",
    safe=("ring", "text"),
    language="en",
    when="evening",
    what="Her bicycle is gone from the yard.",
    danger="no",
)


@pytest.fixture
def force():
    return calling_force()


def make(force, card=ADA, at=AT):
    taker = force.person("call_taker", name="Sam Wiebe")
    with force.scope("staff"):
        return cards.make_card(card, taker.actor(), at=at)


def row(force, made):
    with force.scope("staff"):
        return Task.objects.get(id=made.task_id)


def test_a_card_waits_with_the_call_back_unit_by_the_promise_of_a_call(force) -> None:
    made = make(force)
    task = row(force, made)
    assert made.number.startswith("C-")
    assert (task.kind, task.unit, task.report_id) == ("call_back", "call_back_unit", None)
    assert (task.phone, task.windows) == ("+12045550147", ["evening"])
    assert task.opened_by_name == "Sam Wiebe"
    assert made.due_at == due_at(force.settings(), "call_back", AT)
    assert task.brief["consent"] == "spoken"


def test_danger_makes_a_card_urgent_and_due_sooner(force) -> None:
    made = make(force, Card(**{**ADA.__dict__, "danger": "yes"}))
    assert (made.priority, made.promise) == (2, "urgent_call")
    assert row(force, made).not_before is None


def test_words_of_danger_raise_what_was_said_to_be_calm(force) -> None:
    made = make(force, Card(**{**ADA.__dict__, "what": "He has a knife and is at the door now."}))
    assert made.priority == 2
    assert "danger_weapon" in row(force, made).marks


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "missing"),
        ("phone", "12", "impossible"),
        ("what", "", "missing"),
        ("danger", "", "missing"),
        ("language", "tlh", "unknown"),
        ("safe", ("fax",), "unknown"),
        ("what", "x" * 2001, "too_long"),
    ],
)
def test_what_is_wrong_with_a_card_is_named(force, field, value, code) -> None:
    card = Card(**{**ADA.__dict__, field: value})
    assert cards.wrong(card, force.settings()) == {field: code}


def test_a_number_is_found_in_any_spelling_and_a_slip_is_noticed(force) -> None:
    number = make(force).number
    assert cards.tidy_card_number(f" {number.lower().replace('-', ' ')} ") == number
    other = "2" if number[-1] != "2" else "3"
    assert cards.tidy_card_number(number[:-1] + other) is None


def test_a_missed_call_is_told_by_text_only_where_that_is_safe(force) -> None:
    person = force.person("call_back", name="Cal Oto")
    made, quiet = make(force), make(force, Card(**{**ADA.__dict__, "safe": ("ring",)}))
    with force.scope("staff"):
        assert calling.log_attempt(made.task_id, person.actor(), "no_answer", note="", at=LATER)
        assert not calling.log_attempt(
            quiet.task_id, person.actor(), "no_answer", note="", at=LATER
        )
        told = Message.objects.get(event="card_missed")
        assert (told.channel, told.status, told.report_id) == ("text", "by_hand", None)


def test_a_card_ends_or_goes_on_with_another_unit(force) -> None:
    person = force.person("call_back", name="Cal Oto")
    made, other = make(force), make(force)
    with force.scope("staff"):
        outcomes.conclude_call(made.task_id, person.actor(), "settled", note="Found.", at=LATER)
        outcomes.conclude_call(
            other.task_id, person.actor(), "referred", note="Go.", at=LATER, unit="youth_unit"
        )
    ended, handed = row(force, made), row(force, other)
    assert (ended.state, ended.outcome) == ("done", "settled")
    assert (handed.state, handed.unit, handed.brief["asked"]) == ("open", "youth_unit", "Go.")
    with force.scope("staff"):
        assert [one.note for one in cards.tries_of(ended)] == ["Found."]
        with pytest.raises(ValueError, match="confirmed"):
            outcomes.conclude_call(other.task_id, person.actor(), "confirmed", note="", at=LATER)


def test_a_card_that_is_long_over_names_nobody(force) -> None:
    person = force.person("call_back", name="Cal Oto")
    made, fresh = make(force), make(force)
    with force.scope("staff"):
        outcomes.conclude_call(made.task_id, person.actor(), "settled", note="Found.", at=LATER)
    with force.scope("worker"):
        assert cards.forget_old_cards(365, LATER + timedelta(days=364)) == 0
        assert cards.forget_old_cards(365, LATER + timedelta(days=366)) == 1
        assert cards.forget_old_cards(365, LATER + timedelta(days=366)) == 0
    task = row(force, made)
    assert (task.phone, task.title, task.brief, task.result) == ("", "", {}, {})
    assert (task.number, task.outcome) == (made.number, "settled")
    assert row(force, fresh).brief["name"] == "Ada Roy"
    with force.scope("staff"):
        assert set(Attempt.objects.values_list("note", flat=True)) == {""}
    with force.scope("worker"):
        assert Entry.objects.filter(action="cards.forget").count() == 1


def test_both_know_the_two_words_and_they_change_with_the_day(force) -> None:
    settings, made = force.settings(), make(force)
    with force.scope("public"):
        one = spoken.of_report(settings, made.task_id, "en", AT)
    with force.scope("staff"):
        assert spoken.of_report(settings_in_scope(), made.task_id, "en", LATER) == one
        days = {
            spoken.of_report(settings, made.task_id, "en", AT + timedelta(days=n))
            for n in range(20)
        }
        french = spoken.of_report(settings, made.task_id, "fr", AT)
    assert len(days) > 15
    assert one.first != one.second
    assert french.first != one.first
