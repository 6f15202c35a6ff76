"""Publishing is at once, numbered and can be gone back on; what was asked stays as it was asked."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from typing import Any

import pytest

from force_help import DEMO_FORCES, TestForce
from frontcounter.ops.cli import main

FEW = "types: [theft_bicycle, lost_property]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of a force that offers two types; it is published."""
    files = tmp_path / f"town-{secrets.token_hex(4)}"
    shutil.copytree(DEMO_FORCES / "red-river", files)
    _change(files, "slug: red-river", f"slug: {files.name}")
    text = (files / "force.yaml").read_text("utf-8")
    head, _, rest = text.partition("\ntypes:")
    text = head + "\n" + FEW + "".join(f"\n{line}" for line in rest.splitlines() if ":" in line)
    text = text.replace(_part(text, "withdraw_at_once"), "withdraw_at_once: []\n")
    text = text.replace(_part(text, "routes"), "")
    (files / "force.yaml").write_text(text, "utf-8")
    assert main(["force", "new", str(files)]) == 0
    return files


def _part(text: str, key: str) -> str:
    """The lines of a top-level key."""
    lines = text.splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if line.startswith(f"{key}:"))
    last = next(
        n for n, line in enumerate(lines[first + 1 :], first + 1) if not line.startswith(" ")
    )
    return "".join(lines[first:last])


def _change(files: Path, old: str, new: str, name: str = "force.yaml") -> None:
    path = files / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def _force(files: Path) -> TestForce:
    from frontcounter.base.scope import Role, scope
    from frontcounter.forces.lookup import force_id_of

    with scope(Role.WORKER, None):
        found = force_id_of(files.name)
    assert found is not None
    return TestForce(found, files.name)


def _ask_more(files: Path) -> None:
    """A change of the form: one more question that must be answered, on the page of the bike."""
    (files / "theft_bicycle.yaml").write_text(
        "type: theft_bicycle\n"
        "add:\n"
        "  - page: things\n"
        "    question:\n"
        "      id: club\n"
        "      kind: yes_no\n"
        "      required: true\n"
        '      label: {en: "Is it registered with a club?", fr: "Est-il inscrit à un club?"}\n'
        '      error: {en: "Select yes if it is", fr: "Choisissez oui s’il l’est"}\n',
        "utf-8",
    )


def _walker(files: Path) -> Any:
    from intake_walker import Walker

    return Walker(files.name)


def _send(files: Path, answers: dict[str, Any] | None = None) -> Any:
    from intake_walker import MIDNIGHT_BIKE

    person = _walker(files)
    person.walk(answers or MIDNIGHT_BIKE)
    assert person.step == "check-answers", (person.path, person.page.title)
    person.press()
    assert person.step == "sent"
    return person


def test_a_change_is_in_effect_at_once_and_says_what_it_changed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _change(folder, "phone: 204-555-0141", "phone: 204-555-0177")
    _ask_more(folder)
    assert main(["force", "publish", str(folder), "--note", "New number"]) == 0
    told = capsys.readouterr().out
    assert "theft_bicycle: changed" in told
    assert "doors: changed" in told
    assert "lost_property" not in told
    assert "204-555-0177" in _walker(folder).get("").html


