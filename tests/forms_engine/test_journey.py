"""The walk: gate first, conditions over what was said on the way, stops, back and next."""

from __future__ import annotations

from typing import Any

from engine_help import document, page, question, stop, submit

from frontcounter.forms.engine import (
    FormDocument,
    advice,
    answers_to_send,
    fields,
    load_document,
    walk,
)


def form() -> FormDocument:
    gate = [
        page(
            "safe",
            question("yes_no", "now", required=True),
            question("yes_no", "hurt", required=True),
            stops=[
                stop("now", {"is": {"now": "yes"}}),
                stop("unless", {"not": {"is": {"hurt": "no"}}}),
            ],
        )
    ]
    pages = [
        page("first", question("choice", "colour", required=True)),
        page("red", question("text", "why"), when={"is": {"colour": "red"}}),
        page("after_red", question("text", "more"), when={"answered": "why"}),
        page("worth", question("amount", "value")),
        page("dear", question("text", "proof", required=True), when={"over": {"value": 500000}}),
        page("last", question("text", "end")),
    ]
    return load_document(document(*pages, gate=gate))


SAFE = {"now": "no", "hurt": "no"}


def ids(answers: dict[str, Any]) -> list[str]:
    return [step.id for step in walk(form(), answers).steps]


def test_the_gate_comes_first_and_conditions_choose_the_pages() -> None:
    assert ids(SAFE) == ["safe", "first", "worth", "last"]
    assert ids(SAFE | {"colour": "red"}) == ["safe", "first", "red", "worth", "last"]
    money = {"minor": 500001, "currency": "CAD"}
    assert "dear" in ids(SAFE | {"value": money})
    assert "dear" not in ids(SAFE | {"value": {**money, "minor": 500000}})


def test_answers_of_pages_off_the_way_neither_count_nor_leave() -> None:
    answers = SAFE | {"colour": "blue", "why": "left over", "more": "also"}
    assert ids(answers) == ["safe", "first", "worth", "last"]
    assert answers_to_send(form(), answers) == SAFE | {"colour": "blue"}


def test_a_stop_ends_the_way_and_names_its_door() -> None:
    journey = walk(form(), {"now": "yes", "colour": "red"})
    assert journey.stop is not None
    assert (journey.stop.page_id, journey.stop.code) == ("safe", "now")
    assert (journey.stop.door, journey.stop.offer_call) == ("desk", True)
    assert journey.stop.title("fr") == "Stop (fr)"
    assert [step.id for step in journey.steps] == ["safe"]
    assert not journey.complete
    assert not journey.may_visit("first")


def test_an_unanswered_question_stops_nobody() -> None:
    assert walk(form(), {"now": "no"}).stop is None
    assert walk(form(), {"now": "no", "hurt": "yes"}).stop is not None


def test_an_emergency_stops_before_the_page_is_full_and_before_errors() -> None:
    result = submit(form(), {"now": "yes"}, page_id="safe")
    assert result.stop is not None
    assert result.errors == ()
    assert not result.ok


def test_nobody_gets_past_a_required_question() -> None:
    journey = walk(form(), SAFE)
    assert journey.may_visit("first")
    assert not journey.may_visit("worth")
    assert not journey.may_visit("red")
    assert not journey.may_visit("no_such_page")
    assert walk(form(), SAFE | {"colour": "blue"}).may_visit("last")


def test_next_back_and_progress_come_from_the_same_walk() -> None:
    journey = walk(form(), SAFE | {"colour": "red"})
    assert journey.next("first") == "red"
    assert journey.back("worth") == "red"
    assert journey.back("safe") is None
    assert journey.next("last") is None
    assert journey.next("dear") is None
    assert journey.progress("red") == (3, 5)
    assert journey.progress("dear") == (0, 5)


def test_a_stop_does_not_shorten_the_way_that_is_counted() -> None:
    stopped = walk(form(), SAFE | {"now": "yes"})
    assert stopped.stop is not None
    assert stopped.progress("safe")[1] > len(stopped.steps)


def test_a_resumed_person_goes_where_they_left_even_past_optional_pages() -> None:
    answers: dict[str, Any] = SAFE | {"colour": "red"}
    assert walk(form(), answers).first_unanswered == "red"
    answers["why"] = None  # seen, and left blank
    assert walk(form(), answers).first_unanswered == "worth"
    answers |= {"value": None, "end": None}
    assert walk(form(), answers).first_unanswered is None
    assert walk(form(), answers).complete


def test_a_required_question_left_blank_is_still_unanswered() -> None:
    assert walk(form(), SAFE | {"colour": None}).first_unanswered == "first"


def test_malformed_answers_count_as_unanswered() -> None:
    wrong: list[Any] = [17, [], {"a": 1}, "green", True, None, "red\x00"]
    for junk in wrong:
        journey = walk(form(), SAFE | {"colour": junk})
        assert journey.first_unanswered == "first"


def test_a_question_of_the_same_page_is_drawn_under_its_radio() -> None:
    both = page(
        "p",
        question("yes_no", "saw"),
        question("text", "who", required=True, when={"is": {"saw": "yes"}}),
    )
    one = load_document(document(both))
    saw, who = fields(one, "p", {})
    assert who.reveal == ("saw", ("yes",))
    assert saw.inputs[0].options[0].reveals == ("who",)
    assert submit(one, {"saw": "no", "who": "ignored"}).values == {"saw": "no"}
    assert [e.field_name for e in submit(one, {"saw": "yes"}).errors] == ["who"]
    assert submit(one, {"saw": "yes", "who": "Ada"}).values == {"saw": "yes", "who": "Ada"}


def test_a_question_that_earlier_pages_rule_out_is_not_drawn() -> None:
    one = load_document(
        document(
            page("a", question("yes_no", "saw")),
            page("b", question("text", "who", when={"is": {"saw": "yes"}}), question("text", "z")),
        )
    )
    assert [f.question_id for f in fields(one, "b", {"saw": "no"})] == ["z"]
    assert [f.question_id for f in fields(one, "b", {"saw": "yes"})] == ["who", "z"]


def test_advice_follows_the_answers() -> None:
    data = document(page("p", question("choice", "colour")))
    words = {"en": "Red!", "fr": "Rouge!"}
    data["advice"] = [{"when": {"is": {"colour": "red"}}, "text": words}, {"text": words}]
    one = load_document(data)
    assert advice(one, {"colour": "red"}, "fr") == ["Rouge!", "Rouge!"]
    assert advice(one, {}, "en") == ["Red!"]


def test_a_walk_that_was_made_stands_for_its_answers() -> None:
    told, answers = form(), SAFE | {"colour": "red", "why": "sun", "_passed": ["now"]}
    journey = walk(told, answers)
    assert walk(told, journey) is journey
    assert answers_to_send(told, journey) == answers_to_send(told, answers)
    assert advice(told, journey, "en") == advice(told, answers, "en")


def test_a_question_whose_page_decides_alone_is_asked_as_by_the_walk() -> None:
    inner = question("text", "which", required=True, when={"is": {"colour": "red"}})
    alone = page("both", question("choice", "colour", required=True), inner)
    told = load_document(document(alone, page("end", question("text", "after"))))
    assert told.by_page["both"].stands_alone
    assert submit(told, {"colour": "red"}, "both").errors[0].field_name == "which"
    assert submit(told, {"colour": "blue"}, "both").ok
    assert [f.question_id for f in fields(told, "both", {})] == ["colour", "which"]
