"""Telling a desk's own system of an alarm: a signed POST that says a number and where to look.

What is sent names nobody and says nothing of what happened. Three quick tries; then, or where the
system refuses, the alarm goes on to the next desk at once. That a system took it silences nothing:
a person does.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings as installation

from frontcounter.accounts.actor import SYSTEM
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import uuid7
from frontcounter.base.posting import PostFailed, post
from frontcounter.forces.alarms import AlarmDesk
from frontcounter.forces.piloting import is_practice
from frontcounter.forces.private import PrivateError, private_settings
from frontcounter.forces.published import settings_in_scope
from frontcounter.reports.services import note_event
from frontcounter.tasks.models import Alarm, AlarmCall

TRIES = 3
WAITS = (timedelta(seconds=5), timedelta(seconds=15))
SECONDS = 8
WAITING, TAKEN, FAILED = "waiting", "taken", "failed"
FORMAT, VERSION = "frontcounter.alarm", 1


@dataclass(frozen=True)
class Ready:
    """One try: where to, and what is said. The secret is read when it is sent."""

    id: UUID
    force: str
    system: str
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What became of a try; `why` is "" where it was taken."""

    why: str = ""
    again: bool = False


def ask(alarm: Alarm, desk: AlarmDesk, number: str, *, at: datetime) -> None:
    """Write down that this desk's system is to be told, and ask for the job."""
    settings = settings_in_scope()
    if not desk.system or is_practice(settings):
        return
    call = AlarmCall(
        id=uuid7(),
        alarm_id=alarm.id,
        unit=desk.unit,
        step=alarm.step,
        times=alarm.times,
        system=desk.system,
        number=number,
        asked_at=at,
    )
    call.add()
    _job(call.id)


def _job(call_id: UUID, at: datetime | None = None) -> None:
    from frontcounter.tasks.alarm_jobs import tell_system

    tell_system.later(call_id, at=at)


def take(call_id: UUID, *, at: datetime) -> Ready | None:
    """Take up the next try; None where it was taken, has failed, or nobody need hear any more."""
    call = AlarmCall.objects.select_for_update().filter(id=call_id, state=WAITING).first()
    alarm = Alarm.objects.filter(id=call.alarm_id).first() if call else None
    if call is None or alarm is None:
        return None
    if alarm.ended_at is not None or call.attempts >= TRIES:
        call.state, call.reason = FAILED, "ended" if alarm.ended_at else "tried_too_often"
        call.save(update_fields=["state", "reason"])
        return None
    call.attempts += 1
    call.save(update_fields=["attempts"])
    slug = settings_in_scope().slug
    said = _said(call, alarm, slug, at)
    return Ready(call.id, slug, call.system, json.dumps(said, ensure_ascii=False).encode())


def _said(call: AlarmCall, alarm: Alarm, slug: str, at: datetime) -> Mapping[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": str(call.id),
        "force": slug,
        "number": call.number,
        "priority": 2,
        "kind": alarm.why,
        "unit": call.unit,
        "raised_at": alarm.raised_at.isoformat(),
        "sent_at": at.isoformat(),
        "times_told": call.times,
        "link": f"{installation.PUBLIC_ADDRESS}/staff/{slug}/alarms",
    }


def send(ready: Ready, *, at: datetime) -> Answer:
    """Outside every transaction: post it, signed with the secret that only the two know."""
    try:
        private = private_settings(installation.PRIVATE_DESTINATIONS, ready.force, ready.system)
        url, secret = private["url"], private["secret"]
    except (PrivateError, KeyError):
        return Answer("not_set_up")
    moment = str(int(at.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "FrontCounter",
        "Idempotency-Key": str(ready.id),
        "X-FrontCounter-Signature": f"t={moment},v1={signature(secret, moment, ready.body)}",
    }
    try:
        post(url, ready.body, headers, seconds=SECONDS, ca=private.get("ca", ""))
    except PostFailed as failed:
        return Answer(failed.why, failed.again)
    return Answer()


def signature(secret: str, moment: str, body: bytes) -> str:
    """HMAC-SHA256 of the moment, a dot and the body, in hexadecimal digits."""
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def settle(call_id: UUID, answer: Answer, *, at: datetime) -> None:
    """Write down what became of a try; what failed for good goes on to the next desk now."""
    call = AlarmCall.objects.select_for_update().filter(id=call_id, state=WAITING).first()
    if call is None:
        return
    call.reason = answer.why[:60]
    if not answer.why:
        call.state, call.taken_at = TAKEN, at
        call.save()
        _note(call, "alarm_system_told", at)
    elif answer.again and call.attempts < TRIES:
        call.save()
        _job(call.id, at + WAITS[call.attempts - 1])
    else:
        from frontcounter.tasks.alarms import on_at_once

        call.state = FAILED
        call.save()
        _note(call, "alarm_system_failed", at)
        on_at_once(call.alarm_id, call.step, at=at)


def _note(call: AlarmCall, code: str, at: datetime) -> None:
    audit(Verb.DISCLOSE, code.replace("_", ".", 1), subject=f"alarm:{call.alarm_id}", at=at,
          details={"system": call.system, "why": call.reason})  # fmt: skip
    report_id = Alarm.objects.values_list("report_id", flat=True).get(id=call.alarm_id)
    if report_id is not None:
        note_event(report_id, code, SYSTEM, at=at, details={"unit": call.unit})


def calls_of(alarm_ids: list[UUID]) -> dict[UUID, list[AlarmCall]]:
    """What systems were told of these alarms, the first call first."""
    found: dict[UUID, list[AlarmCall]] = {}
    for call in AlarmCall.objects.filter(alarm_id__in=alarm_ids).order_by("asked_at", "id"):
        found.setdefault(call.alarm_id, []).append(call)
    return found
