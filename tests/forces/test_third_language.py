"""A third language is added by files alone: published, and walked to the receipt."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from secrets import token_hex

import pytest
from language_pack import CODE, pseudo, write_texts, write_words

from force_help import DEMO_FORCES

TYPES = ("theft_bicycle", "lost_property")


def _forget() -> None:
    """Languages are read once per process; a test that adds one forgets them before and after."""
    from frontcounter.base import languages
    from frontcounter.documents import labels
    from frontcounter.forms.engine import cleaning
    from frontcounter.forms.engine import texts as engine_texts
    from frontcounter.web import texts

    danger = import_module("frontcounter.forms.engine.danger")
    for kept in (
        languages.language, texts.catalogue, texts.complete_languages, texts._french_spaces,
        engine_texts._flat, cleaning._months, danger._lists, labels._texts,
    ):  # fmt: skip
        kept.cache_clear()


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation's folder of languages, with the pages' texts of one more."""
    folder = tmp_path / "languages"
    write_texts(folder / CODE)
    monkeypatch.setenv("FRONTCOUNTER_LANGUAGES", str(folder))
    _forget()
    yield folder
    monkeypatch.undo()
    _forget()


@pytest.fixture
def force(tmp_path: Path) -> Path:
    """The files of a force that offers two types in English and the new language."""
    folder = tmp_path / f"force-{token_hex(4)}"
    shutil.copytree(DEMO_FORCES / "red-river", folder)
    file = folder / "force.yaml"
    text = file.read_text("utf-8").replace("slug: red-river", f"slug: {folder.name}")
    text = text.replace("languages: [en, fr]", f"languages: [en, {CODE}]")
    text = re.sub(r"(?ms)^types:.*?(?=^\w|\Z)", f"types: [{', '.join(TYPES)}]\n", text)
    text = re.sub(r"(?m)^withdraw_at_once: \[[^]]*\]", "withdraw_at_once: []", text)
    file.write_text(re.sub(r"(?ms)^routes:.*?(?=^\w)", "", text), "utf-8")
    return folder


def _texts_of(folder: Path) -> set[str]:
    """Every English text that the force's own files and its report types hold."""
    from frontcounter.forms.catalogue.translations import untranslated
    from frontcounter.ops.publish import read_settings, sources_of

    settings = read_settings(folder)
    found = set(untranslated(settings, CODE))
    for name in TYPES:
        entry, overlay = sources_of(settings, folder, name)
        found |= {*untranslated(entry, CODE), *untranslated(overlay, CODE)}
    return found


def _deliver(packs: Path, folder: Path) -> None:
    """The translator's two deliveries: words of report types, and words of the force."""
    texts = _texts_of(folder)
    own = {text for text in texts if "Red River" in text}
    write_words(packs / CODE / "forms" / "types.yaml", texts - own)
    write_words(folder / "languages" / f"{CODE}.yaml", own)


def test_an_untranslated_text_is_a_problem_with_its_file_and_key(packs: Path, force: Path) -> None:
    from frontcounter.ops.force_check import check_folder

    problems = [str(problem) for problem in check_folder(force).problems]
    assert f"force.yaml: doors.call_back.name: has no text in '{CODE}'" in problems
    assert any(p.startswith("theft_bicycle.yaml: title: has no text") for p in problems)


def test_without_the_texts_of_the_pages_nothing_is_published(packs: Path, force: Path) -> None:
    from frontcounter.ops.force_check import check_folder

    _deliver(packs, force)
    (packs / CODE / "texts" / "intake.yaml").unlink()
    _forget()
    told = [str(problem) for problem in check_folder(force).problems]
    assert len(told) == 1
    assert re.match(rf"force.yaml: languages.{CODE}: \d+ texts of the pages are missing", told[0])


def test_a_change_of_the_english_text_makes_its_translation_missing_not_stale(
    packs: Path, force: Path
) -> None:
    from frontcounter.ops.force_check import check_folder

    _deliver(packs, force)
    assert check_folder(force).problems == ()
    file = force / "force.yaml"
    file.write_text(file.read_text("utf-8").replace("the call-back unit", "the phone unit"))
    gone = {problem.where for problem in check_folder(force).problems}
    assert gone == {
        "doors.call_back.name",
        "promises.call_back.text",
        "promises.urgent_call.text",
    }


def test_files_alone_take_a_person_to_the_receipt_in_the_new_language(
    packs: Path, force: Path
) -> None:
    from intake_walker import MIDNIGHT_BIKE, Walker

    from frontcounter.ops.force_check import check_folder
    from frontcounter.ops.publish import add_force, published_of

    _deliver(packs, force)
    checked = check_folder(force)
    assert checked.problems == ()
    add_force(published_of(checked.settings), checked.forms, at=datetime.now(UTC))
    person = Walker(force.name, CODE)
    start = person.get("")
    assert f'lang="{CODE}"' in start.html
    assert pseudo("Stolen bicycle") in start.html
    person.walk(MIDNIGHT_BIKE)
    assert person.step == "check-answers", (person.path, person.page.title)
    assert "22:30" in person.page.html
    receipt = person.press()
    assert person.step == "sent"
    assert re.search(r'id="tracking-number">T-', receipt.html)
    assert pseudo("Somebody reads your report and tells you what happens with it.") in receipt.html
    copy = person.client.get(f"{person.home}report/theft_bicycle/your-copy")
    assert copy.content.startswith(b"%PDF")


def test_a_translator_gets_every_text_that_is_missing_and_nothing_else(
    packs: Path, force: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from yaml import safe_load

    from frontcounter.ops.cli import main

    assert main(["force", "words", str(force), CODE]) == 0
    told = safe_load(capsys.readouterr().out)
    assert set(told) == _texts_of(force)
    assert {"Stolen bicycle", "the call-back unit"} <= set(told)
    _deliver(packs, force)
    main(["force", "words", str(force), CODE])
    assert capsys.readouterr().out == ""
