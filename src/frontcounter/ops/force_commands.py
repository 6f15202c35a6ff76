"""`frontcounter force …`: a force from its files, what it published, and what a change would do."""

from __future__ import annotations

import shutil
from argparse import Namespace
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from frontcounter.base.scope import Role, scope
from frontcounter.forces.drafting import keep_in_preparation
from frontcounter.forces.lookup import force_id_of
from frontcounter.forces.published import published_settings, settings_in_scope
from frontcounter.forces.publishing import PublishError, differences, publish, revert, versions
from frontcounter.forms.catalogue.translations import untranslated
from frontcounter.ops.force_check import Checked, check_folder
from frontcounter.ops.publish import add_force, published_of, read_settings, sources_of
from frontcounter.ops.simulate import simulate, table

TEMPLATES = Path(__file__).parent / "demo" / "forces"
WRONG_FILES, NOT_AS_ASKED = 1, 2


def new(chosen: Namespace) -> int:
    """Make a force of its files; with `--from`, the files first, and no more than that."""
    if chosen.template:
        return _copy(chosen.template, Path(chosen.folder))
    checked = _right_files(chosen)
    if checked is None:
        return WRONG_FILES
    slug = checked.settings["slug"]
    if _force_id(slug) is not None:
        print(f"There is a force “{slug}” already; publish to change it.")
        return NOT_AS_ASKED
    add_force(published_of(checked.settings), checked.forms, at=datetime.now(UTC))
    print(f"{slug} is open at /{slug}/")
    return 0


def check(chosen: Namespace) -> int:
    """Say everything that is wrong with the files."""
    checked = _right_files(chosen)
    if checked is None:
        return WRONG_FILES
    settings = checked.settings
    languages = ", ".join(settings["languages"])
    print(f"{settings['slug']}: {len(checked.forms)} report types in {languages}; all well.")
    return 0


def preview_files(chosen: Namespace) -> int:
    """Keep the files' forms for the previews of the staff site; nothing is put in effect."""
    checked = _right_files(chosen)
    if checked is None:
        return WRONG_FILES
    slug = checked.settings["slug"]
    found = _known(slug)
    if found is None:
        return NOT_AS_ASKED
    with scope(Role.WORKER, found):
        keep_in_preparation(checked.settings, checked.forms, datetime.now(UTC))
    print(f"Staff who publish see every page at /staff/{slug}/forms; nothing is in effect yet.")
    return 0


def publish_files(chosen: Namespace) -> int:
    """Put the files in effect, and say what that changed."""
    checked = _right_files(chosen)
    if checked is None:
        return WRONG_FILES
    found = _known(checked.settings["slug"])
    if found is None:
        print(f"Make it with: frontcounter force new {chosen.folder}")
        return NOT_AS_ASKED
    with scope(Role.WORKER, found):
        before = settings_in_scope().document
        made = publish(
            published_of(checked.settings),
            checked.forms,
            datetime.now(UTC),
            note=chosen.note,
            urgent=chosen.urgent,
        )
        _tell_changes(before, made)
    return 0


def list_versions(chosen: Namespace) -> int:
    """What the force published, the newest first."""
    found = _known(chosen.force)
    if found is None:
        return NOT_AS_ASKED
    with scope(Role.WORKER, found):
        zone = settings_in_scope().zone
        for nth, version in enumerate(versions()):
            mark = "in effect" if nth == 0 else ""
            back = f"back to version {version.back_to}" if version.back_to else ""
            told = "; ".join(part for part in (mark, back, version.note) if part)
            at = f"{version.at.astimezone(zone):%Y-%m-%d %H:%M}"
            print(f"{version.number:>4}  {at}  {version.publication_hash[:12]}  {told}".rstrip())
    return 0


def go_back(chosen: Namespace) -> int:
    """Put an earlier version in effect again."""
    found = _known(chosen.force)
    if found is None:
        return NOT_AS_ASKED
    with scope(Role.WORKER, found):
        before = settings_in_scope().document
        try:
            made = revert(chosen.number, datetime.now(UTC), note=chosen.note)
        except PublishError as error:
            print(error)
            return NOT_AS_ASKED
        _tell_changes(before, made)
    return 0


def simulate_files(chosen: Namespace) -> int:
    """Say where the stored reports would have gone with the changed files; nothing is published."""
    checked = _right_files(chosen)
    if checked is None:
        return WRONG_FILES
    found = _known(checked.settings["slug"])
    if found is None:
        return NOT_AS_ASKED
    with scope(Role.WORKER, found):
        outcome = simulate(checked.forms)
    print(table(outcome))
    return 0


def untranslated_words(chosen: Namespace) -> int:
    """For a translator: every text of the force that a language lacks, as YAML to fill in."""
    folder = Path(chosen.folder)
    try:
        settings = read_settings(folder)
        sources = [sources_of(settings, folder, name) for name in settings["types"]]
    except (OSError, LookupError, ValueError, yaml.YAMLError) as error:
        print(f"{folder}: {error}")
        return WRONG_FILES
    found = dict.fromkeys(untranslated(settings, chosen.language))
    for pair in sources:
        found |= dict.fromkeys(untranslated(list(pair), chosen.language))
    for text in found:
        print(yaml.safe_dump({text: ""}, allow_unicode=True, width=10_000), end="")
    return 0


def _tell_changes(before: Mapping[str, Any], publication: str) -> None:
    changed = differences(before, published_settings(publication).document)
    print("\n".join(changed) if changed else "Nothing changed.")
    print(f"Publication {publication[:12]} is in effect.")


def _right_files(chosen: Namespace) -> Checked | None:
    """What the folder holds; None, once every problem is told, if anything is wrong with it."""
    checked = check_folder(Path(chosen.folder))
    for problem in checked.problems:
        print(problem)
    if checked.problems:
        print(f"{len(checked.problems)} problems in {chosen.folder}; nothing was published.")
        return None
    return checked


def _copy(template: str, folder: Path) -> int:
    """The files of a demo force under another address, to be changed."""
    known = sorted(path.parent.name for path in TEMPLATES.glob("*/force.yaml"))
    if template not in known:
        print(f"There is no force “{template}” to begin with; there are {', '.join(known)}.")
        return NOT_AS_ASKED
    if folder.exists():
        print(f"{folder} is there already; nothing was changed.")
        return NOT_AS_ASKED
    shutil.copytree(TEMPLATES / template, folder)
    file = folder / "force.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("demo:")]
    changed = [f"slug: {folder.name}\n" if x.startswith("slug:") else x for x in kept]
    file.write_text("".join(changed), "utf-8")
    print(f"{folder} has the files of {template}. Change names, doors, texts and limits, then:")
    print(f"  frontcounter force check {folder}\n  frontcounter force new {folder}")
    return 0


def _force_id(slug: str) -> UUID | None:
    with scope(Role.WORKER, None):
        return force_id_of(slug)


def _known(slug: str) -> UUID | None:
    found = _force_id(slug)
    if found is None:
        print(f"There is no force “{slug}”.")
    return found
