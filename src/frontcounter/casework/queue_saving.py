"""The list of queues; keeping a search under a name, sharing it, being told of it, deleting it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.casework import pages, who
from frontcounter.casework.queue_filters import asked_in, sort_in
from frontcounter.casework.queue_page import Queue
from frontcounter.casework.queue_views import ROLES, built_in, kept_queue
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.tasks import saved
from frontcounter.tasks.queues import Count, count
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import t


@require_safe
@staff_page(*who.READERS)
def queues(request: StaffRequest) -> HttpResponse:
    """Every queue that this person may open, with how many wait in each."""
    names = [name for name, roles in ROLES.items() if request.actor.has_any(frozenset(roles))]
    own = ["unit"] if request.membership.units else []
    built = [built_in(request, name) for name in (*own, *names)]
    mine = saved.visible(request.user.id, request.membership.units)
    kept = [_queue(request, one) for one in mine]
    found = count([one.base for one in (*built, *kept)], now=datetime.now(UTC))
    told = [_told(one, request.lang) for one in found]
    return pages.show(
        request,
        "queue_list",
        t("casework.queues.title", request.lang),
        tab="queues",
        built=list(zip(built, told, strict=False)),
        kept=list(zip(kept, told[len(built) :], strict=True)),
        units={
            code: request.force.text(one.name, request.lang)
            for code, one in request.force.units.items()
        },
    )


@require_POST
@staff_page(*who.READERS)
def save(request: StaffRequest) -> HttpResponse:
    """Keep what the queue's page shows under a name."""
    name, given = one_line(request.POST.get("name", "")), request.POST
    here = _from(request)
    asked = here.base.narrowed(asked_in(given))
    if not name:
        return _refused(request, here, "casework.queues.error.name")
    try:
        made = saved.save(
            request.actor,
            name,
            asked,
            sort_in(given, here.sort),
            unit=_unit(request),
            at=datetime.now(UTC),
        )
    except saved.TooMany:
        return _refused(request, here, "casework.queues.error.too_many")
    return _to(request, made, "saved")


@require_POST
@staff_page(*who.READERS)
def change(request: StaffRequest, search_id: UUID) -> HttpResponse:
    """Another name, another unit, told more or less often; or gone."""
    here, now = kept_queue(request, search_id), datetime.now(UTC)
    if "delete" in request.POST:
        if not saved.delete(search_id, request.actor, at=now):
            raise PermissionDenied
        url = reverse("casework_queues", args=[request.force.slug])
        return HttpResponseRedirect(f"{url}?done=deleted")
    if here.kept and here.kept.owner_id == request.user.id:
        name = one_line(request.POST.get("name", ""))
        if not name:
            return _refused(request, here, "casework.queues.error.name")
        saved.change(search_id, request.actor, name=name, unit=_unit(request), at=now)
    every = request.POST.get("every", "")
    if every != saved.told(search_id, request.user.id):
        saved.tell(search_id, request.actor, every, at=now)
    return _to(request, search_id, "changed")


def _from(request: StaffRequest) -> Queue:
    """The queue from whose page the form came."""
    name = request.POST.get("queue", "")
    if name == "mine":
        raise PermissionDenied
    return kept_queue(request, _id(name)) if name.count("-") == 4 else built_in(request, name)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _unit(request: StaffRequest) -> str:
    """One of one's own units, or nobody."""
    unit = request.POST.get("share", "")
    return unit if unit in request.membership.units else ""


def _queue(request: StaffRequest, one: saved.Saved) -> Queue:
    address = reverse("casework_saved", args=[request.force.slug, one.id])
    return Queue(str(one.id), one.name, address, one.asked, one.sort, one)


def _told(one: Count, lang: str) -> str:
    return t("casework.count.more", lang) if one.more else str(one.number)


def _to(request: StaffRequest, search_id: UUID, done: str) -> HttpResponse:
    url = reverse("casework_saved", args=[request.force.slug, search_id])
    return HttpResponseRedirect(f"{url}?done={done}")


def _refused(request: StaffRequest, here: Queue, key: str) -> HttpResponse:
    return pages.show(
        request,
        "queue_refused",
        t("casework.queues.not_saved", request.lang),
        back=here.address,
        errors=[ErrorLink(t(key, request.lang))],
        status=422,
    )
