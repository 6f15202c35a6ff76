"""What the pages of a call share, whether it belongs to a report or is a card of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from frontcounter.accounts.staff import StaffRequest
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, report_page
from frontcounter.casework.queues import urgency
from frontcounter.casework.report_page import ReportPage
from frontcounter.forces.calling import calling_of
from frontcounter.forms.engine.cleaning import many_lines, one_line, parse_time
from frontcounter.forms.pages.published import published_form
from frontcounter.messages.ways import is_guarded
from frontcounter.reports import queries
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.services import Refused
from frontcounter.tasks import calling, card_messages, cards, outcomes, services, slots, spoken
from frontcounter.tasks.models import Task
from frontcounter.tasks.queries import AttemptLine, attempts
from frontcounter.tasks.services import Taken
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import t

NOTE_LENGTH = 4000
STEPS = ("listen", "explain", "fair", "next")
DONE = frozenset({"logged", "logged_told", "planned", "notes", "booked", "cancelled"})


@dataclass
class Call:
    """A task to call somebody, with its report where there is one."""

    task: Task
    record: ReportRecord | None = None

    @property
    def number(self) -> str:
        return self.record.tracking_number if self.record else self.task.number

    @property
    def language(self) -> str:
        return self.record.language if self.record else self.task.language

    @property
    def quiet(self) -> bool:
        """Nothing about it may be heard by others who live with the person."""
        if self.record is None:
            return True
        return published_form(self.record.form_hash).handling.safe_exit

    @property
    def name(self) -> str:
        told = str(self.task.brief.get("name") or "")
        return told or (self.record.reporter_name if self.record else "") or self.number

    @property
    def subject(self) -> str:
        """What the audit record names."""
        return f"report:{self.record.id}" if self.record else f"task:{self.task.id}"

    def tries(self) -> list[AttemptLine]:
        return attempts(self.record.id) if self.record else cards.tries_of(self.task)

    def url(self, request: StaffRequest, what: str = "call") -> str:
        """An address of this call: call, take, give_back, attempt, conclude, brief."""
        names = _OF_REPORT if self.record else _OF_CARD
        return reverse(f"casework_{names[what]}", args=[request.force.slug, self.number])


_OF_REPORT = {
    "call": "call",
    "take": "take_call",
    "give_back": "give_back_call",
    "attempt": "attempt",
    "conclude": "conclude",
    "brief": "call_brief",
    "book": "book_call",
    "cancel": "cancel_booking",
}
_OF_CARD = {
    "call": "call_card",
    "take": "take_card",
    "give_back": "give_back_card",
    "attempt": "card_attempt",
    "conclude": "conclude_card",
    "brief": "card_brief",
    "book": "book_card",
    "cancel": "cancel_card_booking",
}


def take(request: StaffRequest, call: Call) -> HttpResponse:
    """Nobody else calls from now on."""
    try:
        services.take(call.task.id, request.actor, at=datetime.now(UTC))
    except Taken as held:
        return taken(request, call, held)
    return HttpResponseRedirect(call.url(request))


def give_back(request: StaffRequest, call: Call) -> HttpResponse:
    """Somebody else may call."""
    services.give_back(call.task.id, request.actor, at=datetime.now(UTC))
    return HttpResponseRedirect(call.url(request))


def attempt(request: StaffRequest, call: Call) -> HttpResponse:
    """One try: what came of it, a note, and when the person asked to be called again."""
    outcome, note = request.POST.get("tried", ""), typed_text(request, "try_note")
    later = _later(request)
    if outcome not in calling.TRIED:
        return missing(request, call, "tried")
    if later is not None and not isinstance(later, datetime):
        return missing(request, call, "later")
    now = datetime.now(UTC)
    try:
        told = calling.log_attempt(
            call.task.id, request.actor, outcome, note=note, at=now, later=later or None
        )
    except Taken as held:
        return taken(request, call, held)
    what = "logged_told" if told else "logged"
    return HttpResponseRedirect(f"{call.url(request)}?done={what}")


def _later(request: StaffRequest) -> datetime | bool | None:
    """When to call again, in the force's time; None where nothing was typed, False where wrong."""
    day, clock = (one_line(request.POST.get(name, "")) for name in ("later_day", "later_time"))
    if not day and not clock:
        return None
    found = parse_time(clock)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return False
    if found is None:
        return False
    return datetime(on.year, on.month, on.day, *found, tzinfo=request.force.zone).astimezone(UTC)


