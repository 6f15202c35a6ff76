"""What the privacy officer's pages have in common: who opens them, and their own navigation."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest
from frontcounter.casework import pages
from frontcounter.casework.who import DESKS
from frontcounter.web.page import NavItem, Notice
from frontcounter.web.texts import t

OFFICERS = (StaffRole.PRIVACY,)
WATCHERS = (StaffRole.PRIVACY, StaffRole.AUDITOR)
HOLDERS = (StaffRole.PRIVACY, StaffRole.SUPERVISOR, *DESKS)
NOTE = 400

_PARTS = (("batches", OFFICERS), ("holds", HOLDERS), ("people", OFFICERS), ("looked", WATCHERS))
DONE = frozenset(
    {
        "left_out", "checked", "sent_back", "approved", "hold_set", "hold_lifted", "chosen",
        "being_made",
    }
)  # fmt: skip


def show(
    request: StaffRequest, template: str, title: str, part: str, **context: Any
) -> HttpResponse:
    """A page of this area, with its parts as a second row of links."""
    done = request.GET.get("done", "")
    notices = context.pop("notices", ())
    if done in DONE and not notices:
        notices = (Notice(t(f"casework.privacy.done.{done}", request.lang), "success"),)
    return pages.show(
        request,
        template,
        title,
        tab="privacy",
        notices=notices,
        parts=parts(request, part),
        **context,
    )


def parts(request: StaffRequest, current: str) -> list[NavItem]:
    """The parts that this person's roles open."""
    return [
        NavItem(
            t(f"casework.privacy.part.{name}", request.lang),
            reverse(f"casework_privacy_{name}", args=[request.force.slug]),
            current=name == current,
        )
        for name, roles in _PARTS
        if request.actor.has_any(frozenset(roles))
    ]
