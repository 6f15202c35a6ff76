"""Every address: the public site, the staff site or both (FRONTCOUNTER_SITE)."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from frontcounter.ops import health
from frontcounter.web.views import look

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("static/look/<str:name>", look, name="look"),
]

if settings.SITE in {"staff", "all"}:
    urlpatterns += [
        path("staff/", include("frontcounter.accounts.urls")),
        path("staff/", include("frontcounter.casework.urls")),
        path("api/v1/", include("frontcounter.api.urls")),
    ]
if settings.SITE in {"public", "all"}:
    urlpatterns += [path("", include("frontcounter.intake.urls"))]

handler400 = "frontcounter.web.errors.bad_request"
handler403 = (
    "frontcounter.web.errors.permission_denied"
    if settings.SITE == "public"
    else "frontcounter.casework.closed.permission_denied"
)
handler404 = "frontcounter.web.errors.page_not_found"
handler500 = "frontcounter.web.errors.server_error"