def test_publishing_the_same_files_again_makes_no_version(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["force", "publish", str(folder)]) == 0
    assert "Nothing changed." in capsys.readouterr().out
    assert main(["force", "versions", folder.name]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_an_earlier_version_can_be_put_in_effect_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _change(folder, "phone: 204-555-0141", "phone: 204-555-0177")
    main(["force", "publish", str(folder), "--note", "New number"])
    assert main(["force", "revert", folder.name, "1"]) == 0
    assert "204-555-0141" in _walker(folder).get("").html
    capsys.readouterr()
    main(["force", "versions", folder.name])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["3", "2", "1"]
    assert "in effect; back to version 1" in lines[0]
    assert "New number" in lines[1]
    assert lines[0].split()[3] == lines[2].split()[3]


def test_there_is_no_going_back_to_what_never_was_or_is_in_effect(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["force", "revert", folder.name, "7"]) == 2
    assert "there is no version 7" in capsys.readouterr().out
    assert main(["force", "revert", folder.name, "1"]) == 2
    assert main(["force", "revert", "nowhere-at-all", "1"]) == 2


def test_an_old_report_keeps_the_form_that_it_was_asked_with(folder: Path) -> None:
    from frontcounter.forms.pages.published import published_form
    from frontcounter.reports.models import Report

    person = _send(folder)
    force = _force(folder)
    first = force.form("theft_bicycle").hash
    _ask_more(folder)
    main(["force", "publish", str(folder)])
    assert force.form("theft_bicycle").hash != first
    with force.scope():
        report = Report.objects.get()
        assert report.form_hash == first
        assert published_form(report.form_hash).question("club") is None
    copy = person.client.get(f"{person.home}report/theft_bicycle/your-copy")
    assert copy.content.startswith(b"%PDF")


def test_what_was_published_cannot_be_changed_by_the_program(folder: Path) -> None:
    from django.db import ProgrammingError

    from frontcounter.forces.models import Publication, Version

    for model in (Publication, Version):
        with pytest.raises(ProgrammingError, match="permission denied"), _force(folder).scope():
            model.objects.all().update(force_id=_force_id(folder))


def _force_id(folder: Path) -> Any:
    from frontcounter.base.scope import current_force_id

    return current_force_id()


def _half(files: Path) -> Any:
    """Somebody who is in the middle: the page of the bike comes next."""
    from intake_walker import MIDNIGHT_BIKE

    person = _walker(files)
    pages = list(MIDNIGHT_BIKE)
    before = {page: MIDNIGHT_BIKE[page] for page in pages if page != "things"}
    person.walk(before)
    assert person.step == "things"
    return person


def test_a_draft_keeps_its_form_through_an_ordinary_change(folder: Path) -> None:
    person = _half(folder)
    _ask_more(folder)
    main(["force", "publish", str(folder)])
    assert "registered with a club" not in person.get("report/theft_bicycle/things").html


def test_an_urgent_change_reaches_an_open_draft_keeps_its_answers_and_says_so(
    folder: Path,
) -> None:
    from intake_walker import MIDNIGHT_BIKE

    person = _half(folder)
    _ask_more(folder)
    main(["force", "publish", str(folder), "--urgent"])
    page = person.get("report/theft_bicycle/things")
    assert "registered with a club" in page.html
    assert "What you wrote is kept" in page.html
    person.press(MIDNIGHT_BIKE["things"])
    assert "Select yes if it is" in person.page.html
    person.press({**MIDNIGHT_BIKE["things"], "club": "no"})
    person.walk({**MIDNIGHT_BIKE, "things": {**MIDNIGHT_BIKE["things"], "club": "no"}})
    assert person.step == "check-answers", person.path
    assert "12 Example Street" in person.page.html


def test_a_later_ordinary_change_does_not_undo_an_urgent_one(folder: Path) -> None:
    person = _half(folder)
    _ask_more(folder)
    main(["force", "publish", str(folder), "--urgent"])
    _change(folder, "phone: 204-555-0141", "phone: 204-555-0177")
    main(["force", "publish", str(folder)])
    assert "registered with a club" in person.get("report/theft_bicycle/things").html


def test_simulating_says_who_would_have_gone_another_way_and_publishes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from intake_walker import MIDNIGHT_BIKE

    from frontcounter.audit.models import Entry
    from frontcounter.reports.models import Report

    _send(folder)
    cheap = {**MIDNIGHT_BIKE["things"], "bicycle.0.value": "6000"}
    _send(folder, {**MIDNIGHT_BIKE, "things": cheap})
    _ask_more(folder)
    with (folder / "theft_bicycle.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "  - page: things\n"
            "    stop:\n"
            "      code: dear_bike\n"
            "      when: {over: {bicycle: 500000}}\n"
            '      title: {en: "We would like to call you", fr: "Nous aimerions vous appeler"}\n'
            '      text: {en: "Please call us.", fr: "Appelez-nous."}\n'
            "      door: call_back\n"
        )
    capsys.readouterr()
    assert main(["force", "simulate", str(folder)]) == 0
    told = capsys.readouterr().out
    force = _force(folder)
    with force.scope():
        numbers = dict(Report.objects.values_list("tracking_number", "value_minor"))
        assert Entry.objects.filter(action="force.simulate").count() == 1
    dear = next(number for number, value in numbers.items() if value == 600000)
    other = next(number for number in numbers if number != dear)
    assert f"1  would stop at things: dear_bike   e.g. {dear}" in told
    assert f"1  would be asked for: club   e.g. {other}" in told
    assert "2 reports replayed; 2 would have gone another way." in told
    assert force.form("theft_bicycle").question("club") is None


def test_simulating_unchanged_files_finds_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _send(folder)
    capsys.readouterr()
    main(["force", "simulate", str(folder)])
    assert "1 reports replayed; 0 would have gone another way." in capsys.readouterr().out
