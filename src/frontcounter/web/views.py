"""The one view of this room: a force's colours as a style sheet.

Route it as `path("static/look/<str:name>", frontcounter.web.views.look)`.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from frontcounter.web.assets import look_css


def look(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """Serve the custom properties named by the address itself: no force, no database."""
    css = look_css(name)
    if css is None:
        raise Http404
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
