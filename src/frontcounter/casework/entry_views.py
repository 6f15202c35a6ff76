"""Writing for a person at the counter or on the telephone: the same questions as online."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import call_entry, entries, pages, who
from frontcounter.casework.entries import Draft
from frontcounter.casework.entry_pages import (
    address,
    context,
    doors_of,
    entry_page,
    go,
    onward,
    read_in,
)
from frontcounter.casework.report_page import CHANNELS
from frontcounter.forms.engine import Field, FieldError, Page, PageResult, fields
from frontcounter.forms.engine.cleaning import many_lines, one_line
from frontcounter.forms.pages.every import numbered, page_numbers, question_numbers
from frontcounter.forms.pages.locating import locator
from frontcounter.forms.pages.rendering import error_links, render_fields
from frontcounter.forms.pages.taking import take_page
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import speaking, t

REASON_LENGTH = 500


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.WRITERS)
def start(request: StaffRequest) -> HttpResponse:
    """Who it is for: how they came, their language, and what they report."""
    offered = {form.type: form for form in entries.offered(request)}
    typed = {name: one_line(request.POST.get(name, "")) for name in ("channel", "language", "type")}
    card = call_entry.card_of(request)
    if card is not None and request.method != "POST":
        typed |= {"channel": "phone", "language": card.language}
    wrong = {}
    if request.method == "POST":
        known = {"channel": CHANNELS, "language": request.force.languages, "type": offered}
        wrong = {
            name: t(f"casework.entry.missing.{name}", request.lang)
            for name, values in known.items()
            if typed[name] not in values
        }
        if not wrong:
            form, now = offered[typed["type"]], datetime.now(UTC)
            draft = entries.begin(request, form, typed["channel"], typed["language"], at=now)
            call_entry.take_over(request, draft, at=now)
            audit(Verb.COLLECT, "entry.begin", subject=f"entry:{draft.row.id}")
            return go(request, draft, "page", form.all_pages[0].id)
    return pages.show(
        request,
        "entry_start",
        t("casework.entry.title", request.lang),
        tab="entry_start",
        errors=[ErrorLink(text, f"#{name}") for name, text in wrong.items()],
        status=422 if wrong else 200,
        wrong=wrong,
        typed=typed,
        channels=CHANNELS,
        languages=request.force.languages,
        forms=sorted(offered.values(), key=lambda form: form.title(read_in(request, form))),
        title_of=lambda form: form.title(read_in(request, form)),
        card=card.number if card else "",
    )


@entry_page
def page(request: StaffRequest, draft: Draft, page_id: str) -> HttpResponse:
    """One page of questions, as the public has it, numbered as on paper."""
    shown = draft.form.page(page_id)
    if shown is None:
        raise Http404
    if request.method == "POST":
        return _take(request, draft, shown)
    if not draft.journey().may_visit(page_id):
        return onward(request, draft)
    return _show(request, draft, shown)


def _take(request: StaffRequest, draft: Draft, shown: Page) -> HttpResponse:
    now = datetime.now(UTC)
    raw = {name: [str(one) for one in values] for name, values in request.POST.lists()}
    raw.pop("csrfmiddlewaretoken", None)
    form = draft.form
    result = take_page(
        draft.written,
        form,
        shown,
        raw,
        lang=read_in(request, form),
        now=now,
        region=request.force.country,
        locate=locator(request.force, read_in(request, form)),
    )
    entries.save(draft, at=now)
    if result.action is not None:
        anchor = f"#{result.action.question_id}"
        return HttpResponseRedirect(address(request, draft, "page", shown.id) + anchor)
    if result.errors:
        return _show(request, draft, shown, result=result)
    return onward(request, draft, shown.id)


def _show(
    request: StaffRequest, draft: Draft, shown: Page, *, result: PageResult | None = None
) -> HttpResponse:
    form, journey = draft.form, draft.journey()
    lang = read_in(request, form)
    raw = result.raw if result else draft.written.pending.get(shown.id)
    errors: Sequence[FieldError] = result.errors if result else ()
    numbers = question_numbers(form)
    asked = fields(form, shown.id, draft.written.answers, raw, errors, lang)
    drawn = [numbered(one, numbers[one.question_id]) for one in map(_without_files, asked) if one]
    with speaking(lang, request.force.words(lang)):
        questions = render_fields(drawn)
    back = journey.back(shown.id)
    return pages.show(
        request,
        "entry_page",
        shown.heading(lang),
        tab="entry_start",
        back=address(request, draft, "page", back) if back else "",
        errors=error_links(errors),
        status=422 if errors else 200,
        **context(request, draft),
        number=page_numbers(form)[shown.id],
        intro=shown.intro(lang),
        questions=questions,
        left_out=len(drawn) < len(asked),
        progress=journey.progress(shown.id),
        doors=doors_of(request, shown.doors),
        action=address(request, draft, "page", shown.id),
    )


def _without_files(field: Field) -> Field | None:
    """Files are added by the person, with number and access code: no copy passes through a desk."""
    if field.kind == "files":
        return None
    lines = tuple(
        replace(line, inputs=tuple(one for one in line.inputs if one.widget != "files"))
        for line in field.lines
    )
    return replace(field, lines=lines)


@entry_page
def advice(request: StaffRequest, draft: Draft) -> HttpResponse:
    """Where the public would be sent; staff may go on, for a reason that stays on the timeline."""
    stop = draft.journey().stop
    if stop is None:
        return onward(request, draft)
    reason = many_lines(request.POST.get("reason", ""))[:REASON_LENGTH]
    posted = request.method == "POST"
    if posted and reason:
        now = datetime.now(UTC)
        draft.pass_stop(stop.code, reason)
        entries.save(draft, at=now)
        details = {"stop": stop.code}
        audit(Verb.ALTER, "entry.pass", subject=f"entry:{draft.row.id}", details=details)
        return onward(request, draft, stop.page_id)
    lang = read_in(request, draft.form)
    problem = t("casework.entry.missing.reason", request.lang) if posted else ""
    return pages.show(
        request,
        "entry_advice",
        t("casework.entry.advice.title", request.lang),
        tab="entry_start",
        back=address(request, draft, "page", stop.page_id),
        errors=[ErrorLink(problem, "#reason")] if problem else (),
        status=422 if problem else 200,
        **context(request, draft),
        stop_title=stop.title(lang),
        stop_text=stop.text(lang),
        doors=doors_of(request, [stop.door]),
        problem=problem,
        action=address(request, draft, "advice"),
    )


@require_POST
@staff_page(*who.WRITERS)
def leave(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Erase what was written so far."""
    draft = entries.load(request, entry_id, at=datetime.now(UTC), for_change=True)
    if draft is None:
        raise Http404
    entries.erase(draft)
    audit(Verb.ALTER, "entry.erase", subject=f"entry:{entry_id}")
    return HttpResponseRedirect(reverse("casework_entry_start", args=[request.force.slug]))
