"""Everything that a reviewer needs to decide about one report, read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.casework.marking import Marked, interpreter_name, marked
from frontcounter.casework.place import PlaceShown, places_of
from frontcounter.casework.queues import urgency
from frontcounter.casework.report_lists import Lists, lists_of
from frontcounter.casework.report_things import Things, things_of
from frontcounter.casework.review_look import Look, look
from frontcounter.casework.review_version import Version, version_of
from frontcounter.evidence.queries import FileLine
from frontcounter.forces.published import settings_in_scope
from frontcounter.forms.engine import FormDocument, FoundHint, Section, hints
from frontcounter.forms.pages.published import published_form
from frontcounter.messages.queries import MessageLine
from frontcounter.reports import queries
from frontcounter.reports.queries import (
    ActLine,
    Move,
    PromiseLine,
    ReportLine,
    ReportRecord,
    TimelineEntry,
)
from frontcounter.tasks.queries import AttemptLine, TaskLine
from frontcounter.transfer.queries import TransferLine
from frontcounter.web.texts import has, t

# Why a move is refused is shown only where knowing it helps to decide what to do instead.
# E.g. "a call is asked for" explains a missing call button, not a missing close button.
WORTH_SAYING = {
    "call_back_first": "record",
    "call_back_open": "call_back",
    "only_a_call_request": "record",
    "not_for_the_records": "record",
    "triage_first": "not_take",
    "talk_first": "agree_withdrawal",
}
CHANNELS = ("counter", "phone")
"""How a person came to us for whom staff wrote the report."""

PAGES_OF_THEIR_OWN = (
    "record", "call_back", "not_take", "redirect", "no_investigation", "close", "agree_withdrawal",
    "stop_waiting", "agree", "send_back", "separate", "take_away", "reopen",
)  # fmt: skip


@dataclass(frozen=True)
class ReportPage:
    """One report as its page shows it."""

    record: ReportRecord
    type_name: str
    sections: list[Section]
    lists: Lists
    promise_name: str
    earlier: ReportLine | None  # what this adds to, if it was found
    moves: list[str]
    refusals: list[str]
    marks: Marked
    hints: list[FoundHint]
    version: Version
    look: Look
    interpreter: str
    entered: bool
    places: list[PlaceShown]
    things: Things  # lists of things in the reporter's answers, thing by thing
    our_things: Things  # and in the agency's

    @property
    def files(self) -> list[FileLine]:
        return self.lists.files

    @property
    def events(self) -> list[TimelineEntry]:
        return self.lists.events

    @property
    def acts(self) -> list[ActLine]:
        return self.lists.acts

    @property
    def tasks(self) -> list[TaskLine]:
        return self.lists.tasks

    @property
    def attempts(self) -> list[AttemptLine]:
        return self.lists.attempts

    @property
    def transfers(self) -> list[TransferLine]:
        return self.lists.transfers

    @property
    def messages(self) -> list[MessageLine]:
        return self.lists.messages

    @property
    def promise(self) -> PromiseLine | None:
        """The next promise that is neither kept nor lifted."""
        return next((promise for promise in self.lists.promises if promise.open), None)

    def pressing(self, now: datetime) -> str:
        return urgency(self.promise.due_at, now) if self.promise else ""

    def task(self, kind: str) -> TaskLine | None:
        return next((task for task in self.tasks if task.kind == kind), None)

    @property
    def holder(self) -> TaskLine | None:
        """The review in somebody's hands."""
        review = self.task("review")
        return review if review and review.state == "claimed" else None


def _promise_name(promises: list[PromiseLine], lang: str) -> str:
    """What the next promise is called here; a kind of the force's own by what it says."""
    kind = next((promise.kind for promise in promises if promise.open), "")
    key, settings = f"casework.promise.{kind}", settings_in_scope()
    if has(key, lang) or kind not in settings.promises:
        return t(key, lang) if kind else ""
    return settings.text(settings.promises[kind].text, lang)


def read(record: ReportRecord, actor: Actor, lang: str) -> ReportPage:
    """Read the page's parts; what hangs on the report is one statement."""
    form = published_form(record.form_hash)
    version = version_of(form, record, lang)
    allowed = queries.moves(record, actor)
    lists = lists_of(record.id)
    return ReportPage(
        record=record,
        type_name=form.title(lang),
        sections=_for_staff(form, _story_first(form, version.sections), lang),
        lists=lists,
        promise_name=_promise_name(lists.promises, lang),
        earlier=queries.earlier_report(form, record.answers),
        moves=[move.arrow.code for move in allowed if move.refused is None],
        refusals=_refusals(allowed),
        marks=marked(form, record.marks, record.priority, lang),
        hints=hints(form, version.journey, lang, "staff"),
        version=version,
        look=look(form, record, version, actor, lang, judged=lists.judged),
        interpreter=interpreter_name(form, record.contact.get("interpreter"), lang),
        entered=record.channel in CHANNELS,
        places=places_of(settings_in_scope(), form, version.journey, lang),
        things=things_of(form, _said(version.sections), lang),
        our_things=things_of(form, ((q, ours.lines) for q, ours in version.ours.items()), lang),
    )


def _said(sections: list[Section]) -> Iterator[tuple[str, list[str]]]:
    return ((row.question_id, row.lines) for section in sections for row in section.rows)


def _story_first(form: FormDocument, sections: list[Section]) -> list[Section]:
    """What happened, in the person's own words, before the particulars."""
    told = {page.id for page in form.pages if any(q.role == "narrative" for q in page.questions)}
    return sorted(sections, key=lambda section: section.page_id not in told)


def _for_staff(form: FormDocument, sections: list[Section], lang: str) -> list[Section]:
    """Headings that speak to the reporter ("About you") are worded for those who read them."""
    about = {page.id for page in form.pages if any(q.role == "reporter" for q in page.questions)}
    found, gate_named = [], False
    for section in sections:
        title = section.title
        if section.is_gate:
            title, gate_named = "" if gate_named else t("casework.report.gate", lang), True
        elif section.page_id in about:
            title = t("casework.report.about_reporter", lang)
        found.append(replace(section, title=title))
    return found


def _refusals(moves: list[Move]) -> list[str]:
    return [
        move.refused
        for move in moves
        if move.refused and WORTH_SAYING.get(move.refused) == move.arrow.code
    ]


def stamp(record: ReportRecord) -> str:
    """Where the report stands, for forms: a form that was shown earlier is then recognised."""
    return f"{record.state}.{record.call_back_state}.{record.holder_id or UUID(int=0)}"
