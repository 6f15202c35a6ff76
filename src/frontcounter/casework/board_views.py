"""The supervisor's board: what waits, what was promised, who does what, what is to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages
from frontcounter.casework.board_words import promise_name
from frontcounter.casework.speaking import names as speaking_names
from frontcounter.forces.units import unit_name
from frontcounter.tasks import board as figures
from frontcounter.tasks.board import Board
from frontcounter.web.texts import t

READERS = (StaffRole.SUPERVISOR, StaffRole.COMMANDER)


@require_safe
@staff_page(*READERS)
def board(request: StaffRequest) -> HttpResponse:
    """Two rows that the worker keeps: the page costs the same however much waits."""
    audit(Verb.CONSULT, "board.view")
    found, coming = figures.board(), figures.arrivals()
    return pages.show(
        request,
        "board",
        t("casework.watch.board.title", request.lang),
        tab="board",
        b=found,
        coming=coming,
        days=[_day(one) for one in coming["days"]] if coming else [],
        names=_names(request, found),
        promise_names=_promise_names(request, found),
        totals=_totals(found),
        most=_most(coming),
        seconds=_seconds,
        languages=speaking_names(request.force, request.lang),
        moves=request.actor.has_any(frozenset({StaffRole.SUPERVISOR})),
    )


def _day(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "day": date.fromisoformat(one["day"])}


def _names(request: StaffRequest, found: Board | None) -> dict[str, str]:
    units = {line.unit for line in found.backlog} if found else set()
    return {unit: unit_name(request.force, unit, request.lang) for unit in units}


def _promise_names(request: StaffRequest, found: Board | None) -> dict[str, str]:
    kinds = [line.kind for line in found.promises] if found else []
    return {kind: promise_name(request.force, kind, request.lang) for kind in kinds}


def _totals(found: Board | None) -> dict[str, int]:
    lines = found.backlog if found else []
    return {
        "open": sum(line.open for line in lines),
        "claimed": sum(line.claimed for line in lines),
        "late": sum(line.late for line in lines),
        "soon": sum(line.soon for line in lines),
        "unseen": sum(line.unseen for line in lines),
    }


def _seconds(count: float) -> timedelta:
    return timedelta(seconds=round(count))


def _most(coming: dict[str, Any] | None) -> float:
    """The longest bar of the days to come."""
    if not coming:
        return 1.0
    hours = [max(one["work_hours"], one["staff_hours"]) for one in coming["days"]]
    return float(max([*hours, 0.1]))
