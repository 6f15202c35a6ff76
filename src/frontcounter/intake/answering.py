"""A question of the force, answered on the follow-up page: one page of questions, then sending.

What was typed travels with the check page and is checked once more; nothing is kept before it is
sent. Files are taken with the sending itself, so none stays behind that was never sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse

from frontcounter.forms.engine import (
    FieldError,
    PageResult,
    Submitted,
    check_page,
    fields,
    summary,
)
from frontcounter.forms.pages.locating import locator
from frontcounter.forms.pages.rendering import error_links, render_fields
from frontcounter.intake.file_words import notes_for_adding
from frontcounter.intake.status import Opened, opened_report
from frontcounter.intake.uploads import take_files_of_act
from frontcounter.intake.visit import Visit, form_lists, public_view
from frontcounter.reports import asking
from frontcounter.reports.access import token_hash
from frontcounter.reports.asking import PAGE, OpenRound
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import speaking

REST = "status/answer"
MOST_CARRIED = 400
STEP = "_step"
TYPING, CHECKING, SENDING, CHANGING = "", "check", "send", "change"


def round_for(visit: Visit, opened: Opened) -> OpenRound | None:
    """What this reporter is asked now."""
    return asking.open_round(way_of(opened), at=visit.at)


def way_of(opened: Opened) -> dict[str, str]:
    """How the reporter has proved their way, as the database's own functions take it."""
    if "token" in opened.way:
        return {"token": token_hash(str(opened.way["token"])).hex()}
    return {"number": str(opened.way["number"]), "hash": str(opened.way["hash"])}


@dataclass
class _Answering:
    """One request to the page: what is asked, and what was typed."""

    visit: Visit
    opened: Opened
    round: OpenRound
    raw: dict[str, list[str]] = field(default_factory=dict)

    def check(self) -> PageResult:
        visit = self.visit
        return check_page(
            self.round.form,
            PAGE,
            self.raw,
            {},
            lang=self.lang,
            now=visit.at,
            region=visit.settings.country,
            locate=locator(visit.settings, visit.lang),
        )

    @property
    def lang(self) -> str:
        """The visitor's language, if the questions were asked in it."""
        known = self.round.form.languages
        return self.visit.lang if self.visit.lang in known else known[0]

    @property
    def asks(self) -> bool:
        return bool(self.round.form.questions)


@public_view
def answer(visit: Visit) -> HttpResponse:
    """The questions (GET), what was typed (POST), the check, and the sending."""
    opened = opened_report(visit)
    if opened is None:
        return visit.go("status?over")
    round_ = round_for(visit, opened)
    if round_ is None:
        return visit.go("status/report")
    work = _Answering(visit, opened, round_)
    if visit.request.method != "POST":
        return _questions(work, None) if work.asks else _check(work, {})
    if (wait := visit.allow("add", 30, 3600)) is not None:
        return wait
    work.raw = form_lists(visit.request)
    step = (work.raw.pop(STEP, None) or [TYPING])[0]
    result = work.check()
    if step == CHANGING or not result.ok:
        return _questions(work, result.raw, () if step == CHANGING else result.errors)
    values = {key: value for key, value in result.values.items() if value is not None}
    if step == SENDING:
        return _send(work, values)
    if not values and not round_.wants_files:
        asked = FieldError(_first_field(work), visit.tr("intake.asking.nothing"))
        return _questions(work, result.raw, (asked,))
    return _check(work, values)


def _first_field(work: _Answering) -> str:
    drawn = fields(work.round.form, PAGE, {}, lang=work.lang)
    return drawn[0].inputs[0].name if drawn and drawn[0].inputs else ""


def _questions(
    work: _Answering, raw: Submitted | None, errors: Sequence[FieldError] = ()
) -> HttpResponse:
    visit, round_ = work.visit, work.round
    wrong = [error for error in errors if not error.asks]
    drawn = fields(round_.form, PAGE, {}, raw, wrong, work.lang)
    with speaking(work.lang, visit.settings.words(work.lang)):
        html = render_fields(drawn, title="")
    return _page(work, "status_answer", html=html, errors=error_links(wrong), wrong=bool(errors))


def _check(work: _Answering, values: dict[str, Any], problem: str = "") -> HttpResponse:
    """What will be sent, and where files are wanted, the place to choose them."""
    sections = summary(work.round.form, values, work.lang) if work.asks else []
    told = notes_for_adding(work.visit, work.opened.view.form_hash)
    return _page(
        work,
        "status_answer_check",
        rows=[row for section in sections for row in section.rows],
        carried=_carried(work.raw),
        told=" ".join(told),
        problem=problem,
        errors=[ErrorLink(problem, "#photo" if work.round.wants_files else "#answers")]
        if problem
        else [],
        wrong=bool(problem),
    )


def _carried(raw: Submitted) -> list[tuple[str, str]]:
    return [(name, value) for name, values in raw.items() for value in values][:MOST_CARRIED]


def _page(work: _Answering, template: str, *, wrong: bool, **more: Any) -> HttpResponse:
    visit, view = work.visit, work.opened.view
    checking = template.endswith("check")
    title = "intake.asking.check" if checking else "intake.asking.title"
    return visit.page(
        f"intake/{template}.html",
        title=visit.tr(title),
        rest=REST,
        about=view.type,
        back="status/report",
        status=422 if wrong else 200,
        round=work.round,
        asks=work.asks,
        over=work.round.due_at < visit.at,
        action=visit.url(REST),
        spoken=work.lang,
        **more,
    )


def _send(work: _Answering, values: dict[str, Any]) -> HttpResponse:
    visit, round_, view = work.visit, work.round, work.opened.view
    uploads = visit.request.FILES.getlist("photo") if round_.wants_files else []
    if not values and not uploads:
        return _check(work, values, visit.tr("intake.asking.nothing"))
    try:
        with transaction.atomic():
            problem = take_files_of_act(visit, view, round_.id, uploads)
            if not problem:
                asking.answer(view.report_id, round_.id, values, at=visit.at)
    except IntegrityError:
        return visit.go("status/report?answered")  # it was sent a moment ago, by another press
    if problem:
        return _check(work, values, problem)
    return visit.go("status/report?answered")


__all__ = ["answer", "round_for", "way_of"]