def conclude(
    request: StaffRequest, call: Call, finish: Callable[[str], HttpResponse]
) -> HttpResponse:
    """Keep the notes, or end the call with its outcome; `finish` says where to go then."""
    note, now = typed_text(request, "note"), datetime.now(UTC)
    if request.POST.get("do") == "notes":
        return _keep_notes(request, call, note, now)
    outcome = request.POST.get("outcome", "")
    offered = outcomes.OFFERED if call.record else outcomes.CARD_OFFERED
    known = outcomes.CONCLUDED if call.record else outcomes.CARD_OFFERED
    if outcome not in {*offered, *known}:
        return missing(request, call, "outcome")
    if not note:
        return missing(request, call, "note")
    try:
        outcomes.conclude_call(
            call.task.id,
            request.actor,
            outcome,
            note=note,
            at=now,
            unit=request.POST.get("unit", ""),
            asked=typed_text(request, "asked")[:500],
            reference=one_line(request.POST.get("reference", ""))[:40],
        )
    except Taken as held:
        return taken(request, call, held)
    except Refused as refused:
        if refused.code in {"too_few_tries", "unit_missing"}:
            field = "unit" if refused.code == "unit_missing" else "outcome"
            return missing(request, call, field, refused.code)
        if refused.code == "held_by_other" and outcome == outcomes.REFERRED:
            return missing(request, call, "outcome", "reviewer_holds")
        raise
    return finish(outcome)


def _keep_notes(request: StaffRequest, call: Call, note: str, now: datetime) -> HttpResponse:
    try:
        calling.save_notes(call.task.id, request.actor, note, at=now)
    except Taken as held:
        return taken(request, call, held)
    return HttpResponseRedirect(f"{call.url(request)}?done=notes")


def typed_text(request: StaffRequest, name: str) -> str:
    return many_lines(request.POST.get(name, ""))[:NOTE_LENGTH]


def taken(request: StaffRequest, call: Call, held: Taken) -> HttpResponse:
    """Somebody else makes this call, or it is over."""
    return pages.show(
        request,
        "taken",
        t("casework.refused.title", request.lang),
        back=call.url(request),
        status=409,
        name=held.name,
        since=held.since,
    )


def missing(request: StaffRequest, call: Call, field: str, why: str = "") -> HttpResponse:
    """The page again, with what was typed and what is wrong."""
    text = t(f"casework.calls.missing.{why or field}", request.lang)
    return show(request, call, errors=[ErrorLink(text, f"#{field}")], status=422)


def context(request: StaffRequest, call: Call, now: datetime) -> dict[str, Any]:
    """What the page of a call and its brief show."""
    force, task = request.force, call.task
    page = report_page.read(call.record, request.actor, request.lang) if call.record else None
    rules, booked = calling_of(force), slots.booked_for(task.id)
    place = rules.counter(booked.counter) if booked and booked.kind == slots.VISIT else None
    return {
        "c": call,
        "r": call.record,
        "p": page,
        "task": task,
        "attempts": call.tries(),
        "now": now,
        "urgency": urgency(task.due_at, now),
        "spoken": _spoken(request, call, now),
        "spoken_then": _spoken_then(request, call, booked),
        "may_book": task.state != "done" or (task.outcome == outcomes.NOT_REACHED and task.brief),
        "booked": booked,
        "place": force.text(place.name, request.lang) if place else "",
        "next_at": calling.next_planned(task, now) if task.state != "done" else None,
        "used_up": calling.plan_used_up(task.id),
        "safe": (call.record.contact.get("safe") if call.record else task.brief.get("safe")) or (),
        "earlier": _earlier(page, task),
        "dispatch": rules.dispatch,
    }


