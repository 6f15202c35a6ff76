"""How long a form takes, as it is modelled: no type is a burden, and a stolen bicycle is quick."""

from __future__ import annotations

import pytest
from engine_help import DEMO, NOW, question

from frontcounter.forms.engine import load_document, walk
from frontcounter.forms.engine.effort import effort, grade
from frontcounter.forms.engine.usual import usual_answers
from frontcounter.ops.publish import read_force_files

LONGEST = 8.0  # minutes, with every question answered
# A call about it takes 8½. French says the same in more words, and the model counts words.
BICYCLE = {"en": 4.5, "fr": 5.0}


@pytest.mark.parametrize("force", sorted(path.name for path in DEMO.iterdir() if path.is_dir()))
def test_no_report_type_is_a_burden(force: str) -> None:
    settings, forms = read_force_files(DEMO / force)
    for document in forms:
        form = load_document(document)
        assert walk(form, usual_answers(form, now=NOW)).complete, form.type
        for lang in settings["languages"]:
            asked = effort(form, lang, now=NOW)
            assert asked.minutes <= asked.minutes_all <= LONGEST, asked
            assert asked.grade is None or asked.grade <= 8, asked
            if form.type == "theft_bicycle":
                assert asked.minutes < BICYCLE[lang], asked


def test_what_stands_under_an_option_that_was_not_chosen_is_not_read() -> None:
    from engine_help import form_of

    plain = effort(form_of(question("time_window")), "en", now=NOW)
    assert (
        plain.minutes
        < effort(form_of(question("time_window", required=True)), "en", now=NOW).minutes
    )


def test_long_words_and_sentences_raise_the_grade() -> None:
    easy = ["We will call you when we can. Tell us what you saw."]
    hard = [
        "Notwithstanding considerable administrative complications, correspondence is processed."
    ]
    assert grade(easy) < 4 < 12 < grade(hard)
    assert grade(["Yes", "No"]) == 0
