"""Checking files and drawing their safe copies; ending those that nobody sent."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from frontcounter.base.child import ChildError
from frontcounter.base.jobs import FILES, job, periodic, worker_scope
from frontcounter.base.scope import Role, current_force_id, scope
from frontcounter.base.sealed_files import new_path, remove_sealed, write_sealed
from frontcounter.evidence.checking import DOCUMENT, PICTURE, ending_of, group_of
from frontcounter.evidence.custody import log
from frontcounter.evidence.models import CustodyAct, Evidence, FileState, PartialUpload
from frontcounter.evidence.queries import copy_original, file_key, paths_of
from frontcounter.evidence.safe_copy import SafeCopy, make_safe_copy
from frontcounter.evidence.scanning import ScannerDown, TooLarge, Verdict, scan
from frontcounter.forces.lookup import all_forces

_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(hours=1)
_IN_MEMORY = 8_000_000
UNFINISHED_FOR = timedelta(days=1)


@job(FILES)
def scan_and_copy(force_id: UUID, evidence_id: UUID) -> None:
    """Scan one file in quarantine, then draw its safe copy. Nothing of an infected file is drawn.

    While the scanner is away the file stays where it is, and is tried again for ever.
    """
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as plain:
        with worker_scope(force_id):
            row = Evidence.objects.filter(id=evidence_id, state=FileState.QUARANTINED).first()
            if row is None:
                return
            copy_original(row, plain)
        try:
            verdict, problem = _scanned(plain)
        except ScannerDown as error:
            with worker_scope(force_id):
                _try_later(evidence_id, str(error), datetime.now(UTC))
            return
        copy = None
        if _is_drawn(row) and (verdict is None or verdict.clean):
            try:
                plain.seek(0)
                copy = make_safe_copy(plain.read())
            except ChildError as error:
                problem = str(error)
    with worker_scope(force_id):
        _settle(evidence_id, verdict, copy, problem, datetime.now(UTC))


def _scanned(plain: IO[bytes]) -> tuple[Verdict | None, str]:
    """The verdict, None where nobody gives one: no scanner, or a file too large for it."""
    if not settings.CLAMD:
        return None, ""
    plain.seek(0)
    try:
        return scan(settings.CLAMD, plain), ""
    except TooLarge as error:
        return None, str(error)


def _is_drawn(row: Evidence) -> bool:
    """Films and sounds stay as they are: nothing here draws them anew."""
    return group_of(row.media_type) in (PICTURE, DOCUMENT)


def _settle(
    evidence_id: UUID, verdict: Verdict | None, copy: SafeCopy | None, problem: str, at: datetime
) -> None:
    row = _waiting(evidence_id)
    if row is None:
        return
    scanned = FileState.UNSCANNED if verdict is None else FileState.CLEAN
    row.state, row.checked_at, row.problem = scanned, at, problem[:200]
    if verdict is not None and not verdict.clean:
        row.state, row.problem = FileState.INFECTED, verdict.signature
    elif copy is not None:
        _keep_copy(row, copy)
    elif _is_drawn(row):
        row.state = FileState.FAILED
    log(row.id, CustodyAct.SCANNED, at=at, details={"state": str(row.state)})
    if row.confidential:
        _strip(row, copy, at)
    row.save()


def _keep_copy(row: Evidence, copy: SafeCopy) -> None:
    key = file_key(row)
    row.safe_path, row.preview_path, row.blur_path = new_path(), new_path(), new_path()
    row.safe_type, row.safe_size, row.facts = copy.media_type, len(copy.content), copy.facts
    write_sealed(row.safe_path, key, copy.content)
    write_sealed(row.preview_path, key, copy.preview)
    write_sealed(row.blur_path, key, copy.blurred)


def _strip(row: Evidence, copy: SafeCopy | None, at: datetime) -> None:
    """Of a confidential file only its pixels are kept: what else it told is destroyed with the
    original. Where no copy can be made, nothing of it is kept.
    """
    before, row.path = row.path, row.safe_path
    row.name = f"file.{ending_of(row.safe_type or row.media_type)}"
    row.facts = {name: row.facts[name] for name in ("width", "height") if name in row.facts}
    row.size, row.sha256 = 0, ""
    if copy is not None:
        row.media_type, row.size = copy.media_type, len(copy.content)
        row.sha256 = hashlib.sha256(copy.content).hexdigest()
    transaction.on_commit(lambda: remove_sealed(before))
    log(row.id, CustodyAct.STRIPPED, at=at, details={"sha256": row.sha256, "size": row.size})


def _try_later(evidence_id: UUID, why: str, at: datetime) -> None:
    row = _waiting(evidence_id)
    if row is not None:
        wait = min(_FIRST_WAIT * 2 ** min(row.attempts, 10), _LONGEST_WAIT)
        row.attempts, row.problem = row.attempts + 1, why[:200]
        row.save()
        scan_and_copy.later(row.id, at=at + wait)


def _waiting(evidence_id: UUID) -> Evidence | None:
    rows = Evidence.objects.select_for_update()
    row: Evidence | None = rows.filter(id=evidence_id, state=FileState.QUARANTINED).first()
    return row


_WITHOUT_JOB = """
select f.id from evidence_file f
where f.force_id = %s and f.state = 'quarantined' and not exists (
    select 1 from procrastinate_jobs j
    where j.task_name = 'evidence.scan_and_copy' and j.status in ('todo', 'doing')
      and j.args -> 'ids' ->> 0 = f.id::text)
order by f.received_at limit 1000
"""

# An hour's grace: a file may be taken in before its draft is written.
_NOBODYS = """
select f.id from evidence_file f
where f.force_id = %s and f.report_id is null and f.received_at < %s and not exists (
    select 1 from forms_draft d
    where d.force_id = f.force_id and d.id = f.draft_id and d.expires_at > %s)
order by f.received_at limit 1000
"""


@periodic("*/10 * * * *")
def tidy_files() -> None:
    """Ask again for checks whose job was lost; erase the files of drafts that have ended."""
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        with worker_scope(force_id):
            ask_again()
        with worker_scope(force_id):
            erase_unsent(datetime.now(UTC))
        with worker_scope(force_id):
            end_unfinished(datetime.now(UTC))


def ask_again() -> None:
    """Jobs for the files in quarantine of the force in scope that have none."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_JOB, [current_force_id()])
        waiting = [row[0] for row in cursor.fetchall()]
    for evidence_id in waiting:
        scan_and_copy.later(evidence_id)


def erase_unsent(at: datetime) -> None:
    """Erase files whose draft has expired or is gone: their key goes, and then their bytes."""
    with connection.cursor() as cursor:
        cursor.execute(_NOBODYS, [current_force_id(), at - timedelta(hours=1), at])
        ids = [row[0] for row in cursor.fetchall()]
    for row in Evidence.objects.filter(id__in=ids):
        log(row.id, CustodyAct.ERASED, at=at, details={"why": "draft_ended"})
        for path in paths_of(row):
            transaction.on_commit(lambda path=path: remove_sealed(path))  # type: ignore[misc]
        row.delete()


def end_unfinished(at: datetime) -> None:
    """Forget uploads that nobody has gone on with for a day, and erase their pieces."""
    for row in PartialUpload.objects.filter(touched_at__lt=at - UNFINISHED_FOR)[:1000]:
        for path in row.parts:
            transaction.on_commit(lambda path=path: remove_sealed(path))  # type: ignore[misc]
        row.delete()
