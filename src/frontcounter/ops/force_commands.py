"""`frontcounter force new|check|publish FOLDER`: a force from its files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import force_id_of
from frontcounter.forces.publishing import PublishError, publish
from frontcounter.forms.engine import PublishError as FormError
from frontcounter.ops.publish import add_force, read_force_files


def run(action: str, folder: Path) -> int:
    """Do it and say so; 1: the files are wrong, 2: the force is not as asked."""
    try:
        settings, forms = read_force_files(folder)
    except (OSError, PublishError, FormError) as error:
        print(f"The files in {folder} cannot be published:\n{error}")
        return 1
    slug = settings["slug"]
    if action == "check":
        print(f"{slug}: {len(forms)} report types in {', '.join(settings['languages'])}; all well.")
        return 0
    now = datetime.now(UTC)
    force_id = force_id_of(slug)
    if action == "new":
        if force_id is not None:
            print(f"There is a force “{slug}” already; publish to change it.")
            return 2
        add_force(settings, forms, at=now)
        print(f"{slug} is open at /{slug}/")
        return 0
    if force_id is None:
        print(f"There is no force “{slug}” yet; make it with: frontcounter force new {folder}")
        return 2
    with scope(Role.WORKER, force_id):
        publication = publish(settings, forms, now)
    print(f"{slug}: publication {publication[:12]} is in effect.")
    return 0
