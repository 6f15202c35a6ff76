"""Save and come back: a code on the screen, or a link by e-mail, on any device."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.http import HttpResponse

from frontcounter.forms.engine.cleaning import is_email, one_line
from frontcounter.forms.pages import drafts
from frontcounter.forms.pages.drafts import Draft
from frontcounter.intake.confirm import email_in
from frontcounter.intake.drafting import (
    cookie_name,
    current,
    form_of,
    give_cookie,
    keep,
    next_path,
)
from frontcounter.intake.uploads import drop_everything
from frontcounter.intake.visit import Visit, drop_cookie, form_lists, public_view
from frontcounter.messages.services import queue
from frontcounter.web.page import ErrorLink, Notice

MOST_LINKS = 5


@public_view
def save_and_return(visit: Visit, type: str) -> HttpResponse:
    """What is typed is kept already; here one gets the way back to it, or erases it."""
    posted = visit.request.method == "POST"
    draft = current(visit, type, for_change=posted)
    form_of(visit, type, draft)
    if draft is None:
        return visit.go(visit.path_of(type, "?lost"))
    if draft.is_sent:
        return visit.go(visit.path_of(type, "sent"))
    if not posted:
        return _page(visit, draft)
    raw = form_lists(visit.request)
    choice = (raw.get("_go") or [""])[0]
    if choice == "code":
        return _page(visit, draft, code=drafts.give_resume_code(draft))
    if choice == "erase":
        drop_everything(draft)
        drafts.erase(draft, at=visit.at)
        response = visit.page(
            "intake/erased.html", title=visit.tr("intake.save.erased.title"), rest=""
        )
        drop_cookie(visit, response, cookie_name(visit, type))
        return response
    return _send_link(visit, draft, one_line((raw.get("email") or [""])[0])[:320])


def _send_link(visit: Visit, draft: Draft, email: str) -> HttpResponse:
    if not is_email(email):
        return _page(visit, draft, email=email, error=visit.tr("intake.save.bad_email"))
    links = int(draft.content.get("links", 0))
    if links >= MOST_LINKS:
        return _page(visit, draft, email=email, error=visit.tr("intake.save.no_more"))
    if (wait := visit.allow_mail(email)) is not None:
        return wait
    draft.content["links"] = links + 1
    keep(visit, draft, draft.step, fresh=False)
    token = drafts.make_link(draft.id, at=visit.at)
    queue(
        "resume_link",
        lang=visit.lang,
        channel="email",
        address=email,
        values={
            "link": django_settings.PUBLIC_ADDRESS + visit.url(f"resume/{token}"),
            "neutral": visit.has_exit(draft.type),
        },
        at=visit.at,
    )
    return _page(visit, draft, sent_to=email)


def _page(
    visit: Visit,
    draft: Draft,
    *,
    code: str = "",
    email: str | None = None,
    error: str = "",
    sent_to: str = "",
) -> HttpResponse:
    form = form_of(visit, draft.type, draft)
    path = visit.path_of(draft.type)
    notices = [Notice(visit.tr("intake.save.sent", email=sent_to), "success")] if sent_to else []
    return visit.page(
        "intake/save.html",
        title=visit.tr("intake.save.title"),
        rest=path + "save-and-return",
        about=draft.type,
        back=_where_left(path, draft) or next_path(visit, form, draft),
        errors=[ErrorLink(error, "#email")] if error else (),
        notices=notices,
        draft=draft,
        call="link",
        call_path=path + "call-me",
        status=422 if error else 200,
        code=code,
        email=email_in(form, draft.answers) if email is None else email,
        error=error,
        action=visit.url(path + "save-and-return"),
        resume=django_settings.PUBLIC_ADDRESS + visit.url("resume"),
    )


def _where_left(path: str, draft: Draft) -> str:
    return path + draft.step if draft.step in draft.pending else ""


@public_view
def by_code(visit: Visit, **_none: str) -> HttpResponse:
    """Type the code on another device; it moves the draft there."""
    if visit.request.method != "POST":
        return _code_page(visit)
    if (wait := visit.allow("resume", 20, 900)) is not None:
        return wait
    typed = (form_lists(visit.request).get("code") or [""])[0][:80]
    if not typed.strip():
        return _code_page(visit, visit.tr("intake.resume.missing"))
    taken = drafts.take_by_code(typed, at=visit.at)
    if taken is None:
        return _code_page(visit, visit.tr("intake.resume.unknown"))
    return _taken(visit, *taken)


def _code_page(visit: Visit, error: str = "") -> HttpResponse:
    return visit.page(
        "intake/resume.html",
        title=visit.tr("intake.resume.title"),
        rest="resume",
        back="",
        errors=[ErrorLink(error, "#code")] if error else (),
        status=422 if error else 200,
        error=error,
        action=visit.url("resume"),
    )


@public_view
def by_link(visit: Visit, token: str) -> HttpResponse:
    """The link from the e-mail: loading it changes nothing, the button opens the draft."""
    if visit.request.method == "POST":
        if (wait := visit.allow("resume", 20, 900)) is not None:
            return wait
        taken = drafts.take_by_link(token[:64], at=visit.at)
        if taken is not None:
            return _taken(visit, *taken)
        return visit.page(
            "intake/link_gone.html",
            title=visit.tr("intake.resume.gone.title"),
            rest="resume",
            status=410,
        )
    return visit.page(
        "intake/link.html",
        title=visit.tr("intake.resume.title"),
        rest=f"resume/{token}",
        action=visit.url(f"resume/{token}"),
    )


def _taken(visit: Visit, draft: Draft, token: str) -> HttpResponse:
    target = "sent" if draft.is_sent else "continue"
    response = visit.go(visit.path_of(draft.type, target))
    return give_cookie(visit, response, draft.type, token)
