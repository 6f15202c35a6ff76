"""Error pages: what happened, what was kept, what to do; in the person's language, no database.

A room that knows the force may set `request.page` to its PublicPage, and errors then wear that
force's look and emergency number; without it the page is neutral.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError

from frontcounter.web.page import Emergency, Look, PublicPage
from frontcounter.web.render import page_response
from frontcounter.web.texts import Translator, complete_languages

# Never sent again by us: what proves who somebody is must be typed anew.
NOT_RESENT = ("csrfmiddlewaretoken", "password", "otp", "code", "secret", "token")
MOST_RESENT = 200_000


@dataclass(frozen=True, slots=True)
class Resend:
    """A form that was refused, ready to be sent once more by its own person."""

    action: str
    fields: list[tuple[str, str]]


def language(request: HttpRequest) -> str:
    """Return the address's language (/{force}/{lang}/…), else the browser's first that we have."""
    known = complete_languages()
    segment = request.path_info.split("/")[2:3]
    for code in known:
        if segment == [code]:
            return code
    for item in request.META.get("HTTP_ACCEPT_LANGUAGE", "").split(","):
        wanted = str(item).partition(";")[0].strip().lower()[:2]
        if wanted in known:
            return wanted
    return "en"


def _page(request: HttpRequest, lang: str, title: str) -> PublicPage:
    page = getattr(request, "page", None)
    if isinstance(page, PublicPage) and page.lang == lang:
        return dataclasses.replace(page, title=title, errors=(), notices=(), back="", index=False)
    tr = Translator(lang)
    return PublicPage(
        lang=lang,
        title=title,
        look=Look(tr("web.error.service"), "/"),
        emergency=Emergency(tr("web.error.emergency"), tr("web.error.emergency_number")),
    )


def _respond(
    request: HttpRequest,
    name: str,
    status: int,
    *,
    more: tuple[str, ...] = ("do",),
    resend: Resend | None = None,
) -> HttpResponse:
    lang = language(request)
    tr = Translator(lang)
    page = _page(request, lang, tr(f"web.error.{name}.title"))
    lines = [tr(f"web.error.{name}.{part}") for part in ("what", *more)]
    if name != "csrf":
        lines.append(tr("web.error.kept"))
    home = "" if resend else page.look.home
    try:
        return page_response(
            request, "web/message.html", page, status=status, lines=lines, home=home, resend=resend
        )
    except Exception:
        if name != "server":
            raise
        return _plain(lang, page.title, lines, status)


def _plain(lang: str, title: str, lines: list[str], status: int) -> HttpResponse:
    """The last resort: our own texts, no template."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    html = (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><h1>{title}</h1>{body}</html>'
    )
    return HttpResponse(html, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; 413 when what was sent was too large or too many."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return too_large(request)
    return _respond(request, "bad_request", 400)


def permission_denied(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001  (Django gives it)
) -> HttpResponse:
    """403."""
    return _respond(request, "forbidden", 403)


def page_not_found(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001  (Django gives it)
) -> HttpResponse:
    """404."""
    return _respond(request, "not_found", 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """413, for views that refuse an upload by its size."""
    return _respond(request, "too_large", 413)


def too_many(request: HttpRequest, retry_after: float = 60) -> HttpResponse:
    """429, with the seconds to wait."""
    response = _respond(request, "too_many", 429)
    response["Retry-After"] = str(max(1, round(retry_after)))
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _respond(request, "server", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form whose token has gone: offers to send the same once more.

    Only for a form that came from our own page: then it is no forgery, only an old page or a
    browser that lost its cookie. Anything else gets no such button.
    """
    if not _from_here(request):
        return _respond(request, "csrf", 403, more=("retype",))
    try:
        fields = _fields(request)
        files = bool(request.FILES)
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return too_large(request)
    except (MultiPartParserError, OSError):
        fields = None
    if fields is None:
        return _respond(request, "csrf", 403, more=("retype",))
    more = ("resend", "files") if files else ("resend",)
    resend = Resend(request.get_full_path(), fields)
    return _respond(request, "csrf", 403, more=more, resend=resend)


def _from_here(request: HttpRequest) -> bool:
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return bool(site == "same-origin")
    origin = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER", "")
    return bool(origin) and str(urlsplit(origin).netloc) == request.get_host()


def _fields(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Return the form's pairs, or None when they hold a secret or are too much for a page."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    secret = [n for n, _ in pairs if n != NOT_RESENT[0] and n.rsplit(".", 1)[-1] in NOT_RESENT]
    size = sum(len(name) + len(value) for name, value in pairs)
    if secret or size > MOST_RESENT:
        return None
    return [(name, value) for name, value in pairs if name != NOT_RESENT[0]]
