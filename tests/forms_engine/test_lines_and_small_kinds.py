"""Lines, business, time, phone, email and number: what they accept, and what they say back."""

from __future__ import annotations

from typing import Any

import pytest
from engine_help import form_of, options, question, submit, text

from frontcounter.forms.engine import (
    DocumentError,
    export_report,
    fields,
    identifiers,
    load_document,
    summary,
    walk,
)

PAID = {
    "q.0.what": "ABC 123",
    "q.0.on.day": "18",
    "q.0.on.month": "11",
    "q.0.on.year": "2026",
    "q.0.at": "10:30 pm",
    "q.0.how": "card",
    "q.0.much": "1,200.50",
    "q.0.call": "204-555-0147",
}
ANSWER = [
    {
        "what": "ABC 123",
        "on": "2026-11-18",
        "at": "22:30",
        "how": "card",
        "much": {"minor": 120050, "currency": "CAD"},
        "call": {"typed": "204-555-0147", "e164": "+12045550147"},
    }
]


def one(kind: str, typed: str, **more: Any) -> Any:
    result = submit(form_of(question(kind, **more)), {"q": typed})
    return [e.message for e in result.errors] or result.values["q"]


def test_a_line_is_read_column_by_column() -> None:
    result = submit(form_of(question("lines")), PAID)
    assert result.errors == ()
    assert result.values["q"] == ANSWER


def test_a_line_can_be_typed_again_from_its_answer() -> None:
    form = form_of(question("lines"))
    typed = form.questions[0].fill(ANSWER)
    assert submit(form, typed).values["q"] == ANSWER  # type: ignore[arg-type]


def test_blank_lines_are_left_out_and_mistakes_name_their_box() -> None:
    form = form_of(question("lines"))
    result = submit(form, {"q.lines": "3", "q.1.what": "Call", "q.2.on.day": "40"})
    assert [error.field_name for error in result.errors] == ["q.2.on.month"]
    assert submit(form, {"q.lines": "3", "q.1.what": "Call"}).values["q"] == [{"what": "Call"}]
    assert submit(form, {"q.lines": "3"}).values["q"] is None


def test_a_required_list_asks_for_its_first_column() -> None:
    form = form_of(question("lines", required=True, error=text("Enter a payment")))
    errors = submit(form, {}).errors
    assert [(e.field_name, e.message) for e in errors] == [("q.0.what", "Enter a payment")]


def test_lines_are_added_and_removed_without_losing_what_was_typed() -> None:
    form = form_of(question("lines"))
    more = submit(form, {**PAID, "q.lines": "1", "q.add": "1"})
    assert more.raw["q.lines"] == ["2"]
    assert more.raw["q.0.what"] == ["ABC 123"]
    drawn = fields(form, "p", {}, more.raw)[0]
    assert [line.title for line in drawn.lines] == ["Payment 1", "Payment 2"]
    less = submit(form, {"q.lines": "2", "q.0.what": "A", "q.1.what": "B", "q.0.remove": "1"})
    assert less.raw["q.0.what"] == ["B"]


def test_lines_are_shown_with_their_labels() -> None:
    form = form_of(question("lines"))
    shown = summary(form, {"q": ANSWER * 2}, "en")[0].rows[0].lines
    assert shown[:3] == ["Payment 1", "What: ABC 123", "On: Wednesday 18 November 2026"]
    assert "At: 10:30\u00a0pm" in shown
    assert "Amount: $1,200.50" in shown


def test_conditions_and_matching_look_into_lines() -> None:
    form = form_of(question("lines"))
    seen = walk(form, {"q": ANSWER * 2}).seen["q"]
    assert seen.codes == {"card"}
    assert seen.total == 240100
    found = {(i.kind, i.normal) for i in identifiers(form, {"q": ANSWER})}
    assert found == {("plate", "ABC123"), ("phone", "+12045550147")}


def test_only_a_text_column_is_an_identifier() -> None:
    column = {"id": "on", "kind": "date", "label": text("On"), "identifier": "plate"}
    with pytest.raises(DocumentError, match="identifier"):
        form_of(question("lines", columns=[column]))


def test_a_business_needs_its_name_only() -> None:
    form = form_of(question("business", required=True))
    assert [e.field_name for e in submit(form, {"q.phone": "204-555-0147"}).errors] == ["q.name"]
    got = submit(form, {"q.name": "Corner Store", "q.number": "12"}).values
    assert got["q"] == {"name": "Corner Store", "number": "12"}
    assert export_report(form, got)["organisations"] == [
        {"role": "business", "name": "Corner Store", "number": "12"}
    ]


def test_a_report_without_a_business_is_exported_as_before() -> None:
    assert "organisations" not in export_report(form_of(question("text")), {"q": "x"})


