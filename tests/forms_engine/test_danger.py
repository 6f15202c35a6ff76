"""Danger words: what must never be missed, what people really type, and what is only ordinary."""

from __future__ import annotations

import pytest

from frontcounter.forms.engine.danger import (
    DOOR,
    NONE,
    RAISE,
    TOPICS,
    alarm,
    languages,
    mentions,
    topics_in,
)
from frontcounter.forms.engine.danger import _lists as danger_lists
from frontcounter.forms.engine.danger_patterns import Lines
from frontcounter.forms.engine.danger_recall import Recall, cases, harmless, measure
from frontcounter.ops.forms_danger import report

# What was reached, in per cent of what must be found. It may rise, never fall.
FLOOR = {
    ("en", "seen"): (99, 99),
    ("fr", "seen"): (99, 99),
    # Written by somebody who did not know the lists, and meant to be hard.
    ("en", "fresh"): (63, 61),
    ("fr", "fresh"): (62, 59),
}


@pytest.fixture(scope="module")
def found() -> Recall:
    return measure()


@pytest.mark.parametrize(
    "words",
    [
        "I want to kill myself",
        "he is outside",
        "il est dehors",
        "He's outside with a knife",
        "il a un couteau",
        "he said he will kill me, he has a gun",
        "I CAN'T BREATHE",
        "i cant breathe",
        "je veux mourir",
        "someone is in the house",
        "🔪 he pulled a 🔪",
    ],
)
def test_danger_to_life_shows_the_door(words: str) -> None:
    assert alarm([words]).level == DOOR


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("my ex keeps writing to me", "partner"),
        ("mon ex m’écrit sans arrêt", "partner"),
        ("last year he showed me a knife", "weapon"),
        ("I am afraid", "fear"),
        ("J’AI PEUR", "fear"),
        ("ils sont racistes", "hate"),
    ],
)
def test_a_worry_raises_the_priority(words: str, topic: str) -> None:
    assert alarm([words]).level == RAISE
    assert topic in alarm([words]).topics
    assert mentions(words, topic)


@pytest.mark.parametrize(
    "words",
    [
        "My ex-colleague’s bike was stolen",
        "A knife set was stolen",
        "I shot a photo of it",
        "It killed the battery",
        "My wife saw that the child’s bike was gone",
        "Le vélo de ma fille était devant la maison",
        "",
        "   ",
    ],
)
def test_ordinary_words_raise_nothing(words: str) -> None:
    assert alarm([words]).level == NONE
    assert alarm([words]).topics == ()


def test_saying_no_does_not_lower_an_alarm() -> None:
    assert alarm(["he did not have a knife"]).level >= RAISE
    assert alarm(["I am not suicidal"]).level == DOOR


def test_accents_case_and_apostrophes_do_not_matter() -> None:
    for words in ("Il m’a menacée", "il ma menacee", "IL M'A MENACÉE", "il m a menacée"):
        assert "threat" in topics_in(words)


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("hes outsid n he wont leave", "present"),
        ("im gona kil myself tonite", "suicide"),
        ("he strangeld me", "violence"),
        ("jveux pu vivre", "suicide"),
        ("chu pu capable de vivre", "suicide"),
        ("y est dehors", "present"),
        ("ya un gun", "weapon"),
        ("y ma fesser", "violence"),
        ("kelkun essaye de rentrer", "present"),
    ],
)
def test_words_are_understood_as_people_type_them(words: str, topic: str) -> None:
    assert topic in topics_in(words)


def test_who_is_to_be_killed_tells_a_threat_from_despair() -> None:
    assert "suicide" not in topics_in("il va me tuer")
    assert "suicide" in topics_in("je vais me tuer")
    assert "suicide" in topics_in("il va se tuer")


def test_languages_may_be_mixed() -> None:
    assert {"present", "weapon"} <= topics_in("he is outside, il a un couteau")


def test_what_stands_in_different_answers_counts_together() -> None:
    assert alarm(["my ex texts me every day"]).level == RAISE
    both = alarm(["my ex texts me every day", "he bought a gun"])
    assert both.level == DOOR
    assert set(both.topics) == {"partner", "weapon"}


def test_a_child_is_named_but_raises_nothing_alone() -> None:
    assert mentions("my son was there", "child")
    assert alarm(["my son was there"]).level == NONE
    assert alarm(["my son was there and is scared"]).topics == ("child", "fear")


def test_an_unknown_topic_is_refused() -> None:
    with pytest.raises(KeyError):
        mentions("anything", "weather")


@pytest.mark.parametrize("line", ["a[b]", "(open", "x{2}", "a.b", "*thing", ".. stop"])
def test_a_line_that_is_no_pattern_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="danger words"):
        Lines([("", line)])


def test_a_pattern_finds_all_that_it_says() -> None:
    lines = Lines(
        ("", line)
        for line in ["(very )*(bad|sad*) guy", "can't .. stop", "u?p (a|b)+ z", "go ~ (up|down)"]
    )
    for words in (
        " bad guy ",
        " very very sadly guy ",
        " can' t ever really stop ",
        " cant stop ",
        " p aa z ",
        " up b z ",
        " go all the down ",
    ):
        assert lines.labels(words) == {""}, words
    for words in (" embad guy ", " stop ", " go all the way up ", " cant . stop "):
        assert not lines.labels(words), words


def test_what_a_pattern_says_can_be_cut_out() -> None:
    assert Lines([(None, "hit (and )?run")]).without(" a hit and run here ", "|") == " a | here "


def test_there_are_enough_texts_of_each_kind() -> None:
    told = list(cases())
    for lang in languages():
        assert sum(case.lang == lang for case in told) >= 150
        assert {t for case in told if case.lang == lang for t in case.topics} == set(TOPICS)
    assert len(list(harmless())) >= 150
    assert len({case.words for case in told}) == len(told)


@pytest.mark.parametrize(("lang", "group"), FLOOR)
def test_recall_does_not_fall_below_what_was_reached(found: Recall, lang: str, group: str) -> None:
    topics = [s for (one, of, _), s in found.topics.items() if (one, of) == (lang, group)]
    percent = 100 * sum(s.found for s in topics) / sum(s.wanted for s in topics)
    assert percent >= FLOOR[lang, group][0]
    assert found.level(lang, group, DOOR).percent >= FLOOR[lang, group][1]


def test_false_alarms_stay_few(found: Recall) -> None:
    assert len(found.false_alarms) <= found.texts["harmless"] // 30, found.false_alarms


def test_the_report_lists_every_miss_and_false_alarm(found: Recall) -> None:
    told = "\n".join(report(found))
    assert "not evidence of safety" in told
    for miss in found.misses:
        assert miss.case.words in told
    for _, words, _ in found.false_alarms:
        assert words in told


@pytest.mark.parametrize(
    "words", ["I think he will kill me.", "il va me tuer", "she wants to kill us"]
)
def test_a_threat_is_not_taken_for_a_wish_to_die(words: str) -> None:
    assert "threat" in alarm([words]).topics
    assert "suicide" not in alarm([words]).topics


def test_what_was_heard_is_remembered_without_the_words() -> None:
    words = "Zelda said he has a knife"
    first = alarm([words])
    heard = danger_lists().heard
    assert alarm([words]) == first
    assert topics_in(words) == {"weapon"}
    assert all(isinstance(digest, bytes) and len(digest) == 16 for digest in heard)
    assert "zelda" not in repr(heard).lower()
