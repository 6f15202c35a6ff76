"""A batch on its way to its end: looked through by one, approved by another, done by the worker."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from frontcounter.accounts.actor import SYSTEM, Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.jobs import worker_scope
from frontcounter.forces.published import settings_in_scope
from frontcounter.privacy.models import Batch, BatchState, Item
from frontcounter.privacy.retention import REVIEW_AGAIN
from frontcounter.reports import keeping
from frontcounter.reports.shredding import objection_to, shred


class NotNow(Exception):
    """The batch stands elsewhere, is empty, or needs somebody else; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def exclude(batch_id: UUID, item_id: UUID, actor: Actor, *, reason: str, at: datetime) -> None:
    """Leave one report out of a batch that nobody has approved; it comes up again in a year."""
    _in_state(batch_id, BatchState.PROPOSED)
    again = at.astimezone(settings_in_scope().zone).date() + REVIEW_AGAIN
    changed = Item.objects.filter(id=item_id, batch_id=batch_id, excluded_by="").update(
        excluded_by=actor.id,
        excluded_by_name=actor.name[:120],
        excluded_reason=reason[:200],
        again_on=again,
    )
    if not changed:
        raise NotNow("gone")
    _audit("left_out", batch_id, at, item=item_id)


def check(batch_id: UUID, actor: Actor, *, at: datetime) -> None:
    """The first person has looked through it."""
    batch = _in_state(batch_id, BatchState.PROPOSED)
    if not Item.objects.filter(batch_id=batch_id, excluded_by="").exists():
        raise NotNow("empty")
    batch.state, batch.checked_at = BatchState.CHECKED, at
    batch.checked_by, batch.checked_by_name = actor.id, actor.name[:120]
    batch.save()
    _audit("checked", batch_id, at)


def send_back(batch_id: UUID, *, at: datetime) -> None:
    """To be looked through once more."""
    batch = _in_state(batch_id, BatchState.CHECKED)
    batch.state, batch.checked_at = BatchState.PROPOSED, None
    batch.checked_by = batch.checked_by_name = ""
    batch.save()
    _audit("sent_back", batch_id, at)


def approve(batch_id: UUID, actor: Actor, *, at: datetime) -> None:
    """A second person; the page has asked them to prove again who they are. Then the worker."""
    from frontcounter.privacy.jobs import dispose_batch

    batch = _in_state(batch_id, BatchState.CHECKED)
    if batch.checked_by == actor.id:
        raise NotNow("same_person")
    batch.state, batch.approved_at = BatchState.APPROVED, at
    batch.approved_by, batch.approved_by_name = actor.id, actor.name[:120]
    batch.save()
    _audit("approved", batch_id, at)
    dispose_batch.later(batch_id)


def _in_state(batch_id: UUID, state: str) -> Batch:
    batch: Batch | None = Batch.objects.select_for_update().filter(id=batch_id).first()
    if batch is None or batch.state != state:
        raise NotNow("elsewhere")
    return batch


def _audit(what: str, batch_id: UUID, at: datetime, **ids: UUID) -> None:
    details = {name: str(identity) for name, identity in ids.items()}
    audit(Verb.ALTER, f"disposal.{what}", subject=f"batch:{batch_id}", details=details, at=at)


def dispose(force_id: UUID, batch_id: UUID, *, at: datetime) -> None:
    """Destroy what an approved batch lists, one transaction for each report. Bears a repeat."""
    with worker_scope(force_id):
        waiting = Item.objects.filter(batch_id=batch_id, excluded_by="", disposed_at=None)
        items = list(waiting.order_by("id").values_list("id", "report_id"))
    for item_id, report_id in items:
        with worker_scope(force_id):
            _dispose_one(item_id, report_id, at)
    with worker_scope(force_id):
        _finish(batch_id, at)


def _dispose_one(item_id: UUID, report_id: UUID, at: datetime) -> None:
    try:
        with transaction.atomic():
            problem = objection_to(report_id)
            if problem is None:
                _destroy(item_id, report_id, at)
                return
    except keeping.Held:
        problem = "held"
    except DatabaseError:
        problem = "refused"
    Item.objects.filter(id=item_id).update(problem=problem)


def _destroy(item_id: UUID, report_id: UUID, at: datetime) -> None:
    """Every room's part, then the database's own: it asks once more whether this may be."""
    doomed = keeping.doomed(report_id, at=at)
    gone = shred(doomed)
    keeping.note(report_id, keeping.DISPOSED, SYSTEM, at=at)
    with connection.cursor() as cursor:
        cursor.execute("select privacy_dispose(%s, %s)", [item_id, at])
    counts = {sort: count for sort, count in gone.counts.items() if count}
    Item.objects.filter(id=item_id).update(counts=counts, hashes=gone.hashes)
    audit(
        Verb.ERASE,
        "report.disposed",
        subject=f"report:{report_id}",
        details={"item": str(item_id)},
        at=at,
    )


def _finish(batch_id: UUID, at: datetime) -> None:
    """What could not go stays behind with its reason, and is proposed again another night."""
    batch = Batch.objects.select_for_update().filter(id=batch_id).first()
    if batch is None or batch.state != BatchState.APPROVED:
        return
    batch.state, batch.finished_at = BatchState.DONE, at
    batch.save()
    audit(Verb.ERASE, "disposal.done", subject=f"batch:{batch_id}", at=at)
