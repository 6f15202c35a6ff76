"""Questions to the reporter about their report, in rounds; and the answers, beside the original.

A round is a closed form of its own (the report's own questions once more, and some in plain words),
so that answers are taken, checked and shown by the same engine. What was answered at first never
changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.accounts.actor import REPORTER, SYSTEM, Actor
from frontcounter.base.ids import uuid7
from frontcounter.base.together import Rows
from frontcounter.forces.asking import asking_of
from frontcounter.forces.models import PublishedForm
from frontcounter.forces.published import settings_in_scope
from frontcounter.forms.engine import FormDocument, Question, load_document, walk
from frontcounter.forms.pages.published import published_form
from frontcounter.reports import acts, facts
from frontcounter.reports.marking import notice, raise_to
from frontcounter.reports.models import AskedRound, Report, ReporterAct, ReportIdentifier
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.registry import carries_out
from frontcounter.reports.services import Refused, UnknownReport, perform
from frontcounter.reports.shredding import Doomed, Shredded, shreds
from frontcounter.reports.states import State

TYPE, PAGE = "ask", "asked"
MOST_FREE, MOST_WORDS = 3, 500
FREE = "free_"
# Files come with the answer as with any addition, so these are never asked as questions.
_NOT_ASKED = frozenset({"files"})


@dataclass(frozen=True)
class OpenRound:
    """What the reporter is asked now, as the public site may know it."""

    id: UUID
    form: FormDocument
    due_at: datetime
    wants_files: bool


@dataclass(frozen=True)
class Round:
    """One round for staff. `answers` are canonical, of `form`."""

    id: UUID
    number: int
    form: FormDocument
    wants_files: bool
    asked_at: datetime
    asked_by_name: str
    due_at: datetime
    reminders: int
    answered_at: datetime | None
    answers: dict[str, Any]

    @property
    def late(self) -> bool:
        return self.answered_at is not None and self.answered_at > self.due_at


def may_be_asked(form: FormDocument, answers: Mapping[str, Any]) -> list[tuple[Question, bool]]:
    """The questions on the person's walk, and whether each has no answer yet."""
    journey = walk(form, answers)
    return [
        (question, question.id not in journey.values)
        for page in journey.steps
        if not page.is_gate
        for question in journey.asked[page.id]
        if question.KIND not in _NOT_ASKED
    ]


