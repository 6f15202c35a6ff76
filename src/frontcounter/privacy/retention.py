"""Until when each report is kept, and what the nightly run proposes to destroy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.forces.retention import Rule, retention_of
from frontcounter.forms.pages.published import published_form
from frontcounter.privacy.models import Batch, BatchState, Item
from frontcounter.reports import keeping
from frontcounter.reports.keeping import Ended
from frontcounter.reports.shredding import objection_to

MOST = 500
"""Reports of one batch: as many as a person can look through."""

REVIEW_AGAIN = timedelta(days=365)
"""A report that somebody left out of a batch is proposed again after a year."""


def rules(settings: ForceSettings) -> Callable[[Ended], Rule]:
    """The rule that an ended report falls under."""
    retention = retention_of(settings)

    def rule_of(ended: Ended) -> Rule:
        group = published_form(ended.form_hash).group
        return retention.rule_for(ended.type, group, str(ended.state))

    return rule_of


def until(settings: ForceSettings) -> Callable[[Ended], date]:
    """The day from which an ended report may be destroyed, by the force's calendar day."""
    rule_of = rules(settings)
    return lambda ended: rule_of(ended).ends(ended.state_since.astimezone(settings.zone).date())


def compute() -> int:
    """Write the dates of every ended report of the force in scope; for the worker."""
    return keeping.set_retention(until(settings_in_scope()))


def propose(at: datetime) -> list[int]:
    """Put what is due into a batch per desk; the numbers of the batches that got something."""
    settings = settings_in_scope()
    today = at.astimezone(settings.zone).date()
    waiting = keeping.due(today, without=_known(today), limit=MOST)
    ready = [ended for ended in waiting if objection_to(ended.id) is None]
    return [
        _add(desk, [one for one in ready if one.desk == desk], settings, at)
        for desk in sorted({one.desk for one in ready})
    ]


def _known(today: date) -> list[UUID]:
    """Reports that are in a batch, were destroyed, or were left out not long ago."""
    left_out = ~Q(excluded_by="")
    known = Item.objects.filter(
        Q(disposed_at__isnull=False)
        | (left_out & Q(again_on__gt=today))
        | (~left_out & Q(batch_id__in=_open_batches()))
    )
    return list(known.values_list("report_id", flat=True))


def _open_batches() -> list[UUID]:
    return list(Batch.objects.exclude(state=BatchState.DONE).values_list("id", flat=True))


def _add(desk: str, due: list[Ended], settings: ForceSettings, at: datetime) -> int:
    """To the desk's batch that nobody has checked yet, else to a new one."""
    batch = Batch.objects.filter(desk=desk, state=BatchState.PROPOSED).first()
    if batch is None:
        last = Batch.objects.aggregate(last=Max("number"))["last"] or 0
        batch = Batch(number=last + 1, desk=desk, state=BatchState.PROPOSED, proposed_at=at)
        batch.add()
    rule_of = rules(settings)
    room = max(0, MOST - Item.objects.filter(batch_id=batch.id).count())
    known = set(Item.objects.filter(batch_id=batch.id).values_list("report_id", flat=True))
    fresh = [ended for ended in due if ended.id not in known][:room]
    Item.objects.bulk_create(
        Item(
            batch_id=batch.id,
            report_id=ended.id,
            number=ended.file_number or ended.tracking_number,
            type=ended.type,
            outcome=ended.state,
            ended_on=ended.state_since.astimezone(settings.zone).date(),
            retain_until=ended.retain_until or at.date(),
            rule=rule_of(ended).name,
        )
        for ended in fresh
    )
    audit(
        Verb.COMBINE,
        "disposal.proposed",
        subject=f"batch:{batch.id}",
        details={"reports": len(fresh)},
        at=at,
    )
    return int(batch.number)
