"""The rows that every act on a report writes beside the report's own: promises, timeline, audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import uuid7
from frontcounter.forces.promises import due_at
from frontcounter.forces.published import ForceSettings
from frontcounter.reports.levels import level_of
from frontcounter.reports.models import Event, Promise, Report
from frontcounter.reports.registry import Change
from frontcounter.reports.workflow import Arrow


def promise(
    settings: ForceSettings, report_id: UUID, kinds: Iterable[str], at: datetime
) -> tuple[tuple[str, datetime], ...]:
    """Promise these kinds from now; (kind, due) of each."""
    made = tuple((kind, due_at(settings, kind, at)) for kind in kinds)
    Promise.objects.bulk_create(
        Promise(report_id=report_id, kind=kind, made_at=at, due_at=due) for kind, due in made
    )
    return made


def tell(
    report: Report,
    arrow: Arrow,
    actor: Actor,
    at: datetime,
    *,
    note: str = "",
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> UUID:
    """Add the line of the timeline."""
    event = Event(
        id=uuid7(),
        report_id=report.id,
        at=at,
        code=arrow.code,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        state=report.state,
        note=note,
        details={**(details or {}), **({"reason": reason} if reason else {})},
    )
    event.add()
    return event.id


def note_audit(arrow: Arrow, report: Report, at: datetime) -> None:
    """Put the act into the audit record."""
    audit(arrow.verb, f"report.{arrow.code}", subject=f"report:{report.id}", at=at)


def change_of(
    arrow: Arrow,
    report: Report,
    settings: ForceSettings,
    actor: Actor,
    event_id: UUID,
    *,
    at: datetime,
    reason: str = "",
    note: str = "",
    silent: bool = False,
    details: Mapping[str, Any] | None = None,
) -> Change:
    """What the handlers of the arrow's effects are handed."""
    return Change(
        arrow=arrow.code,
        report_id=report.id,
        draft_id=report.draft_id,
        type=report.type,
        language=report.language,
        settings=settings,
        actor=actor,
        at=at,
        event_id=event_id,
        contact=report.contact,
        tells=arrow.tells,
        reason=reason,
        note=note,
        priority=report.priority,
        desk=report.desk,
        marks=tuple(report.marks),
        district=report.district,
        channel=report.channel,
        level=level_of(report.proposal),
        silent=silent,
        details=dict(details or {}),
    )
