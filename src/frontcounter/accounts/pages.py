"""Pages of signing in and of one's own account: the staff layout without a force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from frontcounter.accounts.models import User
from frontcounter.accounts.providers import Provider
from frontcounter.accounts.staff import language_of
from frontcounter.base.languages import language as ways_of
from frontcounter.web.errors import language as browser_language
from frontcounter.web.middleware import csp
from frontcounter.web.page import ErrorLink, LanguageLink, Look, Notice, StaffPage
from frontcounter.web.render import page_response
from frontcounter.web.texts import complete_languages, t


def language(request: HttpRequest) -> str:
    """The person's own; before sign-in what was chosen on the page, else the browser's."""
    if isinstance(request.user, User):
        return language_of(request.user)
    chosen = request.POST.get("lang") or request.GET.get("lang", "")
    known = complete_languages()
    if chosen in known:
        return chosen
    found = browser_language(request)
    return found if found in known else known[0]


def show(
    request: HttpRequest,
    name: str,
    *,
    errors: Sequence[ErrorLink] = (),
    notices: Sequence[Notice] = (),
    status: int = 200,
    back: str = "",
    zone: tzinfo | None = None,
    country: str = "CA",
    **context: Any,
) -> HttpResponse:
    """Render `accounts/<name>.html` with the title `accounts.<name>.title`."""
    lang = language(request)
    user = request.user if isinstance(request.user, User) else None
    page = StaffPage(
        lang=lang,
        title=t(f"accounts.{name}.title", lang),
        look=Look(t("accounts.product", lang), "/staff/"),
        country=country,
        back=back,
        languages=() if user else _languages(request, lang),
        errors=errors,
        notices=notices,
        person=user.name if user else "",
        account=reverse("account_own") if user else "",
        sign_out=reverse("account_logout") if user else "",
    )
    context["problems"] = {error.href.removeprefix("#"): error.text for error in errors}
    template = f"accounts/{name}.html"
    return page_response(request, template, page, zone=zone, status=status, **context)


def leading_to(response: HttpResponse, providers: Iterable[Provider]) -> HttpResponse:
    """The page's forms may lead to these providers: browsers hold their redirects to the policy."""
    origins = [origin for one in providers for origin in one.origins]
    if origins:
        allowed = " ".join(["'self'", *dict.fromkeys(origins)])
        response["Content-Security-Policy"] = csp(form_action=allowed)
    return response


def done_notices(request: HttpRequest, name: str, known: Sequence[str]) -> list[Notice]:
    """What the act before the redirect came to: `?done=code`, with the text of that page."""
    code = request.GET.get("done", "")
    if code not in known:
        return []
    return [Notice(t(f"accounts.{name}.done.{code}", language(request)), "success")]


def names() -> dict[str, str]:
    """The staff site's languages, each by its own name."""
    return {code: ways_of(code).name for code in complete_languages()}


def _languages(request: HttpRequest, lang: str) -> tuple[LanguageLink, ...]:
    back = request.POST.get("next") or request.GET.get("next", "")
    kept = {"next": back} if back else {}
    return tuple(
        LanguageLink(code, name, f"?{urlencode({**kept, 'lang': code})}", code == lang)
        for code, name in names().items()
    )
