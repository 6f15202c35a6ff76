"""Reviewing one report: the agency's own answer to a question, and the codes that hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, review_codes, who
from frontcounter.casework.report_views import address, done, record_or_404, refuse
from frontcounter.casework.review_version import Version, version_of, words_of
from frontcounter.forms.engine import Field, FieldError, FormDocument, Input, Submitted, fields
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.forms.pages.locating import locator
from frontcounter.forms.pages.published import published_form
from frontcounter.forms.pages.rendering import error_links, render_fields
from frontcounter.reports import agency
from frontcounter.reports.agency import REASON_LENGTH
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.services import Refused
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import speaking, t

CHANGERS = who.READERS
REASON = "_reason"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*CHANGERS)
def change(request: StaffRequest, number: str, question: str) -> HttpResponse:
    """One question as the form asks it, with why the agency's answer is another one."""
    record = record_or_404(number)
    why_not = agency.may_change(record, request.actor)
    if why_not == "not_your_role":
        raise PermissionDenied
    if why_not is not None:
        return refuse(request, record, Refused(why_not))
    form = published_form(record.form_hash)
    version = version_of(form, record, read_in(request, form))
    if question not in agency.questions_that_change(form, version.journey):
        raise Http404
    if request.method == "POST":
        return _take(request, record, version, question)
    audit(Verb.CONSULT, "report.change_page", subject=f"report:{record.id}")
    return _show(request, record, version, question)


def read_in(request: StaffRequest, form: FormDocument) -> str:
    """The reader's own language where the form has it."""
    return request.lang if request.lang in form.languages else form.languages[0]


def _take(
    request: StaffRequest, record: ReportRecord, version: Version, question: str
) -> HttpResponse:
    form, now = version.journey.form, datetime.now(UTC)
    lang, answers = read_in(request, form), agency.agency_answers(record, version.changes)
    raw = {name: [str(one) for one in values] for name, values in request.POST.lists()}
    reason = one_line(raw.pop(REASON, [""])[0])[:REASON_LENGTH]
    raw.pop("csrfmiddlewaretoken", None)
    result = agency.check_answer(
        form,
        question,
        raw,
        answers,
        lang=lang,
        now=now,
        region=request.force.country,
        locate=locator(request.force, lang),
    )
    shown = (request, record, version, question)
    if not result.ok:
        return _show(*shown, raw=result.raw, errors=result.errors, reason=reason)
    try:
        agency.change(
            record.id, question, result.values.get(question), reason=reason,
            actor=request.actor, at=now,
        )  # fmt: skip
    except Refused as refused:
        if refused.code not in ("reason_missing", "unchanged", "malformed"):
            return refuse(request, record, refused)
        return _show(*shown, raw=result.raw, reason=reason, wrong=refused.code)
    return _back(request, record, "changed", question)


def _show(
    request: StaffRequest,
    record: ReportRecord,
    version: Version,
    question: str,
    *,
    raw: Submitted | None = None,
    errors: Sequence[FieldError] = (),
    reason: str = "",
    wrong: str = "",
) -> HttpResponse:
    form = version.journey.form
    lang, links = read_in(request, form), error_links(errors)
    if wrong:
        at = f"#{REASON}" if wrong == "reason_missing" else f"#{question}"
        links.append(ErrorLink(t(f"casework.review.wrong.{wrong}", request.lang), at))
    drawn = _field(
        form, question, agency.agency_answers(record, version.changes), raw, errors, lang
    )
    with speaking(lang, request.force.words(lang)):
        html = render_fields([drawn])
    found = agency.in_force(version.changes, agency.ANSWER).get(question)
    return pages.show(
        request,
        "review_change",
        t("casework.review.change.title", request.lang),
        back=f"{address(request, record)}#q-{question}",
        errors=links,
        status=422 if links else 200,
        r=record,
        question=question,
        field=html,
        label=drawn.label,
        theirs=words_of(form, question, record.answers.get(question), lang),
        taken_back=bool(found and agency.is_changed(record, found)),
        undo=address(request, record, "review_undo", question),
        reason=reason,
        reason_wrong=t("casework.review.wrong.reason_missing", request.lang)
        if wrong == "reason_missing"
        else "",
        amending=record.state == "recorded",
    )


def _field(
    form: FormDocument,
    question: str,
    answers: Mapping[str, Any],
    raw: Submitted | None,
    errors: Sequence[FieldError],
    lang: str,
) -> Field:
    """The question's field; files that belong to a line stay with it and cannot be changed."""
    page = agency.page_of(form, question)
    own = form.by_question[question]
    files = agency.files_in(own, answers)
    asked = fields(form, page.id, answers, raw, errors, lang, files=files)
    found = next(one for one in asked if one.question_id == question)
    return replace(
        found,
        reveal=None,
        inputs=tuple(_alone(one, question) for one in found.inputs),
        lines=tuple(
            replace(line, inputs=tuple(kept for one in line.inputs for kept in _kept(one)))
            for line in found.lines
        ),
    )


def _alone(one: Input, question: str) -> Input:
    """An input that shows no other question: those have pages of their own here."""
    options = tuple(
        replace(
            option,
            reveals=tuple(name for name in option.reveals if name.startswith(f"{question}.")),
        )
        for option in one.options
    )
    return replace(one, options=options)


def _kept(one: Input) -> list[Input]:
    """The files of a line as hidden inputs, so that the line keeps them."""
    if one.widget != "files":
        return [one]
    return [Input(widget="hidden", name=one.name, value=file.id) for file in one.files]


@require_POST
@staff_page(*CHANGERS)
def undo(request: StaffRequest, number: str, question: str) -> HttpResponse:
    """The reporter's own answer holds again, for a reason."""
    record = record_or_404(number)
    reason = one_line(request.POST.get(REASON, ""))[:REASON_LENGTH]
    try:
        agency.take_back(
            record.id, question, reason=reason, actor=request.actor, at=datetime.now(UTC)
        )
    except Refused as refused:
        if refused.code != "reason_missing":
            return refuse(request, record, refused)
        form = published_form(record.form_hash)
        version = version_of(form, record, read_in(request, form))
        return _show(request, record, version, question, wrong="reason_missing")
    return _back(request, record, "changed", question)


@require_POST
@staff_page(*CHANGERS)
def code(request: StaffRequest, number: str, table: str) -> HttpResponse:
    """A person says which code holds."""
    record = record_or_404(number)
    chosen = request.POST.get("code", "")
    if not review_codes.may_be(table, chosen):
        raise Http404
    reason = one_line(request.POST.get(REASON, ""))[:REASON_LENGTH]
    try:
        agency.confirm_code(
            record.id, table, chosen, reason=reason, actor=request.actor, at=datetime.now(UTC)
        )
    except Refused as refused:
        if refused.code == "unchanged":
            return HttpResponseRedirect(f"{address(request, record)}#codes")
        return refuse(request, record, refused)
    return done(request, record, "code_confirmed")


def _back(request: StaffRequest, record: ReportRecord, what: str, question: str) -> HttpResponse:
    return HttpResponseRedirect(f"{address(request, record)}?done={what}#q-{question}")
