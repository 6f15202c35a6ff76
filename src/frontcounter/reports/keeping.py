"""How long reports are kept, what is held, and the end of a report: the core's part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from frontcounter.accounts.actor import SYSTEM, Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.scope import current_force_id
from frontcounter.reports.models import (
    AccessAttempt,
    AccessLink,
    AgencyChange,
    Assessment,
    Event,
    LinkRequest,
    Report,
    ReporterAct,
    ReportIdentifier,
)
from frontcounter.reports.shredding import Doomed, Shredded, shreds

GOING_ON = ("submitted", "in_review", "waiting")
"""States in which something is still to happen; every other is an end."""

PURGED, DISPOSED = "answers_purged", "disposed"
_BATCH = 2000


class Held(Exception):
    """The report is under a legal hold."""


@dataclass(frozen=True)
class Ended:
    """A report that has come to an end, without what was told in it."""

    id: UUID
    tracking_number: str
    file_number: str | None
    type: str
    form_hash: str
    desk: str
    state: str
    state_since: datetime
    retain_until: date | None


_ENDED = tuple(Ended.__dataclass_fields__)


def set_retention(until_of: Callable[[Ended], date]) -> int:
    """Write until when each ended report is kept; how many that changed. For the worker.

    A report that was opened again loses its date until it ends once more.
    """
    Report.objects.filter(state__in=GOING_ON, retain_until__isnull=False).update(retain_until=None)
    changed = 0
    for page in _pages():
        wanted: dict[date, list[UUID]] = {}
        for ended in page:
            until = until_of(ended)
            if until != ended.retain_until:
                wanted.setdefault(until, []).append(ended.id)
        for until, ids in wanted.items():
            changed += Report.objects.filter(id__in=ids).update(retain_until=until)
    return changed


def _pages() -> Iterator[list[Ended]]:
    after = UUID(int=0)
    while True:
        rows = Report.objects.filter(id__gt=after).exclude(state__in=GOING_ON).order_by("id")
        page = [Ended(**row) for row in rows.values(*_ENDED)[:_BATCH]]
        if not page:
            return
        yield page
        after = page[-1].id


def due(today: date, *, without: Iterable[UUID], limit: int) -> list[Ended]:
    """Ended reports whose time is over and that nothing holds, those due longest first."""
    rows = Report.objects.filter(retain_until__lte=today, on_hold=False)
    rows = rows.exclude(state__in=GOING_ON).exclude(id__in=list(without))
    rows = rows.order_by("retain_until", "id").values(*_ENDED)[:limit]
    return [Ended(**row) for row in rows]


def delivered_before(moment: datetime, limit: int = 500) -> list[UUID]:
    """Recorded reports whose last receipt is older, with answers that are still here."""
    late = Event.objects.filter(code="delivered", at__gte=moment).values("report_id")
    early = Event.objects.filter(code="delivered", at__lt=moment).values("report_id")
    rows = Report.objects.filter(state="recorded", on_hold=False, id__in=early)
    rows = rows.exclude(id__in=late).exclude(answers={})
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def set_hold(
    report_id: UUID, actor: Actor, *, on: bool, details: Mapping[str, Any], at: datetime
) -> bool:
    """Set or lift the hold; False where it stands so already. On the timeline, and audited."""
    report = Report.objects.select_for_update().filter(id=report_id).first()
    if report is None or report.on_hold == on:
        return False
    report.on_hold = on
    report.save(update_fields=["on_hold"])
    note(report_id, "hold_set" if on else "hold_lifted", actor, at=at, details=details)
    code = "hold.set" if on else "hold.lifted"
    audit(Verb.ALTER, code, subject=f"report:{report_id}", at=at)
    return True


def note(
    report_id: UUID,
    code: str,
    actor: Actor,
    *,
    at: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """A line of the timeline about how the report is kept."""
    Event(
        report_id=report_id,
        at=at,
        code=code,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        state=Report.objects.values_list("state", flat=True).get(id=report_id),
        details=dict(details or {}),
    ).add()


def doomed(report_id: UUID, *, at: datetime) -> Doomed:
    """The report, locked till the transaction ends. Raises Held; LookupError for no report."""
    report = Report.objects.select_for_update().filter(id=report_id).first()
    if report is None:
        raise LookupError(report_id)
    if report.on_hold:
        raise Held(report_id)
    return Doomed(report.id, report.draft_id, report.tracking_number, at)


def ended(report_ids: Iterable[UUID]) -> dict[UUID, Ended]:
    """These reports, by id, without what was told in them."""
    rows = Report.objects.filter(id__in=list(report_ids)).values(*_ENDED)
    return {row["id"]: Ended(**row) for row in rows}


def of_person(name: str, *, limit: int = 50) -> list[UUID]:
    """Reports that somebody of this name sent, the newest first: every word of it must be there."""
    wanted = Q()
    for word in name.split()[:6]:
        wanted &= Q(reporter_name__icontains=word)
    rows = Report.objects.filter(wanted).order_by("-submitted_at")
    return list(rows.values_list("id", flat=True)[:limit]) if name.strip() else []


def sent_since(moment: datetime, most: int) -> int:
    """How many reports people sent online since then; counting stops at `most`. Public."""
    with connection.cursor() as cursor:
        cursor.execute("select reports_sent_since(%s, %s)", [moment, most])
        return int(cursor.fetchone()[0])


def note_purged(report_id: UUID, *, at: datetime) -> None:
    """What the reporter told is no longer here; the records system has it."""
    note(report_id, PURGED, SYSTEM, at=at)
    audit(Verb.ERASE, "report.purged", subject=f"report:{report_id}", at=at)


@shreds(
    "reports",
    "reports_event",
    "reports_identifier",
    "reports_promise",
    "reports_act",
    "reports_accesslink",
    "reports_agencychange",
    "reports_assessment",
)
def _shred(doomed_: Doomed) -> Shredded:
    """Answers, contact, what was written since, what is searched, the ways in, and the draft.

    The timeline's words are blanked by the database's own function, for disposals only.
    """
    mine = {"report_id": doomed_.report_id}
    number = {"tracking_number": doomed_.tracking_number}
    answers = Report.objects.filter(id=doomed_.report_id).exclude(answers={})
    counts = {
        "answers": answers.update(answers={}),
        "identifiers": ReportIdentifier.objects.filter(**mine).delete()[0],
        "agency_changes": AgencyChange.objects.filter(**mine).delete()[0],
        "assessments": Assessment.objects.filter(**mine).delete()[0],
        "added": ReporterAct.objects.filter(**mine).exclude(text="").update(text=""),
        "drafts": _draft(doomed_.draft_id),
    }
    Report.objects.filter(id=doomed_.report_id).update(
        contact={},
        headline="",
        place="",
        incident_from=None,
        incident_to=None,
        value_minor=None,
        reporter_name="",
        proposal=None,
    )
    ReporterAct.objects.filter(**mine).update(details={})
    AccessLink.objects.filter(**mine).update(token_hash=b"", expires_at=doomed_.at)
    AccessAttempt.objects.filter(**number).delete()
    LinkRequest.objects.filter(**number, done_at=None).update(done_at=doomed_.at)
    return Shredded(counts)


def _draft(draft_id: UUID) -> int:
    """The draft's sealed words go with their key, if they are still there (half an hour)."""
    force = current_force_id()
    with connection.cursor() as cursor:
        for table, column in (("forms_draftlink", "draft_id"), ("forms_draft", "id")):
            sql = f"delete from {table} where force_id = %s and {column} = %s"  # noqa: S608
            cursor.execute(sql, [force, draft_id])
        return int(cursor.rowcount)
