"""The page that a member of staff gets who may not open a page: whom it is for, and a way back."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse

from frontcounter.accounts.staff import StaffRequest
from frontcounter.casework import pages
from frontcounter.web import errors


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403. Whoever is not known here as staff of a force gets the page that everybody gets."""
    if getattr(request, "wanted", None) is None:
        return errors.permission_denied(request, exception)
    staff = cast(StaffRequest, request)
    missing = staff.wanted and not staff.actor.has_any(staff.wanted)
    return pages.refuse(staff, staff.wanted if missing else frozenset())
