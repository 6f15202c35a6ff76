"""What a victim needs, and a referral to support: with consent, sent, and answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.together import Rows
from frontcounter.forces.following import SupportService, referral_due, support_services
from frontcounter.forces.published import ForceSettings
from frontcounter.messages.services import queue
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.services import Refused, note_event
from frontcounter.tasks.making import task_of
from frontcounter.tasks.models import Kind, Needs, Referral, Task, TaskState

QUESTIONS = (
    "safe_now",
    "afraid_of_somebody",
    "hurt",
    "lives_alone",
    "children",
    "happened_before",
    "hard_to_use_phone",
    "wants_support",
)
"""What is asked, each answered yes, no or unsure."""

ANSWERS = ("yes", "no", "unsure")
PRESSING = {"safe_now": "no", "afraid_of_somebody": "yes", "hurt": "yes"}
"""Answers after which a person must act at once."""

CONSENT_WAYS = ("call", "counter", "written")
SHARED = ("name", "phone", "email", "what")
OUTCOMES = ("reached", "support_begun", "declined", "not_reached", "cannot_help")
SENT, ANSWERED = "sent", "answered"


@dataclass(frozen=True)
class NeedsLine:
    """One round of questions."""

    at: datetime
    by_name: str
    answers: dict[str, str]
    note: str

    @property
    def pressing(self) -> list[str]:
        """The questions whose answer asks for somebody now."""
        return [one for one, answer in PRESSING.items() if self.answers.get(one) == answer]


@dataclass(frozen=True)
class ReferralLine:
    """One referral, and what became of it."""

    id: UUID
    report_id: UUID
    service: str
    state: str
    made_at: datetime
    made_by_name: str
    consent: dict[str, Any]
    shared: dict[str, Any]
    due_at: datetime
    answered_at: datetime | None
    answered_by_name: str
    outcome: str
    note: str
    task_id: UUID | None


_REFERRAL = tuple(ReferralLine.__dataclass_fields__)


def needs_of(report_id: UUID) -> list[NeedsLine]:
    """Every round of questions, the newest first."""
    return needs_rows(report_id).read()


def needs_rows(report_id: UUID) -> Rows[NeedsLine]:
    """`needs_of`, to be read with others."""
    found = Needs.objects.filter(report_id=report_id).order_by("-at", "-id")
    return Rows(found, ("at", "by_name", "answers", "note"), NeedsLine)


def referrals_of(report_id: UUID) -> list[ReferralLine]:
    """Every referral, the newest first."""
    return referral_rows(report_id).read()


def referral_rows(report_id: UUID) -> Rows[ReferralLine]:
    """`referrals_of`, to be read with others."""
    found = Referral.objects.filter(report_id=report_id).order_by("-made_at", "-id")
    return Rows(found, _REFERRAL, ReferralLine)


def referral(referral_id: UUID) -> ReferralLine | None:
    """One referral of the force in scope."""
    row = Referral.objects.filter(id=referral_id).values(*_REFERRAL).first()
    return ReferralLine(**row) if row else None


def referrals_of_tasks(task_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Task → the referral that it is about."""
    rows = Referral.objects.filter(task_id__in=list(task_ids))
    return dict(rows.values_list("task_id", "id"))


def note_needs(
    report_id: UUID, actor: Actor, answers: Mapping[str, str], *, note: str, at: datetime
) -> NeedsLine:
    """Write down what the person said. Raises Refused where nothing was answered."""
    told = {one: answers[one] for one in QUESTIONS if answers.get(one) in ANSWERS}
    if not told:
        raise Refused("nothing_answered")
    Needs(
        report_id=report_id,
        at=at,
        by_id=UUID(actor.id),
        by_name=actor.name,
        answers=told,
        note=note,
    ).add()
    note_event(report_id, "needs_noted", actor, at=at)
    audit(Verb.COLLECT, "victim.needs", subject=f"report:{report_id}", at=at)
    return NeedsLine(at, actor.name, told, note)


