"""Repeating things: lines, add and remove without JavaScript, serial numbers, photos."""

from __future__ import annotations

from typing import Any

from engine_help import form_of, question, submit

from frontcounter.forms.engine import Action, export_report, fields, summary

FORM = form_of(question("property_list", required=True))
FILES = {"f1": {"name": "bike.jpg", "size": 1_400_000}, "f2": {"name": "b.png", "size": 20}}


def bike(number: int = 0, **more: str) -> dict[str, Any]:
    parts = {"category": "bike", "serial": "WTU123", **more}
    return {f"q.{number}.{part}": text for part, text in parts.items()}


def errors(names: dict[str, Any]) -> dict[str, str]:
    return {e.field_name: e.message for e in submit(FORM, names).errors}


def test_each_line_becomes_one_thing() -> None:
    names = bike(make="Trek", colour="red", value="$1,200") | {"q.1.category": "cash"}
    assert submit(FORM, names).values["q"] == [
        {
            "category": "bike",
            "make": "Trek",
            "colour": "red",
            "serial": "WTU123",
            "value": {"minor": 120000, "currency": "CAD"},
        },
        {"category": "cash"},
    ]


def test_a_serial_number_or_the_word_that_there_is_none() -> None:
    assert set(errors({"q.0.category": "bike"})) == {"q.0.serial"}
    got = submit(FORM, {"q.0.category": "bike", "q.0.no_serial": "yes"}).values["q"]
    assert got == [{"category": "bike", "no_serial": True}]
    assert "Serial number: not available" in summary(FORM, {"q": got}, "en")[0].rows[0].lines
    # Cash has no serial number, so nobody is asked for it.
    assert errors({"q.0.category": "cash"}) == {}


def test_blank_lines_are_left_out_and_one_thing_is_needed() -> None:
    names = bike() | {"q.1.category": "", "q.1.make": " ", "q.lines": "3"}
    assert len(submit(FORM, names).values["q"]) == 1
    assert set(errors({"q.lines": "2"})) == {"q.0.category"}


def test_add_another_gives_an_empty_line_and_keeps_all_that_was_typed() -> None:
    names = bike(value="lots") | {"q.lines": "1", "q.add": "1"}
    result = submit(FORM, names)
    assert result.action == Action("add_line", "q")
    assert result.errors == ()
    assert not result.ok
    field = fields(FORM, "p", {}, result.raw)[0]
    assert [line.number for line in field.lines] == [0, 1]
    assert {i.name: i.value for i in field.lines[0].inputs}["q.0.value"] == "lots"
    assert field.count is not None
    assert field.count.value == "2"


def test_remove_takes_the_right_line_away() -> None:
    names = bike(0, make="A") | bike(1, make="B") | bike(2, make="C") | {"q.1.remove": "1"}
    result = submit(FORM, names)
    assert result.action == Action("remove_line", "q", 1)
    makes = [
        one.value
        for line in fields(FORM, "p", {}, result.raw)[0].lines
        for one in line.inputs
        if one.name.endswith("make")
    ]
    assert makes == ["A", "C"]
    assert "q.1.remove" not in result.raw


def test_the_last_line_has_no_remove_button() -> None:
    assert fields(FORM, "p", {})[0].lines[0].remove is None


def test_there_is_no_add_button_on_a_full_list() -> None:
    field = fields(FORM, "p", {}, {"q.lines": ["20"]})[0]
    assert len(field.lines) == 20
    assert field.add is None


def test_a_silly_count_is_capped() -> None:
    assert len(fields(FORM, "p", {}, {"q.lines": ["999"]})[0].lines) == 20
    assert len(fields(FORM, "p", {}, {"q.lines": ["99999999999"]})[0].lines) == 1


def test_photos_of_a_thing_are_files_the_draft_knows() -> None:
    names = bike() | {"q.0.photos": ["f1", "stranger"]}
    result = submit(FORM, names, files=FILES)
    assert result.values["q"][0]["photos"] == [{"id": "f1", "name": "bike.jpg", "size": 1_400_000}]
    report = export_report(FORM, result.values)
    assert [f["id"] for f in report["files"]] == ["f1"]
    assert summary(FORM, result.values, "fr")[0].rows[0].files == ["f1"]


def test_upload_and_remove_of_a_photo_are_actions() -> None:
    names = bike() | {"q.0.photos": ["f1", "f2"]}
    upload = submit(FORM, names | {"q.0.upload": "1"}, files=FILES)
    assert upload.action == Action("upload", "q", 0)
    gone = submit(FORM, names | {"q.0.remove_file": "f1"}, files=FILES)
    assert gone.action == Action("remove_file", "q", 0, "f1")
    assert gone.raw["q.0.photos"] == ["f2"]
    shown = fields(FORM, "p", {}, gone.raw, files=FILES)[0].lines[0].inputs[-1]
    assert [f.file_name for f in shown.files] == ["b.png"]


def test_a_files_question_works_the_same_way() -> None:
    form = form_of(question("files", most=2))
    names: dict[str, Any] = {"q.files": ["f1", "f2", "nobody"]}
    result = submit(form, names, files=FILES)
    assert [f["id"] for f in result.values["q"]] == ["f1", "f2"]
    assert submit(form, names | {"q.upload": "1"}, files=FILES).action == Action("upload", "q")
    field = fields(form, "p", result.values)[0]
    assert [f.size_text for f in field.inputs[0].files] == ["1.4\u00a0MB", "0.1\u00a0KB"]
    too_many = submit(form_of(question("files", most=1)), names, files=FILES)
    assert [e.field_name for e in too_many.errors] == ["q.files"]


def test_a_button_of_another_question_is_no_action() -> None:
    form = form_of(question("text"))
    assert submit(form, {"q": "x", "q.add": "1", "other.add": "1"}).action is None


def test_conditions_know_what_things_and_their_worth() -> None:
    question_ = FORM.question("q")
    assert question_ is not None
    value = [
        {"category": "bike", "type": "road", "value": {"minor": 300, "currency": "CAD"}},
        {"category": "cash", "value": {"minor": 200, "currency": "CAD"}},
    ]
    seen = question_.seen(value)
    assert seen.codes == {"bike", "cash", "road"}
    assert seen.total == 500
