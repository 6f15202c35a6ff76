"""Legal holds: while one stands, nothing of the report may be destroyed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.privacy.models import Hold
from frontcounter.reports import keeping


class HoldStands(Exception):
    """It is held already, or not held."""


def set_hold(report_id: UUID, actor: Actor, *, reference: str, reason: str, at: datetime) -> None:
    """From now on nothing of it is destroyed. Raises HoldStands."""
    if not keeping.set_hold(report_id, actor, on=True, details={}, at=at):
        raise HoldStands(report_id)
    Hold(
        report_id=report_id,
        reference=reference[:80],
        reason=reason[:400],
        set_at=at,
        set_by=actor.id,
        set_by_name=actor.name[:120],
    ).add()


def lift_hold(report_id: UUID, actor: Actor, *, reason: str, at: datetime) -> None:
    """Its own time goes on as if there had been no hold. Raises HoldStands."""
    if not keeping.set_hold(report_id, actor, on=False, details={}, at=at):
        raise HoldStands(report_id)
    Hold.objects.filter(report_id=report_id, lifted_at=None).update(
        lifted_at=at,
        lifted_by=actor.id,
        lifted_by_name=actor.name[:120],
        lifted_reason=reason[:400],
    )