def refer(
    record: ReportRecord,
    actor: Actor,
    settings: ForceSettings,
    service_code: str,
    *,
    consent: str,
    shared: Collection[str],
    at: datetime,
) -> UUID:
    """Send a victim's details to support, as they agreed. Raises Refused.

    `consent` is how they said so; `shared` what of theirs they agreed to pass on.
    """
    service = support_services(settings).get(service_code)
    if service is None:
        raise Refused("service_missing")
    if consent not in CONSENT_WAYS:
        raise Refused("consent_missing")
    told = _shared(record, shared)
    if not (told.get("phone") or told.get("email")):
        raise Refused("no_way_shared")
    due = referral_due(settings, at)
    task = _task(record, settings, service, actor, due, at)
    task.add()
    row = Referral(
        report_id=record.id,
        service=service.code,
        task_id=task.id,
        state=SENT,
        made_at=at,
        made_by_id=UUID(actor.id),
        made_by_name=actor.name,
        consent={"how": consent, "at": at.isoformat()},
        shared=told,
        due_at=due,
    )
    row.add()
    if service.email:
        _write_to(service, record, told, settings, at)
    note_event(record.id, "referred", actor, at=at, details={"service": service.code})
    audit(Verb.DISCLOSE, "victim.refer", subject=f"report:{record.id}", at=at)
    return row.id


def answer(referral_id: UUID, actor: Actor, outcome: str, *, note: str, at: datetime) -> None:
    """What support says became of it. Raises Refused."""
    if outcome not in OUTCOMES:
        raise Refused("outcome_missing")
    row = Referral.objects.select_for_update().filter(id=referral_id).first()
    if row is None or row.state == ANSWERED:
        raise Refused("already_answered")
    row.state, row.answered_at, row.answered_by_name = ANSWERED, at, actor.name
    row.outcome, row.note = outcome, note
    row.save()
    Task.objects.filter(id=row.task_id).exclude(state=TaskState.DONE).update(
        state=TaskState.DONE, done_at=at, outcome=outcome
    )
    details = {"service": row.service, "outcome": outcome}
    note_event(row.report_id, "referral_answered", actor, at=at, details=details)
    audit(Verb.COLLECT, "victim.referral_answered", subject=f"report:{row.report_id}", at=at)


def _shared(record: ReportRecord, wanted: Collection[str]) -> dict[str, Any]:
    """What is passed on: never a way that the person did not call safe."""
    contact = record.contact
    safe = set(contact.get("safe") or ())
    known = {
        "name": record.reporter_name,
        "phone": str(contact.get("phone_typed") or contact.get("phone") or ""),
        "email": str(contact.get("email") or "") if "email" in safe else "",
        "what": record.headline,
    }
    found = {name: known[name] for name in SHARED if name in wanted and known[name]}
    return {**found, "language": record.language, "safe": sorted(safe)}


def _task(
    record: ReportRecord,
    settings: ForceSettings,
    service: SupportService,
    actor: Actor,
    due: datetime,
    at: datetime,
) -> Task:
    """The service's own work, or ours to ask a service outside what became of it."""
    return task_of(
        record,
        Kind.REFERRAL,
        service.unit or settings.call_back.unit,
        due,
        at=at,
        opened_by_id=UUID(actor.id),
        opened_by_name=actor.name,
        brief={"why": "referral", "service": service.code, "from": actor.name},
    )


def _write_to(
    service: SupportService,
    record: ReportRecord,
    told: Mapping[str, Any],
    settings: ForceSettings,
    at: datetime,
) -> None:
    """A letter to the service, in the force's first language; it may be sent as often as a job."""
    queue(
        "referral",
        lang=settings.languages[0],
        channel="email",
        address=service.email,
        values={"told": dict(told)},
        report_id=record.id,
        at=at,
    )
