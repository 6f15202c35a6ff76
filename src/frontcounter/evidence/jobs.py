"""Checking files and drawing their safe copies; ending those that nobody sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from frontcounter.base.child import ChildError
from frontcounter.base.jobs import FILES, job, periodic, worker_scope
from frontcounter.base.scope import Role, current_force_id, scope
from frontcounter.base.sealed_files import new_path, remove_sealed, write_sealed
from frontcounter.evidence.custody import log
from frontcounter.evidence.models import CustodyAct, Evidence, FileState
from frontcounter.evidence.queries import file_key, original
from frontcounter.evidence.safe_copy import SafeCopy, make_safe_copy
from frontcounter.evidence.scanning import ScannerDown, Verdict, scan
from frontcounter.forces.lookup import all_forces

_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(hours=1)


@job(FILES)
def scan_and_copy(force_id: UUID, evidence_id: UUID) -> None:
    """Scan one file in quarantine, then draw its safe copy. Nothing of an infected file is drawn.

    While the scanner is away the file stays where it is, and is tried again for ever.
    """
    with worker_scope(force_id):
        row = Evidence.objects.filter(id=evidence_id, state=FileState.QUARANTINED).first()
        content = original(row) if row else b""
    if row is None:
        return
    try:
        verdict = scan(settings.CLAMD, content) if settings.CLAMD else None
    except ScannerDown as error:
        with worker_scope(force_id):
            _try_later(evidence_id, str(error), datetime.now(UTC))
        return
    copy = problem = None
    if verdict is None or verdict.clean:
        try:
            copy = make_safe_copy(content)
        except ChildError as error:
            problem = str(error)
    with worker_scope(force_id):
        _settle(evidence_id, verdict, copy, problem or "", datetime.now(UTC))


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
    elif copy is None:
        row.state = FileState.FAILED
    else:
        row.safe_path, row.safe_type = new_path(), copy.media_type
        row.safe_size, row.facts = len(copy.content), copy.facts
        write_sealed(row.safe_path, file_key(row), copy.content)
    row.save()
    log(row.id, CustodyAct.SCANNED, at=at, details={"state": str(row.state)})


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
        for path in (row.path, row.safe_path):
            transaction.on_commit(lambda path=path: remove_sealed(path))  # type: ignore[misc]
        row.delete()
