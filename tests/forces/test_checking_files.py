"""`frontcounter force check`: every mistake of a force's files is told with its file and key."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from force_help import DEMO_FORCES
from frontcounter.ops.cli import main

FORCES = ("red-river", "soar-valley", "north-prairie", "escarpment")
MISTAKES = [
    ("call_back: {unit: call_back_unit", "call_back: {unit: nobody", "call_back.unit: names"),
    ("  camera: evidence_unit", "  camera: nobody", "routes.camera: names the unit 'nobody'"),
    ("  camera: evidence_unit", "  sun: evidence_unit", "routes.sun: is a mark that no report"),
    ("intelligence: intelligence_unit", "spies: intelligence_unit", "desks.spies: is no desk"),
    ("  review: [review]", "  review: [reveiw]", "promises_on_submit.reveiw"),
    ("    unit: business_days\n    pauses", "    unit: days\n    pauses", "promises.review.unit"),
    ("    length: 3", "    length: soon", "promises.review.length: is a whole number"),
    ("  - graffiti", "  - grafiti", "types.grafiti: is no report type"),
    ("  - graffiti", "  - graffiti\n  - graffiti", "types.graffiti: stands twice"),
    ("subdivision: MB", "subdivision: XX", "calendar: holidays cannot be looked up"),
    ('mon: ["08:00", "17:00"]', 'mon: ["17:00", "08:00"]', "calendar.open.mon: is two times"),
    ("extra_days: []", 'extra_days: ["2026-02-30"]', "calendar.extra_days: '2026-02-30'"),
    ("timezone: America/Winnipeg", "timezone: America/Winipeg", "timezone: 'America/Winipeg'"),
    ('accent: "#1d4e89"', 'accent: "#9db8d6"', "look: accent_text on accent has a contrast of"),
    ("{n:06d}", "{n}", "numbering.file.format: needs a counter"),
    ("  crisis:\n", "  krisis:\n", "doors.crisis: is missing; it is needed by"),
    ("languages: [en, fr]", "languages: [en, fr, es]", "languages.es:"),
    ("languages: [en, fr]", "languages: [en, fr, es]", "name: has no text in 'es'"),
    ("slug: red-river", "slug: staff", "slug: is made of"),
    ("slug: red-river", "slugg: red-river", "slug: is missing"),
    ("region: MB", "regoin: MB", "regoin: is not a key of force.yaml"),
    ("fr: l’unité de rappel}", "fr: ''}", "doors.call_back.name: has no text in 'fr'"),
]


# Types that between them make every mark that a route names; all of them would take long.
TYPES = (
    "theft_bicycle",
    "lost_property",
    "graffiti",
    "hate_incident",
    "harassing_communications",
    "missing_person",
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of a force's files, with fewer types."""
    folder = Path(shutil.copytree(DEMO_FORCES / "red-river", tmp_path / "town"))
    path = folder / "force.yaml"
    head = path.read_text("utf-8").partition("\ntypes:")[0]
    listed = "".join(f"\n  - {name}" for name in TYPES)
    head = re.sub(r"(?s)withdraw_at_once: \[[^]]*\]", "withdraw_at_once: [graffiti]", head)
    path.write_text(f"{head}\ntypes:{listed}\n", "utf-8")
    return folder


@pytest.mark.parametrize("name", FORCES)
def test_every_demo_force_is_right(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["force", "check", str(DEMO_FORCES / name)]) == 0, capsys.readouterr().out
    assert "all well" in capsys.readouterr().out


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES)
def test_a_mistake_is_told_with_its_key(files: Path, old: str, new: str, told: str) -> None:
    from frontcounter.ops.force_check import check_folder

    path = files / "force.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    problems = [str(problem) for problem in check_folder(files).problems]
    assert any(problem.startswith(f"force.yaml: {told}") for problem in problems), problems


def test_everything_is_told_at_once_and_the_exit_code_says_so(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = files / "force.yaml"
    text = path.read_text("utf-8").replace("    length: 3", "    length: 0")
    path.write_text(text.replace("subdivision: MB", "subdivision: XX"), "utf-8")
    (files / "graffitti.yaml").write_text("type: graffiti\n", "utf-8")
    assert main(["force", "check", str(files)]) == 1
    told = capsys.readouterr().out
    assert "promises.review.length" in told
    assert "holidays" in told
    assert "graffitti.yaml: : is the overlay of no report type" in told
    assert "3 problems" in told


def test_a_mistake_in_an_overlay_names_the_type(files: Path) -> None:
    from frontcounter.ops.force_check import check_folder

    (files / "graffiti.yaml").write_text("type: graffiti\nremove: [tagg]\n", "utf-8")
    problems = [str(problem) for problem in check_folder(files).problems]
    assert problems == ["overlay of graffiti: remove.tagg: names nothing of this report type"]


def test_bad_yaml_is_a_problem_not_a_crash(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "force.yaml").write_text("slug: [red\n", "utf-8")
    assert main(["force", "check", str(files)]) == 1
    assert main(["force", "check", str(files / "nothing")]) == 1
    assert "force.yaml" in capsys.readouterr().out


def test_a_newcomer_begins_with_the_files_of_a_demo_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new-town"
    assert main(["force", "new", "--from", "escarpment", str(folder)]) == 0
    text = (folder / "force.yaml").read_text("utf-8")
    assert "slug: new-town\n" in text
    assert "demo: true" not in text
    assert main(["force", "check", str(folder)]) == 0
    assert main(["force", "new", "--from", "escarpment", str(folder)]) == 2
    assert main(["force", "new", "--from", "atlantis", str(tmp_path / "x")]) == 2
