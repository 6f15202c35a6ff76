"""Texts are found, filled and checked; a gap is an error, never an empty place."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontcounter.web import textcheck, texts
from frontcounter.web.texts import TextError, Translator, check_words, fill, speaking, t


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one room, `desk`, that has two languages."""
    folder = tmp_path / "desk" / "texts"
    folder.mkdir(parents=True)
    (folder / "en.yaml").write_text(
        "no: No\nhello: Hello {name}\nphotos:\n  one: '{n} photo'\n  other: '{n} photos'\n", "utf-8"
    )
    (folder / "fr.yaml").write_text(
        "no: Non\nhello: 'Bonjour {name} : « oui »'\n"
        "photos:\n  one: '{n} photo'\n  other: '{n} photos'\n",
        "utf-8",
    )
    monkeypatch.setattr(texts, "PACKAGE", tmp_path)
    texts.catalogue.cache_clear()
    yield folder
    texts.catalogue.cache_clear()


def test_a_text_is_found_by_its_room_and_filled(room: Path) -> None:
    assert t("desk.hello", "en", name="Ann") == "Hello Ann"


def test_a_sentence_that_ends_with_a_time_has_one_full_stop() -> None:
    assert fill("Held since {when}.", {"when": "8:10 a.m."}) == "Held since 8:10 a.m."


def test_a_key_that_yaml_would_read_as_false_stays_a_key(room: Path) -> None:
    assert t("desk.no", "en") == "No"


def test_french_gets_its_no_break_spaces(room: Path) -> None:
    assert t("desk.hello", "fr", name="Ann") == "Bonjour Ann\u00a0: «\u00a0oui\u00a0»"
    assert texts.typeset("fr", "5 000 $ à 17 h") == "5\u00a0000\u00a0$ à 17\u00a0h"
    assert texts.typeset("en", "5 000 $ : x") == "5 000 $ : x"


def test_apostrophes_are_curled_in_every_language() -> None:
    assert texts.typeset("en", "can't") == "can\u2019t"
    assert texts.typeset("fr", "l'heure") == "l\u2019heure"


def test_a_missing_key_language_or_value_raises(room: Path) -> None:
    with pytest.raises(TextError):
        t("desk.nothing", "en")
    with pytest.raises(TextError):
        t("desk.hello", "cy", name="Ann")
    with pytest.raises(TextError, match="name"):
        t("desk.hello", "en")


def test_a_forces_own_word_is_used(room: Path) -> None:
    tr = Translator("en", {"desk.hello": "Hiya {name}"})
    assert tr("desk.hello", name="Ann") == "Hiya Ann"
    assert tr("desk.no") == "No"


def test_a_forces_own_word_cannot_reach_into_a_value(room: Path) -> None:
    assert fill("{name.__class__} {name!r} {0}", {"name": "x"}) == "{name.__class__} {name!r} {0}"


def test_a_forces_own_words_are_checked(room: Path) -> None:
    problems = check_words("en", {"desk.hello": "Hi {nam}", "desk.other": "x", "desk.no": "Nope"})
    assert problems == ["en: desk.hello: unknown placeholder nam", "en: desk.other: no such text"]


def test_one_and_many_follow_the_language(room: Path) -> None:
    english, french = Translator("en"), Translator("fr")
    assert [english.plural("desk.photos", n) for n in (0, 1, 2)] == [
        "0 photos",
        "1 photo",
        "2 photos",
    ]
    assert [french.plural("desk.photos", n) for n in (0, 1, 2)] == [
        "0 photo",
        "1 photo",
        "2 photos",
    ]


def test_the_language_of_a_template_is_bound_only_inside(room: Path) -> None:
    with speaking("fr"):
        assert texts.current()("desk.no") == "Non"
    with pytest.raises(TextError):
        texts.current()


def test_a_difference_between_languages_is_a_problem(room: Path) -> None:
    (room / "fr.yaml").write_text("no: Non\nhello: 'Bonjour {nom}'\nphotos:\n  one: ''\n", "utf-8")
    problems, _ = textcheck.check_room("desk", room)
    assert problems == [
        "fr: desk.photos.other: missing",
        "fr: desk.photos.one: empty",
        "desk.hello: placeholders differ: en ['name']; fr ['nom']",
        "desk.photos.one: placeholders differ: en ['n']; fr []",
    ]


def test_a_missing_file_and_a_list_are_problems(room: Path) -> None:
    (room / "fr.yaml").unlink()
    (room / "en.yaml").write_text("list: [a]\n", "utf-8")
    problems, _ = textcheck.check_room("desk", room)
    assert problems == [
        "desk: no fr.yaml",
        "desk/en.yaml: desk.list: a text must be a string",
    ]


def test_a_key_that_a_template_names_must_be_written(room: Path) -> None:
    used = '{{ t("desk.no") }} {{ plural("desk.photos", 2) }} {{ t("desk.gone", a=1) }}'
    (room.parent / "page.html").write_text(used, "utf-8")
    root = room.parent.parent
    assert set(textcheck.used_keys(root)) == {"desk.no", "desk.photos.other", "desk.gone"}
    assert textcheck.check(root) == ["desk/page.html: desk.gone: named but not written"]


def test_the_texts_of_this_room_agree() -> None:
    problems, keys = textcheck.check_room("web", texts.PACKAGE / "web" / "texts")
    assert problems == []
    assert "web.error.server.title" in keys
