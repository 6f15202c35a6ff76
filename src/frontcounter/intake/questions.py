"""The gate and the questions: show a page, take its answers, go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse

from frontcounter.forms.engine import (
    FieldError,
    FormDocument,
    Journey,
    Page,
    PageResult,
    check_page,
    walk,
)
from frontcounter.forms.pages.drafts import Draft, add_pending
from frontcounter.forms.pages.rendering import draw_page, error_links
from frontcounter.intake.confirm import begin_confirmation
from frontcounter.intake.drafting import (
    begin_draft,
    current,
    first_page,
    form_of,
    give_cookie,
    keep,
    next_path,
    renewed,
)
from frontcounter.intake.home import personal_page
from frontcounter.intake.uploads import take_files
from frontcounter.intake.visit import Visit, form_lists, public_view
from frontcounter.web.page import Notice

# Buttons of a question page besides Continue: each keeps what was typed.
ELSEWHERE = {"call": "call-me", "save": "save-and-return"}


@public_view
def begin(visit: Visit, type: str) -> HttpResponse:
    """The first page; a report that was begun goes on where it was left."""
    if visit.request.method == "POST":
        return _take(visit, type, "")
    draft = current(visit, type)
    form = form_of(visit, type, draft)
    if draft is not None and draft.locked_at is None:
        return visit.go(next_path(form, draft))
    notices = [Notice(visit.tr("intake.lost.gone"))] if "lost" in visit.request.GET else []
    return _show(visit, form, form.all_pages[0], None, notices=notices)


@public_view
def go_on(visit: Visit, type: str) -> HttpResponse:
    """To the page where the person left off, or a kind word where nothing is left."""
    draft = current(visit, type)
    form = form_of(visit, type, draft)
    if draft is None:
        return visit.go(f"report/{type}/?lost")
    if draft.locked_at is not None:
        return visit.go(f"report/{type}/sent")
    return visit.go(next_path(form, draft))


@public_view
def question(visit: Visit, type: str, page: str) -> HttpResponse:
    """One page of questions."""
    if visit.request.method == "POST":
        return _take(visit, type, page)
    draft = current(visit, type)
    form = form_of(visit, type, draft)
    if draft is None:
        if form.page(page) is None:
            raise Http404(page)
        begins = page == first_page(form)
        return visit.go(f"report/{type}/" + ("" if begins else "?lost"))
    if draft.locked_at is not None:
        return visit.go(f"report/{type}/sent")
    journey = walk(form, draft.answers)
    if form.page(page) is None:
        raise Http404(page)
    if not journey.may_visit(page):
        return visit.go(next_path(form, draft))
    return _show(visit, form, form.by_page[page], draft, journey=journey)


def _take(visit: Visit, type: str, page_id: str) -> HttpResponse:
    """Take what was typed on a page. Whatever it is, it is kept."""
    draft = current(visit, type, for_change=True)
    form = form_of(visit, type, draft)
    page_id = page_id or first_page(form)
    page = form.page(page_id)
    if page is None:
        raise Http404(page_id)
    if draft is not None and draft.locked_at is not None:
        if page_id != first_page(form):
            return visit.go(f"report/{type}/sent")
        draft = None  # what was sent is sent; this is another report
        form = form_of(visit, type, None)
    fresh = draft is None
    if draft is None:
        if (wait := visit.allow("draft", 60, 3600)) is not None:
            return wait
        draft = begin_draft(visit, form, page_id)
    return _answer(visit, form, page, draft, fresh)


def _answer(
    visit: Visit, form: FormDocument, page: Page, draft: Draft, fresh: bool
) -> HttpResponse:
    raw = form_lists(visit.request)
    elsewhere = ELSEWHERE.get((raw.pop("_go", None) or [""])[0])
    draft.content.pop("notice", None)
    refused = take_files(visit, draft, page, raw)
    result = check_page(
        form,
        page.id,
        raw,
        draft.answers,
        lang=visit.lang,
        now=visit.at,
        region=visit.settings.country,
        files=draft.files,
    )
    errors = [*refused, *result.errors]
    draft.answers.update(result.values)
    done = result.stop is not None or (result.ok and not refused)
    if done:
        draft.pending.pop(page.id, None)
    else:
        add_pending(draft, page.id, result.raw)
    lost = fresh and page.id != first_page(form)
    if lost:
        add_pending(draft, page.id, result.raw)
        draft.content["notice"] = "lost"
    if elsewhere or lost:
        target = f"report/{draft.type}/{elsewhere or first_page(form)}"
    elif done:
        target = begin_confirmation(visit, form, draft, page) or next_path(form, draft, page.id)
    else:
        target = ""
    token = keep(visit, draft, page.id, fresh=fresh)
    if target:
        response = visit.go(target)
    elif result.action is not None and not refused:
        response = visit.go(f"report/{draft.type}/{page.id}#{result.action.question_id}")
    else:
        response = _show(visit, form, page, draft, result=result, errors=errors)
    return give_cookie(visit, response, draft.type, token or renewed(visit, draft))


def _show(
    visit: Visit,
    form: FormDocument,
    page: Page,
    draft: Draft | None,
    *,
    journey: Journey | None = None,
    result: PageResult | None = None,
    errors: Sequence[FieldError] = (),
    notices: Sequence[Notice] = (),
) -> HttpResponse:
    answers: dict[str, Any] = draft.answers if draft else {}
    files = draft.files if draft else {}
    raw = result.raw if result else (draft.pending.get(page.id) if draft else None)
    journey = journey or walk(form, answers)
    settings = visit.settings
    questions = draw_page(
        form,
        page,
        answers,
        raw,
        errors,
        lang=visit.lang,
        words=settings.words(visit.lang),
        words_hash=settings.hash,
        files=files,
    )
    if draft and draft.content.get("notice") == "lost":
        notices = [Notice(visit.tr("intake.lost.kept"))]
    begins = page.id == first_page(form)
    path = f"report/{form.type}/"
    return visit.page(
        "intake/question.html",
        title=page.heading(visit.lang),
        rest=path if draft is None else path + page.id,
        back=_back(form, journey, page, draft),
        errors=error_links(errors),
        notices=notices,
        draft=draft,
        call="button",
        call_path=path + "call-me",
        status=422 if errors else 200,
        action=visit.url(path + ("" if draft is None else page.id)),
        page=page,
        form=form,
        questions=questions.html,
        heading_inside=questions.heading,
        uploads=_takes_files(page),
        progress=journey.progress(page.id),
        begins=begins,
        privacy=settings.document["privacy"] if page.id == personal_page(form) else None,
    )


def _back(form: FormDocument, journey: Journey, page: Page, draft: Draft | None) -> str:
    if draft is not None and journey.complete and journey.first_unanswered is None:
        return f"report/{form.type}/check-answers"
    before = journey.back(page.id)
    return f"report/{form.type}/{before}" if before else ""


def _takes_files(page: Page) -> bool:
    return any(q.KIND == "files" or "photos" in getattr(q, "parts", ()) for q in page.questions)


@public_view
def stopped(visit: Visit, type: str) -> HttpResponse:
    """Why this cannot be reported here, and the right door. Never a dead end."""
    draft = current(visit, type)
    if draft is None:
        return visit.go(f"report/{type}/?lost")
    form = form_of(visit, type, draft)
    stop = walk(form, draft.answers).stop
    if stop is None:
        return visit.go(next_path(form, draft))
    door = visit.settings.doors.get(stop.door)
    talk = str(visit.settings.document.get("talk", {}).get("door", ""))
    return visit.page(
        "intake/stopped.html",
        title=stop.title(visit.lang),
        rest=f"report/{type}/cannot-report",
        back=f"report/{type}/{stop.page_id}",
        draft=draft,
        call="link" if not stop.offer_call else "",
        call_path=f"report/{type}/call-me",
        text=stop.text(visit.lang),
        door=door or visit.settings.doors.get(talk),
        offer_call=stop.offer_call,
        call_href=visit.url(f"report/{type}/call-me"),
    )
