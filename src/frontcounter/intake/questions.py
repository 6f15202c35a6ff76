"""The gate and the questions: show a page, take its answers, go on."""

from __future__ import annotations

from dataclasses import dataclass
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
from frontcounter.forms.pages.locating import locator
from frontcounter.forms.pages.taking import Written, take_page
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
from frontcounter.intake.emergency import help_first
from frontcounter.intake.pilot import asks_pilot, away_from
from frontcounter.intake.showing import Shown, page_doors, show_page
from frontcounter.intake.uploads import take_files
from frontcounter.intake.visit import Visit, form_lists, public_view
from frontcounter.web.page import Notice

# Buttons of a question page besides Continue: each keeps what was typed.
ELSEWHERE = {"call": "call-me", "save": "save-and-return"}


@public_view
@asks_pilot
def begin(visit: Visit, type: str) -> HttpResponse:
    """The first page; a report that was begun goes on where it was left."""
    if visit.request.method == "POST":
        return _take(visit, type, "")
    draft = current(visit, type)
    form = form_of(visit, type, draft)
    if draft is not None and not draft.is_sent:
        return visit.go(next_path(visit, form, draft))
    lost = "lost" in visit.request.GET
    notices = [Notice(visit.tr("intake.lost.gone"))] if lost else []
    return show_page(visit, form, form.all_pages[0], None, Shown(notices=notices))


@public_view
def go_on(visit: Visit, type: str) -> HttpResponse:
    """To the page where the person left off, or a kind word where nothing is left."""
    draft = current(visit, type)
    form = form_of(visit, type, draft)
    if draft is None:
        return visit.go(visit.path_of(type, "?lost"))
    if draft.is_sent:
        return visit.go(visit.path_of(type, "sent"))
    return visit.go(next_path(visit, form, draft))


@public_view
@asks_pilot
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
        return visit.go(visit.path_of(type, "" if begins else "?lost"))
    if draft.is_sent:
        return visit.go(visit.path_of(type, "sent"))
    journey = walk(form, draft.answers)
    if form.page(page) is None:
        if draft.moved:  # the page went with an urgent change
            return visit.go(next_path(visit, form, draft, journey=journey))
        raise Http404(page)
    if not journey.may_visit(page):
        return visit.go(next_path(visit, form, draft, journey=journey))
    shown = _again(visit, form, page, draft)
    return show_page(visit, form, form.by_page[page], draft, shown, journey)


def _again(visit: Visit, form: FormDocument, page_id: str, draft: Draft) -> Shown:
    """What our script sent and was not right is shown as if the browser had sent it."""
    raw = draft.pending.get(page_id)
    if raw is None or "check" not in visit.request.GET:
        return Shown()
    result = check_page(form, page_id, raw, draft.answers, **_by(visit, draft))
    return Shown(result.raw, result.errors)


def _by(visit: Visit, draft: Draft) -> dict[str, Any]:
    """What a page of this visit is checked by."""
    return {
        "lang": visit.lang,
        "now": visit.at,
        "region": visit.settings.country,
        "files": draft.files,
        "locate": locator(visit.settings, visit.lang),
    }


def _take(visit: Visit, type: str, page_id: str) -> HttpResponse:
    """Take what was typed on a page. Whatever it is, it is kept."""
    draft = current(visit, type, for_change=True)
    form = form_of(visit, type, draft)
    page_id = page_id or first_page(form)
    page = form.page(page_id)
    if page is None:
        if draft is not None and draft.moved:
            return visit.go(next_path(visit, form, draft))
        raise Http404(page_id)
    if draft is not None and draft.is_sent:
        if page_id != first_page(form):
            return visit.go(visit.path_of(type, "sent"))
        draft = None  # what was sent is sent; this is another report
        form = form_of(visit, type, None)
    fresh = draft is None
    if draft is None:
        if (wait := visit.allow("draft", 60, 3600)) is not None:
            return wait
        draft = begin_draft(visit, form, page_id)
    return _answer(visit, form, page, draft, fresh)


