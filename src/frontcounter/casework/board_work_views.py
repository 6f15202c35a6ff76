"""Where a supervisor moves work, and says who is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages
from frontcounter.casework.board_people import Doer, doers
from frontcounter.casework.marking import forms_by_type
from frontcounter.reports import queries as reports
from frontcounter.tasks.absences import absences, end_absence, note_absence
from frontcounter.tasks.reassigning import MOVABLE, Away, NotTheirs, to_person, to_unit, work
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import Translator, t

SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(StaffRole.SUPERVISOR)
def work_page(request: StaffRequest) -> HttpResponse:
    """Unfinished work, to be moved to a person or a unit, one or several at a time."""
    if request.method == "POST":
        return _move(request)
    return _show(request)


def _show(request: StaffRequest, wrong: str = "") -> HttpResponse:
    lang, asked = request.lang, _asked(request)
    lines = work(**asked.filters, unseen=asked.unseen, most=SIZE + 1)
    more, lines = len(lines) > SIZE, lines[:SIZE]
    ids = {line.report_id for line in lines if line.report_id}
    audit(Verb.CONSULT, "board.work", details={"reports": [str(one) for one in ids]})
    text = t(f"casework.watch.work.{wrong}", lang) if wrong else ""
    return pages.show(
        request,
        "board_work",
        t("casework.watch.work.title", lang),
        tab="board",
        back=reverse("casework_board", args=[request.force.slug]),
        notices=_moved(request),
        errors=[ErrorLink(text, "#person" if wrong != "choose" else "#tasks")] if wrong else (),
        status=422 if wrong else 200,
        lines=lines,
        more=more,
        known=reports.lines(ids),
        now=datetime.now(UTC),
        asked=asked.filters,
        unseen=asked.unseen,
        types={code: form.title(lang) for code, form in forms_by_type(request).items()},
        wrong=wrong,
        wrong_text=text,
        query=request.META.get("QUERY_STRING", ""),
        **_choices(request),
    )


@dataclass(frozen=True)
class _Asked:
    """What the list is narrowed to."""

    filters: dict[str, str]
    unseen: bool


def _asked(request: StaffRequest) -> _Asked:
    filters = {name: request.GET.get(name, "")[:40] for name in ("unit", "kind", "person")}
    if filters["person"] and not _uuid(filters["person"]):
        filters["person"] = ""
    return _Asked(filters, request.GET.get("unseen") == "1")


def _moved(request: StaffRequest) -> list[Notice]:
    """How much was moved just now."""
    moved = request.GET.get("moved", "")
    if not moved.isdigit() or len(moved) > 3:
        return []
    words = Translator(request.lang)
    return [Notice(words.plural("casework.watch.work.moved", int(moved)), "success")]


def _choices(request: StaffRequest) -> dict[str, Any]:
    """The names of units, kinds of work and people, for the filter and for where it goes."""
    lang = request.lang
    units = {
        code: request.force.text(unit.name, lang) for code, unit in request.force.units.items()
    }
    return {
        "units": units,
        "unit_options": [{"value": code, "text": name} for code, name in units.items()],
        "kind_options": [
            {"value": str(kind), "text": t(f"casework.kind.{kind}", lang)} for kind in MOVABLE
        ],
        "person_options": _options(doers()),
    }


def _options(people: list[Doer]) -> list[dict[str, str]]:
    """People of a list to choose from."""
    return [{"value": str(one.id), "text": one.name} for one in people]


def _move(request: StaffRequest) -> HttpResponse:
    ids = [found for one in request.POST.getlist("task") if (found := _uuid(one))][:SIZE]
    person = next((one for one in doers() if str(one.id) == request.POST.get("person")), None)
    unit = request.POST.get("to_unit", "")
    if not ids:
        return _show(request, "choose")
    if (person is None) == (unit not in request.force.units):
        return _show(request, "whom")
    at = datetime.now(UTC)
    try:
        if person is not None:
            count = to_person(ids, person.actor(), request.actor, at=at)
        else:
            count = to_unit(ids, unit, request.actor, at=at)
    except Away:
        return _show(request, "away")
    except NotTheirs:
        return _show(request, "not_theirs")
    here = reverse("casework_board_work", args=[request.force.slug])
    return HttpResponseRedirect(f"{here}?moved={count}")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(StaffRole.SUPERVISOR)
def away_page(request: StaffRequest) -> HttpResponse:
    """Who is away, from one day to another; both days count."""
    typed = {name: request.POST.get(name, "") for name in ("person", "from", "to")}
    people = doers()
    wrong = _note_away(request, people, typed) if request.method == "POST" else ""
    if request.method == "POST" and not wrong:
        here = reverse("casework_board_away", args=[request.force.slug])
        return HttpResponseRedirect(f"{here}?done=noted")
    lang = request.lang
    text = t(f"casework.watch.away.wrong_{wrong}", lang) if wrong else ""
    done = request.GET.get("done", "")
    return pages.show(
        request,
        "board_away",
        t("casework.watch.away.title", lang),
        tab="board",
        back=reverse("casework_board", args=[request.force.slug]),
        notices=[Notice(t(f"casework.watch.away.{done}", lang), "success")]
        if done in {"noted", "ended"}
        else (),
        errors=[ErrorLink(text, "#person" if wrong == "person" else "#from")] if wrong else (),
        status=422 if wrong else 200,
        lines=absences(datetime.now(UTC)),
        last=timedelta(seconds=1),
        person_options=_options(people),
        typed=typed,
        wrong=wrong,
        wrong_text=text,
    )


def _note_away(request: StaffRequest, people: list[Doer], typed: dict[str, str]) -> str:
    """Write the absence down; else what is wrong, as a code."""
    person = next((one for one in people if str(one.id) == typed["person"]), None)
    first, last = _day(typed["from"]), _day(typed["to"])
    if person is None:
        return "person"
    if first is None or last is None or last < first:
        return "days"
    zone = request.force.zone
    note_absence(
        person.id,
        person.name,
        request.actor,
        begins=datetime.combine(first, time(0), zone),
        ends=datetime.combine(last + timedelta(days=1), time(0), zone),
        at=datetime.now(UTC),
    )
    return ""


@require_POST
@staff_page(StaffRole.SUPERVISOR)
def back_again(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    """They are back earlier."""
    if not end_absence(absence_id, at=datetime.now(UTC)):
        raise Http404
    here = reverse("casework_board_away", args=[request.force.slug])
    return HttpResponseRedirect(f"{here}?done=ended")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
