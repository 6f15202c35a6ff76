"""What was asked and written, as the page of a report shows it."""

from __future__ import annotations

from dataclasses import dataclass

from frontcounter.accounts.staff import StaffRequest
from frontcounter.casework.report_page import ReportPage
from frontcounter.forms.engine import Row, summary
from frontcounter.messages import thread
from frontcounter.messages.thread import Rule, Said
from frontcounter.reports.asking import Round
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.workflow import ARROWS
from frontcounter.tasks.queries import TaskLine

WRITERS = tuple(sorted(ARROWS["reply"].staff))
"""Who writes with reporters, and says how they may be written to."""


@dataclass(frozen=True)
class ShownRound:
    """One round with its questions and answers in words."""

    round: Round
    rows: list[Row]


@dataclass(frozen=True)
class AskingShown:
    """Beside a report: the rounds, the last words of the thread, the rule, the task to reach."""

    rounds: list[ShownRound]
    said: list[Said]
    rule: Rule | None
    reach: TaskLine | None
    may_ask: bool
    may_write: bool


def asking_beside(request: StaffRequest, record: ReportRecord, page: ReportPage) -> AskingShown:
    """Put it together; the rule is read."""
    return AskingShown(
        rounds=[ShownRound(one, _rows(one, request.lang)) for one in reversed(page.lists.rounds)],
        said=thread.thread(page.acts, page.lists.replies),
        rule=thread.rule_for(record.id),
        reach=page.task("contact"),
        may_ask="ask" in page.moves,
        may_write=request.actor.has_any(frozenset(WRITERS)),
    )


def _rows(one: Round, lang: str) -> list[Row]:
    sections = summary(one.form, one.answers, lang, audience="staff")
    return [row for section in sections for row in section.rows]