@dataclass(frozen=True)
class _Taken:
    """What came of a page that was sent."""

    result: PageResult
    errors: list[FieldError]
    refused: bool  # a file was not taken: only this answer can say so
    elsewhere: str | None  # the person wants to save, or to be called
    lost: bool  # the pages before are gone

    @property
    def done(self) -> bool:
        return self.result.stop is not None or (self.result.ok and not self.refused)


def _answer(
    visit: Visit, form: FormDocument, page: Page, draft: Draft, fresh: bool
) -> HttpResponse:
    raw = form_lists(visit.request)
    elsewhere = ELSEWHERE.get((raw.pop("_go", None) or [""])[0])
    draft.content.pop("notice", None)
    if draft.moved:
        draft.content["notice"] = "changed"
    refused = take_files(visit, draft, page, raw)
    written = Written(draft.answers, draft.pending)
    result = take_page(written, form, page, raw, **_by(visit, draft))
    lost = fresh and page.id != first_page(form)
    taken = _Taken(result, [*refused, *result.errors], bool(refused), elsewhere, lost)
    if refused or lost:
        add_pending(draft, page.id, result.raw)
    if lost:
        draft.content["notice"] = "lost"
    journey = walk(form, draft.answers)
    target = _target(visit, journey, page, draft, taken)
    if result.stop is None:
        here = visit.path_of(form.type, page.id)
        target = help_first(visit, draft, journey, target or here) or target
    token = keep(visit, draft, page.id, fresh=fresh)
    if target:
        response = visit.go(target)
    else:
        shown = Shown(result.raw, taken.errors)
        response = show_page(visit, form, page, draft, shown, journey)
    return give_cookie(visit, response, draft.type, token or renewed(visit, draft))


def _target(visit: Visit, journey: Journey, page: Page, draft: Draft, taken: _Taken) -> str:
    """Where the person goes from here; "" shows the page again with what is wrong."""
    form = journey.form
    path = visit.path_of(form.type)
    if taken.elsewhere or taken.lost:
        return path + (taken.elsewhere or first_page(form))
    if taken.done:
        if taken.result.stop is None and (away := away_from(visit, form, draft, page)):
            return away
        confirm = begin_confirmation(visit, form, draft, page)
        return confirm or next_path(visit, form, draft, page.id, journey)
    if taken.result.action is not None and taken.result.action.kind == "map":
        return f"{path}{page.id}/map"
    if taken.result.action is not None and not taken.refused:
        return f"{path}{page.id}#{taken.result.action.question_id}"
    return f"{path}{page.id}?check" if visit.by_script and not taken.refused else ""


@public_view
def stopped(visit: Visit, type: str) -> HttpResponse:
    """Why this cannot be reported here, and the right door. Never a dead end."""
    draft = current(visit, type)
    if draft is None:
        return visit.go(visit.path_of(type, "?lost"))
    form = form_of(visit, type, draft)
    journey = walk(form, draft.answers)
    stop = journey.stop
    if stop is None:
        return visit.go(next_path(visit, form, draft, journey=journey))
    door = visit.settings.doors.get(stop.door)
    talk = str(visit.settings.document.get("talk", {}).get("door", ""))
    return visit.page(
        "intake/stopped.html",
        title=stop.title(visit.lang),
        rest=visit.path_of(type, "cannot-report"),
        about=type,
        back=visit.path_of(type, stop.page_id),
        draft=draft,
        call="link" if not stop.offer_call else "",
        call_path=visit.path_of(type, "call-me"),
        text=stop.text(visit.lang),
        door=door or visit.settings.doors.get(talk),
        doors=[
            one for one in page_doors(visit, form.by_page[stop.page_id]) if one.code != stop.door
        ],
        offer_call=stop.offer_call,
        call_href=visit.url(visit.path_of(type, "call-me")),
    )
