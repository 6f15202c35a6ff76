"""Check that all languages say the same things: `python -m frontcounter.web.textcheck`.

Keys and placeholders of every room must agree between its languages, and every key that a
template or a module names as a literal must exist.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import yaml

from frontcounter.web.texts import PACKAGE, TextError, files_of, placeholders, read_file, rooms

REQUIRED = ("en", "fr")

# t(…), tr(…), plural(…) with a literal string that has a dot.
_USE = re.compile(
    r"""\b(t|tr|_t|plural)\(\s*(["'])([a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)+)\2\s*[,)]"""
)


def check_room(room: str, folder: Path) -> tuple[list[str], set[str]]:
    """Return (problems, keys) of one room's files."""
    languages = {path.stem.split(".")[-1] for path in folder.glob("*.yaml")}
    problems = [f"{room}: no {lang}.yaml" for lang in REQUIRED if lang not in languages]
    texts: dict[str, dict[str, str]] = {}
    for lang in sorted(languages):
        texts[lang] = {}
        for prefix, path in files_of(room, folder, lang):
            try:
                texts[lang] |= read_file(path, prefix, lang)
            except (TextError, yaml.YAMLError) as error:
                problems.append(f"{room}/{path.name}: {error}")
    every = set().union(*texts.values()) if texts else set()
    for lang, flat in texts.items():
        problems += [f"{lang}: {key}: missing" for key in sorted(every - set(flat))]
        problems += [f"{lang}: {key}: empty" for key, text in flat.items() if not text.strip()]
    for key in sorted(every):
        sets = {lang: placeholders(flat[key]) for lang, flat in texts.items() if key in flat}
        if len(set(sets.values())) > 1:
            shown = "; ".join(f"{lang} {sorted(names)}" for lang, names in sets.items())
            problems.append(f"{key}: placeholders differ: {shown}")
    return problems, every


def used_keys(root: Path) -> dict[str, str]:
    """Return the keys that sources below `root` name as literals, each with one file naming it."""
    uses: dict[str, str] = {}
    for path in sorted(root.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "static" in path.parts:
            continue
        for match in _USE.finditer(path.read_text("utf-8")):
            key = match.group(3)
            if match.group(1) == "plural":
                key += ".other"
            uses.setdefault(key, path.relative_to(root).as_posix())
    return uses


def check(root: Path = PACKAGE) -> list[str]:
    """Return every problem found in all rooms' texts and their uses."""
    problems: list[str] = []
    keys: set[str] = set()
    for room, folder in rooms():
        found, room_keys = check_room(room, folder)
        problems += found
        keys |= room_keys
    for key, where in sorted(used_keys(root).items()):
        if key not in keys:
            problems.append(f"{where}: {key}: named but not written")
    return problems


def main() -> int:
    """Print the problems; exit status 1 when there are any."""
    problems = check()
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if not problems:
        sys.stdout.write("texts: all languages agree\n")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
