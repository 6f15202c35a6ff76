"""The draft of this browser: its cookie, its form, and where the person goes next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse

from frontcounter.forms.engine import FormDocument, Journey, walk
from frontcounter.forms.engine.row_columns import shared_form
from frontcounter.forms.pages import drafts
from frontcounter.forms.pages.drafts import Draft
from frontcounter.forms.pages.published import published_form
from frontcounter.forms.pages.taking import page_after
from frontcounter.intake.neutral import segment_of
from frontcounter.intake.visit import DRAFT_AGE, Visit, drop_cookie, set_cookie

COOKIE = "fc_draft_"
RECEIPT_AGE = 30 * 60
SEVERAL = "several"
"""Where a draft keeps the rows of a spreadsheet; it is there while several are reported at once."""


def cookie_name(visit: Visit, type: str) -> str:
    """The name of the cookie of a type's draft; it says no more than the address does."""
    return COOKIE + segment_of(visit.settings, type)


def current(visit: Visit, type: str, *, for_change: bool = False) -> Draft | None:
    """The draft of this type that the browser's cookie opens, if there is one."""
    token = visit.request.COOKIES.get(cookie_name(visit, type), "")
    if not 16 <= len(token) <= 64:
        return None
    draft = drafts.load(token, at=visit.at, for_change=for_change)
    if draft is None or draft.type != type:
        return None
    _follow_urgent_change(visit, draft)
    return draft


def open_draft(visit: Visit, type: str, *, for_change: bool = False) -> Draft | None:
    """As `current`, where the person can still write: None also for what was sent."""
    draft = current(visit, type, for_change=for_change)
    return None if draft is None or draft.is_sent else draft


def _follow_urgent_change(visit: Visit, draft: Draft) -> None:
    """Go on with the form of now where the force retired the draft's; the answers stay.

    The draft is written back with the next thing that the person sends; till then each request
    comes to the same form by itself. What was sent keeps the form that it was asked with.
    """
    settings = visit.settings
    now = settings.forms.get(draft.type)
    retired = settings.retired.get(draft.type, ())
    if now is not None and not draft.is_sent and draft.form_hash in retired:
        draft.form_hash, draft.publication_hash, draft.moved = now, settings.hash, True


def form_of(visit: Visit, type: str, draft: Draft | None) -> FormDocument:
    """The draft's own form, else the one that the force offers now; 404 for an unknown type.

    Whoever reports several at once answers only what they share on pages (several.py).
    """
    if draft is not None:
        form = published_form(draft.form_hash)
        return shared_form(form) if SEVERAL in draft.content and form.handling.many else form
    form_hash = visit.settings.forms.get(type)
    if form_hash is None:
        raise Http404(type)
    return published_form(form_hash)


def begin_draft(visit: Visit, form: FormDocument, step: str) -> Draft:
    """A new draft, not stored yet."""
    return drafts.new_draft(
        type=form.type,
        language=visit.lang,
        form_hash=form.hash,
        publication_hash=visit.settings.hash,
        step=step,
        at=visit.at,
    )


def keep(visit: Visit, draft: Draft, step: str, *, fresh: bool, token: str = "") -> str:
    """Store the draft at this step; returns the token that the browser must be given, or ""."""
    draft.step, draft.language = step, visit.lang
    if not fresh:
        drafts.save(draft, at=visit.at)
        return ""
    token = token or drafts.new_token()
    drafts.add(draft, token, at=visit.at)
    return token


# What a draft still needs when it is sent: its receipt shows the answers for half an hour.
_KEPT = frozenset({"answers", "files", "receipt", SEVERAL})


def close(visit: Visit, draft: Draft) -> None:
    """Nothing is written in it any more, and what only served the writing is forgotten."""
    draft.locked_at = visit.at
    for part in set(draft.content) - _KEPT:
        del draft.content[part]


def close_with(
    visit: Visit,
    draft: Draft,
    receipt: dict[str, Any],
    page: str = "sent",
    *,
    fresh: bool = False,
    token: str = "",
) -> HttpResponse:
    """Close the draft with its receipt inside; the browser may show it for half an hour."""
    close(visit, draft)
    draft.content["receipt"] = receipt
    given = keep(visit, draft, "sent", fresh=fresh, token=token)
    token = given or visit.request.COOKIES[cookie_name(visit, draft.type)]
    response = visit.go(visit.path_of(draft.type, page))
    return give_cookie(visit, response, draft.type, token, RECEIPT_AGE)


def give_cookie(
    visit: Visit, response: HttpResponse, type: str, token: str, age: int = DRAFT_AGE
) -> HttpResponse:
    """Hand the browser its draft's token, where there is a new one.

    Where a person may have to leave quickly, and on a device for everybody, it ends with the
    browser.
    """
    if token:
        ends = visit.has_exit(type) or visit.kiosk
        set_cookie(visit, response, cookie_name(visit, type), token, None if ends else age)
    return response


def forget_all(visit: Visit, response: HttpResponse) -> None:
    """Take every draft and every opened report away from this browser."""
    for name in visit.request.COOKIES:
        if name.startswith((COOKIE, "fc_report")):
            drop_cookie(visit, response, name)


def renewed(visit: Visit, draft: Draft) -> str:
    """The browser's own token once more, so that its cookie lives as long as the draft does."""
    if visit.at - draft.created_at < timedelta(days=1):
        return ""
    return str(visit.request.COOKIES.get(cookie_name(visit, draft.type), ""))


def first_page(form: FormDocument) -> str:
    """Where every report of this form begins."""
    return form.all_pages[0].id


def next_path(
    visit: Visit,
    form: FormDocument,
    draft: Draft,
    after: str = "",
    journey: Journey | None = None,
) -> str:
    """Where the person goes now: the page after `after`, or the first that they have not seen."""
    journey = journey or walk(form, draft.answers)
    here = visit.path_of(draft.type)
    if journey.stop is not None:
        return here + "cannot-report"
    return here + (page_after(journey, draft.pending, after) or last_step(form))


def last_step(form: FormDocument) -> str:
    """What comes after the questions: checking and sending, or asking to be called."""
    if form.together:
        return "spreadsheet"
    return "call-me" if form.handling.call_first else "check-answers"
