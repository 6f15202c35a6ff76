"""`frontcounter forms stats`: what each report type asks of a person, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from frontcounter.forms.engine import load_document
from frontcounter.forms.engine.effort import Effort, effort
from frontcounter.ops.publish import read_force_files

DEMO = Path(__file__).parent / "demo" / "forces"
HEADINGS = ("type", "language", "pages", "required", "optional", "grade", "minutes", "all")
NOTE = """\
Modelled, not measured: reading 238 words a minute, typing 36, choices by the keystroke-level model.
minutes: what is required, and the story. all: every question answered. grade: English sentences."""


def stats(folder: Path) -> list[Effort]:
    """The effort of every report type of a force's folder, in each of its languages."""
    now = datetime.now(UTC)
    settings, forms = read_force_files(folder)
    return [
        effort(load_document(form), lang, now=now)
        for form in forms
        for lang in settings["languages"]
    ]


def print_stats(folder: str = "") -> int:
    """Print the table for one folder, or for each demo force."""
    folders = [Path(folder)] if folder else sorted(p for p in DEMO.iterdir() if p.is_dir())
    for one in folders:
        print(f"\n{one.name}")
        for line in _table(stats(one)):
            print(line)
    print(f"\n{NOTE}")
    return 0


def _table(found: list[Effort]) -> Iterator[str]:
    rows = [HEADINGS, *(_row(one) for one in found)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADINGS))]
    for row in rows:
        cells = [cell.ljust(w) if n < 2 else cell.rjust(w) for n, (cell, w) in
                 enumerate(zip(row, widths, strict=True))]  # fmt: skip
        yield "  ".join(cells).rstrip()


def _row(one: Effort) -> tuple[str, ...]:
    grade = "" if one.grade is None else f"{max(one.grade, 0):.1f}"
    return (one.type, one.lang, str(one.pages), str(one.required), str(one.optional), grade,
            f"{one.minutes:.1f}", f"{one.minutes_all:.1f}")  # fmt: skip
