"""What hangs on a report, for its page: read in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from frontcounter.base.together import Batch
from frontcounter.evidence.queries import FileLine, file_rows
from frontcounter.messages.queries import MessageLine, message_rows
from frontcounter.messages.thread import Said, reply_rows
from frontcounter.reports import queries
from frontcounter.reports.asking import Round, round_rows
from frontcounter.reports.assessing import Judged, assessment_rows
from frontcounter.reports.queries import ActLine, PromiseLine, TimelineEntry
from frontcounter.tasks import victims
from frontcounter.tasks.queries import AttemptLine, TaskLine, attempt_rows, unfinished_rows
from frontcounter.tasks.victims import NeedsLine, ReferralLine
from frontcounter.transfer.queries import TransferLine, transfer_rows


@dataclass(frozen=True)
class Lists:
    """Everything that was written down about one report, list by list."""

    events: list[TimelineEntry]
    promises: list[PromiseLine]
    acts: list[ActLine]
    judged: list[Judged]
    rounds: list[Round]
    files: list[FileLine]
    messages: list[MessageLine]
    replies: list[Said]
    tasks: list[TaskLine]
    attempts: list[AttemptLine]
    needs: list[NeedsLine]
    referrals: list[ReferralLine]
    transfers: list[TransferLine]


def lists_of(report_id: UUID) -> Lists:
    """Read them."""
    batch = Batch()
    found = Lists(
        events=batch.want(queries.timeline_rows(report_id)),
        promises=batch.want(queries.promise_rows(report_id)),
        acts=batch.want(queries.act_rows(report_id)),
        judged=batch.want(assessment_rows(report_id)),
        rounds=batch.want(round_rows(report_id)),
        files=batch.want(file_rows(report_id)),
        messages=batch.want(message_rows(report_id)),
        replies=batch.want(reply_rows(report_id)),
        tasks=batch.want(unfinished_rows(report_id)),
        attempts=batch.want(attempt_rows(report_id)),
        needs=batch.want(victims.needs_rows(report_id)),
        referrals=batch.want(victims.referral_rows(report_id)),
        transfers=batch.want(transfer_rows(report_id)),
    )
    batch.read()
    return found
