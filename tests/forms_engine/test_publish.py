"""Publishing: catalogue, blocks, lists and a force's overlay become one closed document."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from frontcounter.forms.engine import (
    PublishError,
    document_hash,
    lint,
    load_document,
    load_yaml,
    merge_overlay,
)

OVERLAY: dict[str, Any] = {"type": "trial", "zone": "America/Winnipeg", "currency": "CAD"}
BLOCKS = {
    "ask_name": {
        "id": "name",
        "kind": "text",
        "label": {"en": "Your name", "fr": "Votre nom"},
    }
}
LISTS = {"colours": {"red": {"en": "Red", "fr": "Rouge", "ncic": "RED"}, "blue": {"en": "Blue"}}}


def catalogue(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    page = {"id": "p", "title": {"en": "Page", "fr": "Page"}, "questions": list(questions)}
    title = {"en": "Trial", "fr": "Essai"}
    return {
        "file": "trial.yaml",
        "document": {"type": "trial", "title": title, "pages": [page], **more},
        "blocks": BLOCKS,
        "lists": LISTS,
    }


def said(name: str = "q", **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": "text", "label": {"en": "Label", "fr": "Libellé"}, **more}


def problems(entry: dict[str, Any], overlay: dict[str, Any] | None = None) -> list[str]:
    return [str(problem) for problem in lint(entry, overlay or OVERLAY, ["en", "fr"])]


def test_a_block_is_taken_with_the_forms_own_words_on_top() -> None:
    hint = {"en": "In full", "fr": "Au complet"}
    document = merge_overlay(catalogue({"use": "ask_name", "hint": hint}), OVERLAY, ["en", "fr"])
    asked = document["pages"][0]["questions"][0]
    assert (asked["label"]["fr"], asked["hint"]["en"]) == ("Votre nom", "In full")
    assert "use" not in asked
    assert "_file" not in str(document)


def test_a_missing_translation_names_its_file_and_key() -> None:
    entry = catalogue(said(hint={"en": "Only English"}))
    assert problems(entry) == ["trial.yaml: pages.p.questions.q.hint: has no text in 'fr'"]


def test_a_blocks_mistake_names_the_blocks_file() -> None:
    entry = catalogue({"use": "ask_name"})
    entry["blocks"] = {"ask_name": {**BLOCKS["ask_name"], "label": {"en": "Name"}}}
    assert problems(entry)[0].startswith("blocks.yaml: ")


def test_only_the_forces_languages_are_published() -> None:
    document = merge_overlay(catalogue(said()), OVERLAY, ["en"])
    assert document["pages"][0]["questions"][0]["label"] == {"en": "Label"}
    assert document["languages"] == ["en"]


def test_lists_are_written_out_with_their_codes() -> None:
    asked = said(kind="choice", options={"list": "colours", "only": ["red"]})
    document = merge_overlay(catalogue(asked), OVERLAY, ["en", "fr"])
    assert document["pages"][0]["questions"][0]["options"] == [
        {"code": "red", "label": {"en": "Red", "fr": "Rouge"}, "codes": {"ncic": "RED"}}
    ]
    asked = said(kind="choice", options={"list": "colours", "without": ["green"]})
    assert any("no 'green'" in problem for problem in problems(catalogue(asked)))
    assert any("'fr'" in problem for problem in problems(catalogue(asked)))


def test_parameters_are_filled_in_each_language_and_in_conditions() -> None:
    entry = catalogue(
        {**said("value"), "kind": "amount"},
        said(
            hint={"en": "Up to {limit}", "fr": "Jusqu’à {limit}"},
            when={"over": {"value": "{limit}"}},
        ),
    )
    overlay = OVERLAY | {"parameters": {"limit": {"money": 500000}}}
    asked = merge_overlay(entry, overlay, ["en", "fr"])["pages"][0]["questions"][1]
    assert asked["hint"] == {"en": "Up to $5,000", "fr": "Jusqu’à 5\u00a0000\u00a0$"}
    assert asked["when"] == {"over": {"value": 500000}}
    missing = problems(entry)
    assert any("needs the parameter 'limit'" in problem for problem in missing)


def test_a_bare_yes_in_yaml_stays_a_word() -> None:
    assert load_yaml("a: yes\nb: [no, on]\nc: true") == {"a": "yes", "b": ["no", "on"], "c": True}
    entry = catalogue(said("a", kind="yes_no"), said("b", when={"is": {"a": True}}))
    asked = merge_overlay(entry, OVERLAY, ["en", "fr"])["pages"][0]["questions"][1]
    assert asked["when"] == {"is": {"a": "yes"}}


def test_a_key_that_stands_twice_in_yaml_is_an_error() -> None:
    with pytest.raises(yaml.YAMLError, match="twice"):
        load_yaml("a: 1\na: 2")


def test_a_condition_may_only_look_back() -> None:
    entry = catalogue(said("a", when={"answered": "b"}), said("b"))
    assert any("'b', which is not asked before" in problem for problem in problems(entry))
    entry = catalogue(said("a", kind="yes_no"), said("b", when={"is": {"a": "perhaps"}}))
    assert any("never has the answer 'perhaps'" in problem for problem in problems(entry))
    entry = catalogue(said("a"), said("b", when={"over": {"a": 5}}))
    assert any("'a' is no amount" in problem for problem in problems(entry))


def test_a_required_question_must_bring_its_error_text() -> None:
    assert any("error text" in problem for problem in problems(catalogue(said(required=True))))


def test_a_typing_slip_in_a_key_is_found() -> None:
    assert any("requird" in problem for problem in problems(catalogue(said(requird=True))))
    assert any(
        "overlay: colour" in problem
        for problem in problems(catalogue(said()), OVERLAY | {"colour": 1})
    )


def test_a_force_may_change_remove_and_add() -> None:
    words = {"en": "New", "fr": "Nouveau"}
    overlay = OVERLAY | {
        "remove": ["b"],
        "change": {"a": {"label": words}, "form": {"minutes": 3}},
        "add": [{"after": "a", "question": said("c")}, {"page": "p", "question": said("d")}],
    }
    document = merge_overlay(catalogue(said("a"), said("b")), overlay, ["en", "fr"])
    asked = document["pages"][0]["questions"]
    assert [q["id"] for q in asked] == ["a", "c", "d"]
    assert asked[0]["label"] == words
    assert document["minutes"] == 3


def test_an_overlay_that_names_nothing_is_an_error() -> None:
    overlay = OVERLAY | {
        "remove": ["ghost"],
        "change": {"ghost": {}},
        "add": [{"after": "ghost", "question": said("c")}],
    }
    assert len(problems(catalogue(said()), overlay)) == 3


def test_the_forces_words_for_parts_are_used() -> None:
    overlay = OVERLAY | {"terms": {"vehicle": {"plate": {"en": "Number plate", "fr": "Plaque"}}}}
    asked = said("car", kind="vehicle", parts=["plate", "make"])
    question = merge_overlay(catalogue(asked), overlay, ["en", "fr"])["pages"][0]["questions"][0]
    assert question["labels"]["plate"]["en"] == "Number plate"
    assert question["labels"]["make"] == {"en": "Make", "fr": "Marque"}
    assert "vin" not in question["labels"]


def test_files_of_the_wrong_shape_give_problems_and_no_crash() -> None:
    for junk in (
        {"pages": "no"},
        {"pages": [7]},
        {"gate": {"a": 1}},
        {"pages": [{"questions": [1]}]},
    ):
        with pytest.raises(PublishError):
            merge_overlay(catalogue(said(), **junk), OVERLAY, ["en", "fr"])


def test_publishing_twice_gives_the_same_hash() -> None:
    first = merge_overlay(catalogue(said()), OVERLAY, ["en", "fr"])
    again = merge_overlay(catalogue(said()), OVERLAY, ["en", "fr"])
    assert document_hash(first) == document_hash(again) == load_document(first).hash
