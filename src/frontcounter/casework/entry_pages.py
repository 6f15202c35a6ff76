"""What the pages of an entry share: who may open one, what it shows, and where it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.casework import entries, who
from frontcounter.casework.entries import Draft
from frontcounter.forms.engine import FormDocument, danger
from frontcounter.forms.engine.danger import DOOR
from frontcounter.web.page import Notice
from frontcounter.web.texts import t

EntryView = Callable[..., HttpResponseBase]


def entry_page(view: EntryView) -> EntryView:
    """Hand the view its entry; one that was sent shows its receipt, a foreign one is not there."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @staff_page(*who.WRITERS)
    def opened(request: StaffRequest, /, entry_id: UUID, **more: str) -> HttpResponseBase:
        changing = request.method == "POST"
        draft = entries.load(request, entry_id, at=datetime.now(UTC), for_change=changing)
        if draft is None:
            raise Http404
        if draft.row.locked_at is not None and view.__name__ != "sent":
            return go(request, draft, "sent")
        return view(request, draft, **more)

    return opened


def onward(request: StaffRequest, draft: Draft, after: str = "") -> HttpResponse:
    """To what comes next: advice, the page that waits, or the check."""
    if draft.journey().stop is not None:
        return go(request, draft, "advice")
    ahead = draft.next_page(after)
    return go(request, draft, "page", ahead) if ahead else go(request, draft, "check")


def read_in(request: StaffRequest, form: FormDocument) -> str:
    """Staff read the questions in their own language, where the form has it."""
    return request.lang if request.lang in form.languages else form.languages[0]


def context(request: StaffRequest, draft: Draft) -> dict[str, Any]:
    """What every page of an entry shows."""
    form = draft.form
    return {
        "form_title": form.title(read_in(request, form)),
        "channel": draft.channel,
        "person_language": draft.language,
        "leave": address(request, draft, "leave"),
        "notices": _emergency(request, draft),
    }


def _emergency(request: StaffRequest, draft: Draft) -> tuple[Notice, ...]:
    """What the public is shown at once too: these words may mean danger now."""
    if danger(draft.form, draft.written.answers).level < DOOR:
        return ()
    number = request.force.document["emergency"]["number"]
    return (Notice(t("casework.entry.danger", request.lang, number=number)),)


def address(request: StaffRequest, draft: Draft, name: str, *more: str) -> str:
    return reverse(f"casework_entry_{name}", args=[request.force.slug, draft.row.id, *more])


def go(request: StaffRequest, draft: Draft, name: str, *more: str) -> HttpResponse:
    return HttpResponseRedirect(address(request, draft, name, *more))


@dataclass(frozen=True)
class DoorLine:
    """Whom to turn to, in the reader's words."""

    name: str
    phone: str
    hours: str
    url: str


def doors_of(request: StaffRequest, codes: Sequence[str]) -> list[DoorLine]:
    """The force's doors of these codes, as far as it has them."""
    force = request.force
    return [
        DoorLine(
            force.text(door.name, request.lang),
            door.phone,
            force.text(door.hours, request.lang),
            door.url,
        )
        for door in (force.doors.get(code) for code in codes)
        if door is not None
    ]
