"""Locking a file away: at once, for everybody, and out of every copy that is still here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.sealed_files import remove_sealed
from frontcounter.evidence.custody import log
from frontcounter.evidence.models import CustodyAct, Evidence
from frontcounter.reports.services import note_event

REASONS = ("child", "intimate", "unlawful", "wrong_person")


class CannotLock(LookupError):
    """No such file of a report, a reason that is not known, or it is locked away already."""


class CannotRelease(LookupError):
    """It is not locked away, or whoever asks is the one who locked it."""


@dataclass(frozen=True)
class Locked:
    """What was just locked away."""

    evidence_id: UUID
    report_id: UUID
    at: datetime


_hooks: list[Callable[[Locked], None]] = []


def when_locked(hook: Callable[[Locked], None]) -> Callable[[Locked], None]:
    """Register what a room above does to copies that it has made; in the same transaction."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def lock_away(evidence_id: UUID, actor: Actor, *, reason: str, at: datetime) -> None:
    """Nobody sees, downloads, copies or sends it from now on; its original stays sealed."""
    if reason not in REASONS:
        raise CannotLock(reason)
    with connection.cursor() as cursor:
        cursor.execute(
            "select evidence_lock(%s, %s, %s, %s, %s)",
            [evidence_id, reason, actor.id, actor.name[:120], at],
        )
        paths = cursor.fetchone()[0]
    if paths is None:
        raise CannotLock(evidence_id)
    for path in paths:
        transaction.on_commit(lambda path=path: remove_sealed(path))  # type: ignore[misc]
    report_id = _note(evidence_id, actor, CustodyAct.LOCKED, "file_locked", reason, at)
    for hook in _hooks:
        hook(Locked(evidence_id, report_id, at))


def release(evidence_id: UUID, actor: Actor, *, note: str, at: datetime) -> None:
    """A second person opens it again: it is checked and drawn once more."""
    from frontcounter.evidence.jobs import scan_and_copy

    with connection.cursor() as cursor:
        cursor.execute("select evidence_release(%s, %s)", [evidence_id, actor.id])
        if not cursor.fetchone()[0]:
            raise CannotRelease(evidence_id)
    _note(evidence_id, actor, CustodyAct.RELEASED, "file_released", "", at, note)
    scan_and_copy.later(evidence_id)


def _note(
    evidence_id: UUID,
    actor: Actor,
    act: CustodyAct,
    code: str,
    reason: str,
    at: datetime,
    note: str = "",
) -> UUID:
    """In the file's log, the audit record and the report's timeline; answers the report."""
    report_id: UUID = Evidence.objects.values_list("report_id", flat=True).get(id=evidence_id)
    details = {"lock_reason": reason} if reason else {}
    log(evidence_id, act, at=at, details=details)
    audit(Verb.ALTER, f"file.{act}", subject=f"file:{evidence_id}", details=details, at=at)
    note_event(report_id, code, actor, at=at, note=note, details=details)
    return report_id
