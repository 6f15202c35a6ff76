"""Housekeeping: chains of audit entries, jobs of a dead worker, stray files, ended sessions."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, connection, transaction

from frontcounter.accounts.sessions import SessionStore
from frontcounter.audit.chain import BATCH, link_entries
from frontcounter.base.jobs import periodic, worker_scope
from frontcounter.base.scope import Role, scope
from frontcounter.base.sealed_files import remove_strays
from frontcounter.documents import queries as documents
from frontcounter.evidence import queries as evidence
from frontcounter.forces.lookup import all_forces
from frontcounter.privacy import packages as privacy
from frontcounter.transfer import queries as transfer

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 20

# A worker's heart beats every ten seconds; one that was killed leaves its jobs as "doing".
_STALLED = """
select j.id, j.attempts from procrastinate_jobs j
left join procrastinate_workers w on w.id = j.worker_id
where j.status = 'doing'
  and (w.id is null or w.last_heartbeat < now() - interval '60 seconds')
order by j.id for update of j skip locked
"""
_AGAIN = "select procrastinate_retry_job_v2(%s, now(), null, null, null)"
_END = "select procrastinate_finish_job_v1(%s, 'failed', false)"


@periodic("* * * * * */15")
def link_all() -> None:
    """Link what stands alone, force by force, in batches."""
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        for _ in range(100):
            with worker_scope(force_id):
                linked = link_entries()
            if linked < BATCH:
                break


@periodic("* * * * * */20", alone=False)
def give_back_stalled() -> None:
    """Let the jobs of a worker that died be done by another; every job can run twice.

    Without a lock of its own: a worker that is killed while doing this would keep it for ever.
    """
    with scope(Role.WORKER, None), connection.cursor() as cursor:
        cursor.execute(_STALLED)
        for job_id, attempts in cursor.fetchall():
            if attempts >= MOST_ATTEMPTS or not _again(job_id):
                cursor.execute(_END, [job_id])
                log.error("job %s was not given back", job_id)


@periodic("41 3 * * *")
def remove_stray_files() -> None:
    """Once a day: files on disk that no row knows."""
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        with worker_scope(force_id):
            known = evidence.stored_paths() | documents.stored_paths() | transfer.stored_paths()
            known |= privacy.stored_paths()
            remove_strays(known, datetime.now(UTC) - timedelta(days=1))


@periodic("29 * * * *")
def end_sessions() -> None:
    """Once an hour: sessions of the staff site that have expired."""
    with scope(Role.WORKER, None):
        SessionStore.clear_expired()


def _again(job_id: int) -> bool:
    """False where the same wish waits already (its queueing lock is taken)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_AGAIN, [job_id])
    except IntegrityError:
        return False
    return True
