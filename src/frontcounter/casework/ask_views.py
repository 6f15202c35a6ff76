"""Asking the reporter: questions of their own form, some in plain words, a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, report_page, who
from frontcounter.casework.report_views import address, done, record_or_404, refuse
from frontcounter.forces.asking import asking_of
from frontcounter.forms.engine import FormDocument
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.forms.pages.published import published_form
from frontcounter.messages.preview import preview
from frontcounter.reports import asking, queries
from frontcounter.reports.queries import Move, ReportRecord
from frontcounter.reports.services import Refused
from frontcounter.web.formats import Formats
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import t


@dataclass(frozen=True)
class Choice:
    """A question of the report's own form that can be asked again."""

    id: str
    label: str
    lines: tuple[str, ...]  # what was answered; none: nothing


@dataclass
class _Wish:
    """What is to be asked, as far as it was chosen."""

    questions: list[str] = field(default_factory=list)
    free: list[str] = field(default_factory=list)
    files: bool = False

    @classmethod
    def of(cls, request: StaffRequest) -> _Wish:
        if request.method != "POST":
            return cls([one for one in request.GET.get("ask", "").split(",") if one])
        free = [
            many_lines(request.POST.get(f"free_{n}", "")) for n in range(1, asking.MOST_FREE + 1)
        ]
        return cls(request.POST.getlist("questions"), free, "files" in request.POST)

    @property
    def empty(self) -> bool:
        return not (self.questions or any(self.free) or self.files)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.READERS)
def ask(request: StaffRequest, number: str) -> HttpResponse:
    """Choose what to ask and see the message (GET), or ask (POST)."""
    record = record_or_404(number)
    moves = queries.moves(record, request.actor)
    found = next((move for move in moves if move.arrow.code == "ask"), None)
    refused = _refusal(found)
    if refused == "not_your_role":
        raise PermissionDenied
    if refused is not None and refused != "no_way_to_ask":
        return refuse(request, record, Refused(refused))
    wish = _Wish.of(request)
    if request.method == "POST" and refused is None:
        return _take(request, record, wish)
    return _show(request, record, wish)


def _refusal(found: Move | None) -> str | None:
    return "wrong_state" if found is None else found.refused


def _take(request: StaffRequest, record: ReportRecord, wish: _Wish) -> HttpResponse:
    lang = request.lang
    if request.POST.get("stamp") != report_page.stamp(record):
        notice = Notice(t("casework.move.changed", lang))
        return _show(request, record, wish, notices=(notice,), status=409)
    problems = _problems(wish, lang)
    if problems:
        return _show(request, record, wish, errors=problems, status=422)
    form = published_form(record.form_hash)
    try:
        asking.ask(
            record.id,
            request.actor,
            questions=wish.questions,
            free=wish.free,
            wants_files=wish.files,
            titles={one: t("casework.asking.round", one) for one in form.languages},
            at=datetime.now(UTC),
        )
    except Refused as refused:
        return refuse(request, record, refused)
    return done(request, record, "ask")


def _problems(wish: _Wish, lang: str) -> list[ErrorLink]:
    if wish.empty:
        return [ErrorLink(t("casework.asking.nothing", lang), "#questions")]
    return [
        ErrorLink(t("casework.asking.too_long", lang, most=asking.MOST_WORDS), f"#free_{n}")
        for n, words in enumerate(wish.free, 1)
        if len(words) > asking.MOST_WORDS
    ]


def _show(
    request: StaffRequest,
    record: ReportRecord,
    wish: _Wish,
    *,
    errors: list[ErrorLink] | None = None,
    notices: tuple[Notice, ...] = (),
    status: int = 200,
) -> HttpResponse:
    audit(Verb.CONSULT, "report.decide.ask", subject=f"report:{record.id}")
    form = published_form(record.form_hash)
    choices = choices_of(form, record.answers, request.lang)
    letter = preview(record.id, "question", extra=_until(request, record))
    return pages.show(
        request,
        "ask",
        t("casework.asking.title", request.lang),
        back=address(request, record),
        errors=errors or (),
        notices=notices,
        status=status,
        r=record,
        wish=wish,
        unanswered=[one for one in choices if not one.lines],
        answered=[one for one in choices if one.lines],
        free=[*wish.free, *[""] * asking.MOST_FREE][: asking.MOST_FREE],
        letter=letter,
        sensitive=form.handling.safe_exit or form.handling.confidential,
        days=asking_of(request.force).wait.days,
        stamp=report_page.stamp(record),
    )


def choices_of(form: FormDocument, answers: dict[str, Any], lang: str) -> list[Choice]:
    """What may be asked, in the form's order, with the answers that there are."""
    return [
        Choice(
            question.id,
            question.label.get(lang) or question.label[form.languages[0]],
            () if empty else tuple(question.show(question.read(answers[question.id]), lang)),
        )
        for question, empty in asking.may_be_asked(form, answers)
    ]


def _until(request: StaffRequest, record: ReportRecord) -> dict[str, str]:
    force = request.force
    formats = Formats(record.language, force.country, force.zone)
    return {"answer_by": formats.day(datetime.now(UTC) + asking_of(force).wait)}
