"""Fail where code names a force: forces differ by rows and files, never by code."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "frontcounter"
DEMO = SOURCE / "ops" / "demo"
FORCES = DEMO / "forces"
COMPARED = re.compile(
    r"\b(?:force|slug|force_slug|force\.slug)\s*(?:==|!=|\bin\b)\s*[\[({]?\s*[\"'][^\"']"
)


def findings() -> list[str]:
    """Lines that name a demo force, or compare a force with a word, outside the demo's files."""
    slugs = sorted(folder.name for folder in FORCES.iterdir()) if FORCES.is_dir() else []
    named = re.compile("|".join(map(re.escape, slugs)) if slugs else "(?!)")
    found = []
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in {".py", ".html", ".j2", ".typ", ".yaml"} or DEMO in path.parents:
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if named.search(line) or COMPARED.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    return found


if __name__ == "__main__":
    lines = findings()
    print("\n".join(lines), end="\n" if lines else "")
    sys.exit(bool(lines))
