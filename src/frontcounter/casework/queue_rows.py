"""A queue's rows as its page draws them: every word is chosen here, the template only places it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from frontcounter.casework.marking import mark_badges
from frontcounter.casework.queues import QueueLine
from frontcounter.casework.speaking import Voice
from frontcounter.reports.searching import MOST_SHARING
from frontcounter.web.formats import Formats
from frontcounter.web.jinja import language_name
from frontcounter.web.texts import Translator, has

_ONE_KIND = frozenset({"review", "calls", "answers", "later"})
"""Queues whose rows are all of one kind, which need not be said then."""
Badge = tuple[str, str]
"""What it says, and its kind ("": quiet)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `pick` is the number that its box sends; "" where there is none."""

    badges: list[Badge]
    urgent: bool
    left: str
    time: str
    due: str
    pick: str
    href: str
    kind: str
    what: str
    ref: str
    place: str
    sent: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Who reads the rows, and in which queue."""

    tr: Translator
    formats: Formats
    types: Mapping[str, str]
    queue: str
    now: datetime
    everyone: bool
    picks: bool
    voices: Mapping[UUID, Voice]

    def rows(self, lines: list[QueueLine]) -> list[Row]:
        """The rows of these lines."""
        return [self._row(line) for line in lines]

    def _row(self, line: QueueLine) -> Row:
        task, report = line.task, line.report
        urgent = line.marks.urgent
        return Row(
            badges=list(self._badges(line)),
            urgent=urgent,
            left=self.formats.until(task.due_at, self.now),
            time="" if urgent and line.time == "good" else line.time,
            due=self.formats.moment_short(task.due_at),
            pick=report.tracking_number if self.picks and report else "",
            href=line.href,
            kind=self._kind(line),
            what=self._what(line),
            ref=self._ref(line),
            place=report.place if report else "",
            sent=self.formats.moment_short(report.submitted_at if report else task.opened_at),
        )

    def _kind(self, line: QueueLine) -> str:
        """Which work a row is, where a queue holds several kinds; what brought a supervisor in.

        Two rows of one report are told apart by it. Work without a report says it in its name.
        """
        task = line.task
        why = f"casework.event.{task.brief.get('why', '')}"
        told = self.tr(why) if task.kind == "supervise" and has(why, self.tr.lang) else ""
        if line.report is None or self.queue in _ONE_KIND:
            return ""
        kind = self.tr(f"casework.kind.{task.kind}")
        return self.tr("casework.pair", a=kind, b=told) if told else kind

    def _what(self, line: QueueLine) -> str:
        """What it is about: "A: b", as the language writes its colon, or only A."""
        if line.report:
            first, second = self.types.get(line.report.type, line.report.type), line.report.headline
        else:
            first, second = self.tr(f"casework.kind.{line.task.kind}"), line.task.title
        return self.tr("casework.pair", a=first, b=second) if second else first

    def _ref(self, line: QueueLine) -> str:
        task, report = line.task, line.report
        if report is None:
            by = task.opened_by_name
            more = self.tr("casework.queues.by", name=by) if by else ""
            return f"{task.number} · {more}" if more else task.number
        number = report.file_number or report.tracking_number
        named = task.kind == "call_back" and report.reporter_name
        return f"{number} · {report.reporter_name}" if named else number

    def _badges(self, line: QueueLine) -> Iterator[Badge]:
        yield from mark_badges(self.tr, line.marks, line.interpreter)
        yield from self._of_the_work(line)
        if line.report:
            yield from self._of_the_report(line)
        if self.everyone or (line.task.state == "claimed" and self.queue != "mine"):
            yield line.task.claimed_by_name, ""

    def _of_the_work(self, line: QueueLine) -> Iterator[Badge]:
        task, tr = line.task, self.tr
        if task.level > 1:
            key = "second_person" if task.level == 2 else "level"
            yield tr(f"casework.queues.{key}", level=task.level), "wait"
        if task.slot_at:
            time = self.formats.moment_short(task.slot_at)
            yield tr("casework.queues.call_at", time=time), "info"
        elif task.not_before and task.not_before > self.now:
            time = self.formats.moment_short(task.not_before)
            yield tr("casework.queues.not_before", time=time), ""
        voice = self.voices.get(task.id)
        if voice:
            yield voice.text, voice.kind
        if task.channel in ("counter", "phone"):
            yield tr(f"casework.entry.mark.{task.channel}"), ""

    def _of_the_report(self, line: QueueLine) -> Iterator[Badge]:
        report, tr = line.report, self.tr
        assert report is not None
        if report.language != tr.lang and line.task.kind != "call_back":
            yield _language(tr, report.language), "info"
        if line.files:
            yield tr.plural("casework.queue.files", line.files), ""
        if line.same.things:
            yield self._same("thing", line.same.things), "wait"
        if line.same.people:
            yield self._same("person", line.same.people), ""
        if report.channel == "call_request":
            yield tr("casework.queue.call_request"), ""
        if line.task.kind == "review" and report.call_back_state == "open":
            yield tr("casework.queue.call_back_open"), "wait"

    def _same(self, what: str, others: int) -> str:
        key = f"casework.queue.same_{what}"
        if others >= MOST_SHARING:
            return self.tr(f"{key}_more", n=others)
        return self.tr.plural(key, others)


def _language(tr: Translator, code: str) -> str:
    return tr(f"casework.language.{code}") if code in ("en", "fr") else language_name(code)
