"""What an arrow means for what was promised: kept, lifted, begun, paused, gone on, lapsed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from frontcounter.forces.promises import after_pause
from frontcounter.forces.published import ForceSettings
from frontcounter.forms.pages.published import published_form
from frontcounter.reports.models import Event, Promise, Report
from frontcounter.reports.promising import call_promises, owed
from frontcounter.reports.states import Arrow
from frontcounter.reports.writing import promise

CALL = "call"
"""In an arrow's `makes`: the promise of a call, the sooner one where it is urgent."""

_DECISION = "investigation_decision"


def settle(
    arrow: Arrow,
    report: Report,
    settings: ForceSettings,
    at: datetime,
    details: Mapping[str, Any],
) -> None:
    """Change the report's promises as the arrow says."""
    waiting = _open(report)
    if arrow.keeps:
        waiting.filter(kind__in=arrow.keeps).update(kept_at=at)
    if arrow.lifts:
        waiting.filter(kind__in=arrow.lifts).update(lifted_at=at)
    if arrow.pauses:
        kinds = [kind for kind, rule in settings.promises.items() if rule.pauses]
        waiting.filter(kind__in=kinds, paused_at__isnull=True).update(paused_at=at)
    if arrow.resumes:
        _go_on(waiting, settings, at)
    if arrow.code == "lapse":
        _lapse(waiting, settings, report, at, str(details["promise"]))
    if arrow.code == "return_follow_up":
        _owed_again(report)
    wanted = _begun(arrow, report, settings)
    if wanted:
        promise(settings, report.id, wanted, at)


def _open(report: Report) -> QuerySet[Promise]:
    return Promise.objects.filter(
        report_id=report.id, kept_at__isnull=True, lifted_at__isnull=True, lapsed_at__isnull=True
    )


def _begun(arrow: Arrow, report: Report, settings: ForceSettings) -> tuple[str, ...]:
    """The kinds that begin with the arrow, and that the force promises."""
    if arrow.code == "reopen":
        return owed(settings, published_form(report.form_hash), report.contact)
    known = [kind for kind in arrow.makes if kind in settings.promises]
    if CALL in arrow.makes:
        known += call_promises(settings, report.priority)
    return tuple(known)


def _go_on(waiting: QuerySet[Promise], settings: ForceSettings, at: datetime) -> None:
    for one in waiting.filter(paused_at__isnull=False):
        assert one.paused_at is not None
        one.due_at = after_pause(settings, one.kind, one.due_at, one.paused_at, at)
        one.paused_at = None
        one.save(update_fields=["due_at", "paused_at"])


def _owed_again(report: Report) -> None:
    """Handing over to a unit kept the promise of a decision; the unit does nothing, so it did not.

    By when it was promised stays as it was told.
    """
    asked = Event.objects.filter(report_id=report.id, code="follow_up").order_by("-at", "-id")
    moment = asked.values_list("at", flat=True).first()
    kept = Promise.objects.filter(report_id=report.id, kind=_DECISION, kept_at=moment)
    kept.update(kept_at=None)


def _lapse(
    waiting: QuerySet[Promise], settings: ForceSettings, report: Report, at: datetime, kind: str
) -> None:
    """The old promise stays as broken; the same is promised anew, and a person must act."""
    if waiting.filter(kind=kind).update(lapsed_at=at):
        promise(settings, report.id, (kind,), at)
