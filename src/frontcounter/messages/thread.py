"""Words between a reporter and the force, and how the person may be written to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import uuid7
from frontcounter.base.together import Rows
from frontcounter.messages.models import Channel, ContactRule, Reply
from frontcounter.messages.ways import Way, is_guarded, rule_of, way_to
from frontcounter.reports import acts, queries
from frontcounter.reports.queries import ActLine, ReportRecord
from frontcounter.reports.services import note_event, perform

MOST_TEXT = 4000


@dataclass(frozen=True)
class Said:
    """One message of a thread; without `by`, the reporter's own."""

    at: datetime
    text: str
    by: str = ""
    from_reporter: bool = False


@dataclass(frozen=True)
class Rule:
    """What staff set: write by these channels only; none: do not write at all."""

    only: tuple[str, ...]
    reason: str
    by: str
    at: datetime


def thread_of(report_id: UUID) -> list[Said]:
    """Both sides, oldest first, for staff."""
    return thread(queries.acts(report_id), reply_rows(report_id).read())


def thread(known: Sequence[ActLine], replies: Sequence[Said]) -> list[Said]:
    """Both sides, oldest first, of what was read already."""
    theirs = [
        Said(act.at, act.text, from_reporter=True) for act in known if act.kind == acts.MESSAGE
    ]
    return sorted([*theirs, *replies], key=lambda one: one.at)


def reply_rows(report_id: UUID) -> Rows[Said]:
    """What staff wrote, to be read with others."""
    return Rows(Reply.objects.filter(report_id=report_id), ("at", "text", "by_name"), _said)


def _said(at: datetime, text: str, by_name: str) -> Said:
    return Said(at, text, by_name)


def replies_for(way: Mapping[str, Any], *, at: datetime) -> list[Said]:
    """What staff wrote, for whoever proves the way back to their report. Public."""
    with connection.cursor() as cursor:
        cursor.execute("select messages_replies(%s, %s)::text", [json.dumps(dict(way)), at])
        told = json.loads(cursor.fetchone()[0])
    return [Said(datetime.fromisoformat(one["at"]), one["text"]) for one in told]


def write(report_id: UUID, text: str, *, at: datetime) -> None:
    """The reporter's words to the force. Public."""
    acts.note_act(acts.MESSAGE, report_id, at=at, text=text[:MOST_TEXT])


def reply(report_id: UUID, actor: Actor, text: str, *, at: datetime, silent: bool = False) -> None:
    """Words of staff: they stand on the follow-up page, and a notice says so. Raises Refused."""
    row = Reply(
        id=uuid7(),
        report_id=report_id,
        at=at,
        by_id=UUID(actor.id),
        by_name=actor.name,
        text=text[:MOST_TEXT],
    )
    row.add()
    perform("reply", report_id, actor, at=at, details={"words": str(row.id)}, silent=silent)


def rule_for(report_id: UUID) -> Rule | None:
    """The rule in force for a report."""
    row = rule_of(report_id)
    return Rule(tuple(row.only), row.reason, row.by_name, row.at) if row else None


def set_rule(
    report_id: UUID, actor: Actor, only: Sequence[str], reason: str, *, at: datetime
) -> None:
    """From now on write by these channels only; by none: do not write."""
    unknown = set(only) - set(Channel)
    if unknown or not reason:
        raise ValueError("a rule names channels and has a reason")
    _lift(report_id, actor, at)
    ContactRule(
        report_id=report_id,
        at=at,
        by_id=UUID(actor.id),
        by_name=actor.name,
        only=sorted(only),
        reason=reason[:300],
    ).add()
    code = "contact_only" if only else "contact_stopped"
    note_event(report_id, code, actor, at=at, note=reason, details={"only": sorted(only)})
    audit(Verb.ALTER, f"report.{code}", subject=f"report:{report_id}", at=at)


def lift_rule(report_id: UUID, actor: Actor, reason: str, *, at: datetime) -> bool:
    """Write again as the person chose; whether there was a rule."""
    if not _lift(report_id, actor, at):
        return False
    note_event(report_id, "contact_allowed", actor, at=at, note=reason)
    audit(Verb.ALTER, "report.contact_allowed", subject=f"report:{report_id}", at=at)
    return True


def _lift(report_id: UUID, actor: Actor, at: datetime) -> int:
    rows = ContactRule.objects.filter(report_id=report_id, lifted_at__isnull=True)
    return rows.update(lifted_at=at, lifted_by_name=actor.name)


def way_for(record: ReportRecord) -> Way:
    """The way of the next message about this report."""
    rule = rule_of(record.id)
    only = None if rule is None else tuple(rule.only)
    return way_to(record.contact, guarded=is_guarded(record), only=only)