def mini_form(
    form_hash: str,
    questions: Sequence[str],
    free: Sequence[str],
    titles: Mapping[str, str],
    more: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The closed document of one round: the same kinds and codes, all of them on one page.

    `more` are closed questions of their own.
    """
    document = PublishedForm.objects.get(hash=form_hash).document
    form = published_form(form_hash)
    wanted = [one for one in form.questions if one.id in set(questions)]
    told = {
        question["id"]: question
        for part in ("gate", "pages")
        for page in document[part]
        for question in page["questions"]
    }
    asked = [_asked(told[one.id]) for one in wanted if one.KIND not in _NOT_ASKED]
    asked += [
        {
            "id": f"{FREE}{number}",
            "kind": "long_text",
            "label": dict.fromkeys(form.languages, words),
            "required": False,
            "max_length": 4000,
            "rows": 4,
        }
        for number, words in enumerate(free, 1)
    ]
    asked += [dict(one) for one in more]
    title = {lang: titles[lang] for lang in form.languages}
    page = {"id": PAGE, "title": title, "questions": asked, "stops": []}
    return {
        "engine": document["engine"],
        "type": TYPE,
        "languages": list(form.languages),
        "title": title,
        "gate": [],
        "pages": [page],
        "handling": {"confidential": form.handling.confidential, "deliver": False},
    }


def _asked(question: Mapping[str, Any]) -> dict[str, Any]:
    """As in the report's form, but nobody is made to answer, and nothing decides whether it is
    asked. Photos of a thing come with the answer as files."""
    found = {key: value for key, value in question.items() if key != "when"}
    found["required"] = False
    if "parts" in found:
        found["parts"] = [part for part in found["parts"] if part != "photos"]
    return found


def ask(
    report_id: UUID,
    actor: Actor,
    *,
    questions: Sequence[str] = (),
    free: Sequence[str] = (),
    more: Sequence[Mapping[str, Any]] = (),
    wants_files: bool = False,
    titles: Mapping[str, str],
    at: datetime,
    silent: bool = False,
) -> UUID:
    """Ask the reporter; the report waits, and its promises with it. Raises Refused."""
    report = Report.objects.filter(id=report_id).first()
    if report is None:
        raise UnknownReport(report_id)
    free = [words.strip()[:MOST_WORDS] for words in free if words.strip()][:MOST_FREE]
    document = mini_form(report.form_hash, questions, free, titles, more)
    asked = document["pages"][0]["questions"]
    if not asked and not wants_files:
        raise Refused("nothing_asked")
    load_document(document)
    number = AskedRound.objects.filter(report_id=report_id).count() + 1
    round_ = AskedRound(
        id=uuid7(),
        report_id=report_id,
        number=number,
        document=document,
        wants_files=wants_files,
        asked_at=at,
        asked_by_id=actor.id,
        asked_by_name=actor.name,
        due_at=at + asking_of(settings_in_scope()).wait,
    )
    details = {"round": str(round_.id), "asked": len(asked), "files": wants_files}
    perform("ask", report_id, actor, at=at, details=details, silent=silent)
    round_.add()
    return round_.id


def rounds_of(report_id: UUID) -> list[Round]:
    """Every round of a report, the first one first."""
    return round_rows(report_id).read()


def round_rows(report_id: UUID) -> Rows[Round]:
    """`rounds_of`, to be read with others."""
    return Rows(AskedRound.objects.filter(report_id=report_id).order_by("number"), _ROUND, _round)


_ROUND = (
    "id", "number", "document", "wants_files", "asked_at", "asked_by_name", "due_at", "reminders",
    "answered_at", "answers",
)  # fmt: skip


def _round(document: dict[str, Any], **row: Any) -> Round:
    return Round(form=load_document(document), **row)


def frozen_rounds(record: ReportRecord) -> list[Round]:
    """The rounds that had been answered when the report was recorded: what leaves with it."""
    numbers = set((record.frozen or {}).get("answered_rounds", ()))
    return [one for one in rounds_of(record.id) if one.number in numbers] if numbers else []


def answers_with_rounds(
    record: ReportRecord, rounds: Sequence[Round] | None = None
) -> dict[str, Any]:
    """The report's answers with what was answered since: the newest answer of each question.

    Questions in plain words have no place in the report's form; `rounds_of` has them.
    """
    form = published_form(record.form_hash)
    answers = dict(record.answers)
    for one in rounds_of(record.id) if rounds is None else rounds:
        answers |= {key: told for key, told in one.answers.items() if form.question(key)}
    return answers


def due_of_round(report_id: UUID) -> datetime | None:
    """Until when the newest unanswered round is open; for the words of its messages."""
    rows = AskedRound.objects.filter(report_id=report_id, answered_at__isnull=True)
    found: datetime | None = rows.order_by("-number").values_list("due_at", flat=True).first()
    return found


# ── the reporter's side ──────────────────────────────────────────────────────────────────────────


def open_round(way: Mapping[str, Any], *, at: datetime) -> OpenRound | None:
    """The round that waits for whoever proves their way back ({"number", "hash"} or {"token"})."""
    with connection.cursor() as cursor:
        cursor.execute("select reports_open_round(%s, %s)::text", [json.dumps(dict(way)), at])
        text = cursor.fetchone()[0]
    if text is None:
        return None
    told = json.loads(text)
    return OpenRound(
        id=UUID(told["id"]),
        form=load_document(told["document"]),
        due_at=datetime.fromisoformat(told["due_at"]),
        wants_files=told["wants_files"],
    )


def answer(report_id: UUID, round_id: UUID, answers: Mapping[str, Any], *, at: datetime) -> None:
    """Note what the reporter answered; the act has the round's id, so it is sent once. Public."""
    details = {"round": str(round_id), "answers": dict(answers)}
    acts.note_act(acts.ANSWER, report_id, at=at, details=details, act_id=round_id)


@carries_out(acts.ANSWER)
def take_answer(
    act_id: UUID, report_id: UUID, text: str, details: dict[str, Any], at: datetime
) -> None:
    """Keep the answers and give the report back to review; a late answer is new information."""
    rows = AskedRound.objects.select_for_update().filter(report_id=report_id)
    round_ = rows.filter(id=details.get("round"), answered_at__isnull=True).first()
    if round_ is not None:
        form = load_document(round_.document)
        round_.answers = well_formed(form, details.get("answers") or {})
        round_.answered_at = at
        round_.save(update_fields=["answers", "answered_at"])
        _learn(report_id, form, round_.answers)
    told = {"act_id": str(act_id), "round": details.get("round", "")}
    for code in (acts.ANSWER, acts.ADD):
        try:
            perform(code, report_id, REPORTER, at=at, note=text, details=told)
        except Refused:
            continue
        return


def well_formed(form: FormDocument, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Only answers of this form, and only as the engine would have made them."""
    return dict(walk(form, answers).values)


def _learn(report_id: UUID, form: FormDocument, answers: Mapping[str, Any]) -> None:
    """Identifiers can match from now on; danger that is told raises the priority, never lowers."""
    known = set(ReportIdentifier.objects.filter(report_id=report_id).values_list("kind", "normal"))
    ReportIdentifier.objects.bulk_create(
        ReportIdentifier(report_id=report_id, kind=one.kind, normal=one.normal[:120])
        for one in facts.identifiers_of(form, answers, {})
        if (one.kind, one.normal[:120]) not in known
    )
    raise_to(Report.objects.select_for_update().get(id=report_id), notice(form, answers))


# ── the clock ────────────────────────────────────────────────────────────────────────────────────


def due_rounds() -> list[UUID]:
    """Reports of the force in scope that wait for an answer. For the worker."""
    return list(Report.objects.filter(state=State.WAITING).values_list("id", flat=True))


def tick(report_id: UUID, *, at: datetime) -> str:
    """Remind, or stop waiting, where it is time; what was done, "" for nothing. May run twice."""
    report = Report.objects.select_for_update().filter(id=report_id, state=State.WAITING).first()
    rows = AskedRound.objects.filter(report_id=report_id, answered_at__isnull=True)
    round_ = rows.order_by("-number").first()
    if report is None or round_ is None:
        return ""
    if ReporterAct.objects.filter(id=round_.id).exists():
        return ""  # the answer is here and is being taken
    if at >= round_.due_at:
        perform("stop_waiting", report_id, SYSTEM, at=at, details={"why": "no_answer"})
        return "stop_waiting"
    passed = _passed(asking_of(settings_in_scope()).remind_after, at - round_.asked_at)
    if passed <= round_.reminders:
        return ""
    round_.reminders = passed
    round_.save(update_fields=["reminders"])
    perform("remind", report_id, SYSTEM, at=at, details={"round": str(round_.id)})
    return "remind"


def _passed(reminders: Iterable[timedelta], since: timedelta) -> int:
    return sum(since >= one for one in reminders)


@shreds("asking", "reports_question")
def _shred(doomed: Doomed) -> Shredded:
    """Questions in plain words tell as much as their answers."""
    return Shredded({"asked": AskedRound.objects.filter(report_id=doomed.report_id).delete()[0]})
