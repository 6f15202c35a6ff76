"""Render a page: the one way from a room's view to an HTML response."""

from __future__ import annotations

from datetime import tzinfo

from django.http import HttpRequest, HttpResponse

from frontcounter.web.csrf import FormField
from frontcounter.web.formats import Formats
from frontcounter.web.jinja import jinja
from frontcounter.web.page import BasePage
from frontcounter.web.texts import speaking


def page_html(
    request: HttpRequest | None,
    template: str,
    page: BasePage,
    *,
    zone: tzinfo | None = None,
    **context: object,
) -> str:
    """Return the HTML of a template that extends a layout.

    Templates get `page`, `f` (Formats of the page's language, country and `zone`), `t` and
    `plural` bound to the page's language and words, and `csrf_input` when there is a request.
    """
    context = {"page": page, "f": Formats(page.lang, page.country, zone), **context}
    if request is not None:
        context |= {"request": request, "csrf_input": FormField(request)}
    with speaking(page.lang, page.words):
        return jinja().get_template(template).render(context)


def page_response(
    request: HttpRequest,
    template: str,
    page: BasePage,
    *,
    status: int = 200,
    zone: tzinfo | None = None,
    **context: object,
) -> HttpResponse:
    """Return a page as a response in its language; rendered at once, never later."""
    html = page_html(request, template, page, zone=zone, **context)
    response = HttpResponse(html, status=status)
    response["Content-Language"] = page.lang
    return response