def test_small_kinds_read_what_people_type() -> None:
    assert one("time", "7 am") == "07:00"
    assert one("time", "noonish") == ["Enter a time, like 10:30 pm or 22:30"]
    assert one("phone", "204 555 0147") == {"typed": "204 555 0147", "e164": "+12045550147"}
    assert one("email", "a@b.example") == "a@b.example"
    assert one("email", "nobody")[0].startswith("Enter an email address")
    assert one("number", "3", max=9) == 3
    assert one("number", "10", max=9) == ["Enter a whole number from 0 to 9"]
    assert one("number", "-1") == ["Enter a whole number from 0 to 1000000"]


def noticing(**more: Any) -> dict[str, Any]:
    yes_no = question("yes_no", "hurt")
    story = question("long_text", "story", role="narrative")
    pages = [{"id": "p", "title": text("P"), "questions": [yes_no, story]}]
    return {
        "engine": 1,
        "type": "trial",
        "languages": ["en", "fr"],
        "title": text("Trial"),
        "pages": pages,
        **more,
    }


def test_a_mark_and_a_hint_follow_what_was_written() -> None:
    from frontcounter.forms.engine import hints, marks

    armed = {"mentions": {"story": "weapon"}}
    form = load_document(
        noticing(
            marks=[{"code": "weapon", "when": armed, "priority": 1, "label": text("A weapon")}],
            hints=[
                {
                    "code": "hurt_no",
                    "page": "p",
                    "when": {"all": [armed, {"is": {"hurt": "no"}}]},
                    "text": text("You wrote of a weapon"),
                    "staff": text("Weapon, but nobody hurt"),
                }
            ],
        )
    )
    told = {"hurt": "no", "story": "He showed me a knife."}
    assert [(m.code, m.priority, m.call) for m in marks(form, told, "fr")] == [("weapon", 1, False)]
    assert [(h.page_id, h.text) for h in hints(form, told, "en")] == [
        ("p", "You wrote of a weapon")
    ]
    assert hints(form, told, "en", "staff")[0].text == "Weapon, but nobody hurt"
    assert marks(form, {**told, "story": "It was gone."}, "en") == []
    assert hints(form, {**told, "hurt": "yes"}, "en") == []


@pytest.mark.parametrize(
    "handling",
    [
        {"desk": "cellar"},
        {"quick": True},
        {"urgent": "yes"},
        {"safe_exit": True, "on_device": True},
    ],
)
def test_handling_is_a_closed_set(handling: dict[str, Any]) -> None:
    with pytest.raises(DocumentError, match="handling"):
        load_document(noticing(handling=handling))


def test_the_way_never_hangs_on_word_lists() -> None:
    from frontcounter.forms.engine.linting import lint_document

    more = question("text", "more", when={"mentions": {"story": "weapon"}})
    form = noticing()
    form["pages"].append({"id": "p2", "title": text("P2"), "questions": [more]})
    problems = [str(p) for p in lint_document(load_document(form), "trial.yaml")]
    assert any("only marks and hints" in problem for problem in problems)


def test_what_speaks_only_of_a_removed_question_goes_with_it() -> None:
    from frontcounter.forms.engine import merge_overlay

    asked = noticing(
        marks=[
            {"code": "m", "when": {"is": {"hurt": "yes"}}, "label": text("M")},
            {"code": "n", "when": {"answered": "story"}, "label": text("N")},
        ]
    )
    entry = {"file": "trial.yaml", "document": asked, "blocks": {}, "lists": {}}
    overlay = {"type": "trial", "remove": ["hurt"]}
    form = load_document(merge_overlay(entry, overlay, ["en", "fr"]))
    assert [mark.code for mark in form.marks] == ["n"]
    gone = {"type": "trial", "remove": ["story"]}
    form = load_document(merge_overlay(entry, gone, ["en", "fr"]))
    assert [mark.code for mark in form.marks] == ["m"]


def test_what_is_removed_everywhere_may_be_missing() -> None:
    from frontcounter.forms.engine import lint

    entry = {"file": "trial.yaml", "document": noticing(), "blocks": {}, "lists": {}}
    assert lint(entry, {"type": "trial", "remove_everywhere": ["nothing_here"]}, ["en", "fr"]) == []
    assert lint(entry, {"type": "trial", "remove": ["nothing_here"]}, ["en", "fr"]) != []
    change = {"nothing_here": {"hint": text("h")}}
    assert lint(entry, {"type": "trial", "change_everywhere": change}, ["en", "fr"]) == []


def test_options_of_a_column_may_be_a_list_of_the_catalogue() -> None:
    from frontcounter.forms.engine import merge_overlay

    asked = noticing()
    column = {"id": "how", "kind": "choice", "label": text("How"), "options": "ways"}
    lines = question("lines", "paid", columns=[column])
    asked["pages"][0]["questions"].append(lines)
    lists = {"ways": {"cash": text("Cash"), "card": text("Card")}}
    entry = {"file": "trial.yaml", "document": asked, "blocks": {}, "lists": lists}
    form = load_document(merge_overlay(entry, {"type": "trial"}, ["en", "fr"]))
    drawn = fields(form, "p", {})[-1].lines[0].inputs[0]
    assert [o.value for o in drawn.options] == ["", "cash", "card"]
    assert options("cash")[0]["code"] == "cash"
