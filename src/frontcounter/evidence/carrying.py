"""Carrying a report's files to another force of the installation: out of one key, into another.

What was scanned stays scanned, and its copies go along. Files in quarantine are checked anew there;
what is infected or locked away stays where it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.scope import current_force_id
from frontcounter.base.seal import new_key
from frontcounter.base.sealed_files import copy_unsealed, new_path, remove_sealed, write_sealed_from
from frontcounter.evidence.custody import log
from frontcounter.evidence.models import CustodyAct, Evidence, FileState
from frontcounter.evidence.queries import file_key, hold_files
from frontcounter.forces.keys import wrap

_STAYS = (FileState.INFECTED, FileState.LOCKED)
_PATHS = ("path", "safe_path", "preview_path", "blur_path")
_FACTS = (
    "question", "name", "media_type", "size", "sha256", "state", "problem", "safe_type",
    "safe_size", "facts", "confidential", "received_at", "checked_at",
)  # fmt: skip


@dataclass(frozen=True)
class Carried:
    """One file between two forces: its facts, and its plain bytes in a folder of the worker's."""

    id: UUID
    facts: Mapping[str, Any]
    plain: Mapping[str, Path]


def take_out(report_id: UUID, folder: Path, destination: str, *, at: datetime) -> list[Carried]:
    """Write the files that may leave to `folder`, and note in their custody log where they go."""
    hold_files(report_id)
    rows = Evidence.objects.filter(report_id=report_id).exclude(state__in=_STAYS)
    found = []
    for row in rows.exclude(path="").order_by("received_at", "id"):
        plain = {name: folder / f"{row.id.hex}.{name}" for name in _PATHS if getattr(row, name)}
        for name, target in plain.items():
            with target.open("wb") as sink:
                copy_unsealed(getattr(row, name), file_key(row), sink)
        found.append(Carried(row.id, {name: getattr(row, name) for name in _FACTS}, plain))
        log(row.id, CustodyAct.TRANSFERRED, at=at, details={"destination": destination})
    return found


def new_id(carried: UUID) -> UUID:
    """What the file is called at the force in scope: the same each time it is carried there."""
    return uuid5(current_force_id(), f"carried {carried}")


def take_in(files: Sequence[Carried], report_id: UUID, draft_id: UUID, *, at: datetime) -> None:
    """Seal the files under the key of the force in scope and hang them on its report."""
    written: list[str] = []
    try:
        for one in files:
            _add(one, report_id, draft_id, written, at)
    except BaseException:
        for path in written:
            remove_sealed(path)
        raise


def _add(one: Carried, report_id: UUID, draft_id: UUID, written: list[str], at: datetime) -> None:
    from frontcounter.evidence.jobs import scan_and_copy

    key, row = new_key(), Evidence(id=new_id(one.id), **one.facts)
    row.report_id, row.draft_id = report_id, draft_id
    row.wrapped_key = wrap(key, row.id.bytes)
    for name, plain in one.plain.items():
        path = new_path()
        with plain.open("rb") as source:
            write_sealed_from(path, key, source)
        written.append(path)
        setattr(row, name, path)
    row.add()
    known = {} if row.confidential else {"sha256": row.sha256, "size": row.size}
    log(row.id, CustodyAct.RECEIVED, at=at, details={**known, "carried": True})
    audit(Verb.COLLECT, "file.received", subject=f"file:{row.id}", at=at)
    if row.state == FileState.QUARANTINED:
        scan_and_copy.later(row.id)