def _spoken(request: StaffRequest, call: Call, now: datetime) -> spoken.Spoken:
    if call.record is None:
        return spoken.of_card(call.task.id, call.language)
    return spoken.of_report(request.force, call.record.id, call.language, now)


def _spoken_then(
    request: StaffRequest, call: Call, booked: slots.Booked | None
) -> spoken.Spoken | None:
    """The words of the day for which a call is booked; those of a card stay the same."""
    if call.record is None or booked is None or booked.kind != slots.CALL:
        return None
    return spoken.of_report(request.force, call.record.id, call.language, booked.at)


def _earlier(page: ReportPage | None, task: Task) -> int:
    """How many other reports came from the same telephone."""
    if page is not None:
        found = queries.same_identifiers(page.record.id)
        return len({match.other.id for match in found if match.kind == "phone"})
    return len(queries.find(task.phone, kinds=("phone",))) if task.phone else 0


def voicemail(request: StaffRequest, call: Call) -> str:
    """What may be said to a machine, in the person's language: no reason, no kind of report."""
    force, lang = request.force, call.language
    door = force.doors.get("call_back") or force.doors[force.document["talk"]["door"]]
    key = "quiet" if call.quiet else "named"
    return t(
        f"casework.calls.voicemail.{key}",
        lang,
        words=force.words(lang),
        name=call.name,
        caller=request.user.name,
        force=force.short_name(lang),
        phone=door.phone,
    )


def show(
    request: StaffRequest,
    call: Call,
    *,
    errors: list[ErrorLink] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page to have open while calling."""
    audit(Verb.CONSULT, "call.view", subject=call.subject)
    now, done = datetime.now(UTC), request.GET.get("done", "")
    notices = (
        (Notice(t(f"casework.calls.done.{done}", request.lang), "success"),) if done in DONE else ()
    )
    units = [(code, request.force.text(unit.name, request.lang))
             for code, unit in request.force.units.items()]  # fmt: skip
    return pages.show(
        request,
        "call",
        t("casework.call.title", request.lang, name=call.name),
        tab="calls",
        back=_back(request, call),
        errors=errors or (),
        notices=notices,
        status=status,
        problems={error.href.removeprefix("#"): error.text for error in errors or ()},
        typed=request.POST,
        steps=STEPS,
        mine=call.task.claimed_by_id == request.user.id,
        tried=calling.TRIED,
        ends=outcomes.OFFERED if call.record else outcomes.CARD_OFFERED,
        with_unit=outcomes.WITH_UNIT,
        units=units,
        tells=_tells(call),
        voicemail=voicemail(request, call),
        address=lambda what: call.url(request, what),
        **context(request, call, now),
    )


def _tells(call: Call) -> bool:
    if call.record is None:
        return card_messages.way_of(call.task, *card_messages.AT_ONCE) is not None
    return calling.safe_way(call.record.contact, guarded=is_guarded(call.record)) is not None


def _back(request: StaffRequest, call: Call) -> str:
    if call.record is not None:
        return reverse("casework_report", args=[request.force.slug, call.number])
    return ""


def show_brief(request: StaffRequest, call: Call) -> HttpResponse:
    """One page to print: who, how, what, and what to be careful with."""
    audit(Verb.CONSULT, "call.brief", subject=call.subject)
    return pages.show(
        request,
        "call_brief",
        t("casework.calls.brief.title", request.lang, name=call.name),
        tab="calls",
        back=call.url(request),
        **context(request, call, datetime.now(UTC)),
    )
