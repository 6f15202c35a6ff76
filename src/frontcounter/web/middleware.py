"""Security headers of every response. First in the list, so that error pages have them too."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
# Pages that ask where it happened may ask the browser for the position, if the person wants.
WITH_POSITION = PERMISSIONS.replace("geolocation=()", "geolocation=(self)")
YEAR = 31_536_000


def csp(*, form_action: str = "'self'") -> str:
    """Return the policy: nothing inline, nothing from elsewhere.

    `form_action` may name a second origin: browsers hold the redirect that follows a form to it,
    so a sign-in page that leads to a force's identity provider has to.
    """
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'none'; connect-src 'self'; manifest-src 'self'; "
        f"form-action {form_action}; frame-ancestors 'none'; base-uri 'none'"
    )


HEADERS = {
    "Content-Security-Policy": csp(),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Add the headers that a view has not set itself; HTML is not stored anywhere by default."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        headers = response.headers
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if request.is_secure():
            headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
        if headers.get("Content-Type", "").startswith("text/html"):
            headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
