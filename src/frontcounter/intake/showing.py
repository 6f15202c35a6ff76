"""A page of questions on the screen: with what was typed, what is wrong, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from frontcounter.forces.published import Door
from frontcounter.forms.engine import (
    FieldError,
    FormDocument,
    Journey,
    Page,
    Question,
    Submitted,
    walk,
)
from frontcounter.forms.engine.kinds.place_located import LocatedPlaceQuestion
from frontcounter.forms.pages.drafts import Draft
from frontcounter.forms.pages.rendering import Questions, draw_page, error_links
from frontcounter.intake.drafting import first_page, last_step
from frontcounter.intake.file_words import notes_for, sending
from frontcounter.intake.paper import on_paper
from frontcounter.intake.several import offers_many
from frontcounter.intake.uploads import takes_files
from frontcounter.intake.visit import Visit
from frontcounter.web.middleware import WITH_POSITION
from frontcounter.web.page import Notice


@dataclass(frozen=True)
class Shown:
    """What a page is shown with; `raw` is what was typed and is not right yet."""

    raw: Submitted | None = None
    errors: Sequence[FieldError] = ()
    notices: Sequence[Notice] = ()

    @property
    def wrong(self) -> list[FieldError]:
        """The mistakes among them."""
        return [error for error in self.errors if not error.asks]


NOTHING_YET = Shown()


def show_page(
    visit: Visit,
    form: FormDocument,
    page: Page,
    draft: Draft | None,
    shown: Shown = NOTHING_YET,
    journey: Journey | None = None,
) -> HttpResponse:
    """The page as a response; 422 where something on it is wrong."""
    journey = journey or walk(form, draft.answers if draft else {})
    progress = journey.progress(page.id)
    path = visit.path_of(form.type)
    rest = path if draft is None else path + page.id
    response = visit.page(
        "intake/question.html",
        title=page.heading(visit.lang),
        rest=rest,
        about=form.type,
        tab=visit.tr("intake.exit.tab_page", n=progress[0]),
        back=_back(visit, form, journey, page, draft),
        errors=error_links(shown.wrong),
        notices=_notices(visit, draft, shown),
        draft=draft,
        call="button",
        call_path=path + "call-me",
        status=422 if shown.errors else 200,
        action=visit.url(rest),
        page=page,
        form=form,
        questions=_draw(visit, form, page, draft, shown),
        sending=sending(visit, form, page, draft),
        progress=progress,
        **_of_everybody(visit, form, page),
    )
    if _asks_for_position(form, page):
        response.headers["Permissions-Policy"] = WITH_POSITION
    return response


def _of_everybody(visit: Visit, form: FormDocument, page: Page) -> dict[str, Any]:
    """What stands on the page whoever it is for."""
    path = visit.path_of(form.type)
    return {
        "doors": page_doors(visit, page),
        "uploads": takes_files(page),
        "keep": _keep(visit, form, page),
        "begins": page.id == first_page(form),
        "several": visit.url(path + "several") if offers_many(visit, form) else "",
        "paper": visit.url(path + "paper") if on_paper(form) else "",
        "privacy": _privacy(visit, form, page),
        "placed": _asks_for_position(form, page),
    }


def _asks_for_position(form: FormDocument, page: Page) -> bool:
    return place_question(page) is not None and not form.handling.confidential


def place_question(page: Page) -> LocatedPlaceQuestion | None:
    """The question of the page that a pin on the map answers, if there is one."""
    found = (q for q in page.questions if isinstance(q, LocatedPlaceQuestion) and q.map)
    return next(found, None)


def _draw(
    visit: Visit, form: FormDocument, page: Page, draft: Draft | None, shown: Shown
) -> Questions:
    answers: dict[str, Any] = draft.answers if draft else {}
    settings = visit.settings
    raw = shown.raw or (draft.pending.get(page.id) if draft else None)
    return draw_page(
        form,
        page,
        answers,
        raw,
        shown.wrong,
        lang=visit.lang,
        words=settings.words(visit.lang),
        words_hash=settings.hash,
        files=draft.files if draft else {},
        notes=notes_for(visit, form, page),
    )


def _notices(visit: Visit, draft: Draft | None, shown: Shown) -> Sequence[Notice]:
    if draft and draft.content.get("notice") == "lost":
        return [Notice(visit.tr("intake.lost.kept"))]
    if draft and (draft.moved or draft.content.get("notice") == "changed"):
        return [Notice(visit.tr("intake.lost.changed"))]
    asked = [Notice(error.message) for error in shown.errors if error.asks]
    return [*shown.notices, *asked]


def _keep(visit: Visit, form: FormDocument, page: Page) -> str:
    """Whether the device may keep what is typed; where much is typed, the page asks first."""
    if visit.kiosk or not form.handling.on_device:
        return ""
    return "ask" if any(question.KIND == "long_text" for question in page.questions) else "quiet"


def _privacy(visit: Visit, form: FormDocument, page: Page) -> Any:
    """The force's notice, on the page that asks who somebody is."""
    return visit.settings.document["privacy"] if page.id == personal_page(form) else None


def personal_page(form: FormDocument) -> str:
    """The first page that asks the reporter who they are: the privacy notice stands there."""
    for page in form.pages:
        if any(_is_own(question) for question in page.questions):
            return page.id
    # Who is asked nothing about themselves here is asked on the page that offers a call.
    return form.pages[0].id if form.pages and not form.handling.call_first else ""


def _is_own(question: Question) -> bool:
    """Whether it asks who the reporter is, and not somebody else."""
    return question.KIND == "contact" or (question.KIND == "person" and question.role == "reporter")


def page_doors(visit: Visit, page: Page) -> list[Door]:
    """Whom this page says to turn to, as far as the force has them."""
    doors = visit.settings.doors
    return [doors[code] for code in page.doors if code in doors]


def _back(
    visit: Visit, form: FormDocument, journey: Journey, page: Page, draft: Draft | None
) -> str:
    path = visit.path_of(form.type)
    if draft is not None and journey.complete and journey.first_unanswered is None:
        return path + last_step(form)
    before = journey.back(page.id)
    return path + before if before else ""
