"""Six prompts that a person answers about a report, and how pressing it is."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, who
from frontcounter.casework.report_views import address, done, record_or_404, refuse
from frontcounter.casework.review_solving import factors
from frontcounter.casework.review_version import version_of
from frontcounter.casework.review_views import read_in
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.forms.pages.published import published_form
from frontcounter.reports import assessing
from frontcounter.reports.assessing import LEVELS, PROMPTS, WORDS_LENGTH
from frontcounter.reports.marking import URGENT
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.services import Refused
from frontcounter.tasks.pressing import press
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t

JUDGES = (*who.REVIEWERS, *who.OPEN_CALLERS)
ON_THE_PAGE = ("prompts_missing", "never_lower", "reason_missing")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*JUDGES)
def triage(request: StaffRequest, number: str) -> HttpResponse:
    """The prompts with what was judged before (GET), or a new judgement (POST)."""
    record = record_or_404(number)
    if request.method == "POST":
        return _take(request, record)
    audit(Verb.CONSULT, "report.triage", subject=f"report:{record.id}")
    return _show(request, record)


def _take(request: StaffRequest, record: ReportRecord) -> HttpResponse:
    typed = _typed(request)
    priority = request.POST.get("priority", "")
    try:
        assessing.assess(
            record.id,
            typed,
            priority=int(priority) if priority in ("0", "1", "2") else record.priority,
            note=many_lines(request.POST.get("note", "")),
            actor=request.actor,
            at=datetime.now(UTC),
        )
    except Refused as refused:
        if refused.code not in ON_THE_PAGE:
            return refuse(request, record, refused)
        return _show(request, record, wrong=refused.code)
    if priority in ("0", "1", "2") and int(priority) != record.priority:
        press(record.id, int(priority))
    return done(request, record, "assessed")


def _typed(request: StaffRequest) -> dict[str, dict[str, str]]:
    given = request.POST
    return {
        prompt: {
            "level": given.get(prompt, ""),
            "words": many_lines(given.get(f"{prompt}.words", ""))[:WORDS_LENGTH],
        }
        for prompt in PROMPTS
    }


def _show(request: StaffRequest, record: ReportRecord, *, wrong: str = "") -> HttpResponse:
    judged = assessing.assessments_of(record.id)
    last = judged[0] if judged else None
    typed = _typed(request) if request.method == "POST" else (last.prompts if last else {})
    blank = [prompt for prompt in PROMPTS if not (typed.get(prompt) or {}).get("level")]
    least = assessing.least_for(record, request.actor, last)
    form = published_form(record.form_hash)
    version = version_of(form, record, read_in(request, form))
    errors = _errors(request, wrong, blank)
    return pages.show(
        request,
        "review_triage",
        t("casework.review.triage.title", request.lang),
        back=address(request, record),
        errors=errors,
        status=422 if errors else 200,
        r=record,
        prompts=PROMPTS,
        levels=LEVELS,
        typed=typed,
        blank=blank if wrong == "prompts_missing" else (),
        chosen=request.POST.get("priority", str(record.priority)),
        priorities=[str(one) for one in range(least, URGENT + 1)],
        note=request.POST.get("note", ""),
        factors=factors(form, version.journey),
        judged=judged,
        here=address(request, record),
    )


def _errors(request: StaffRequest, wrong: str, blank: list[str]) -> list[ErrorLink]:
    lang = request.lang
    if wrong == "prompts_missing":
        return [
            ErrorLink(
                t(
                    "casework.review.triage.answer",
                    lang,
                    what=t(f"casework.review.prompt.{p}", lang),
                ),
                f"#{p}",
            )
            for p in blank
        ]
    anchor = "#note" if wrong == "reason_missing" else "#priority"
    return [ErrorLink(t(f"casework.review.wrong.{wrong}", lang), anchor)] if wrong else []
