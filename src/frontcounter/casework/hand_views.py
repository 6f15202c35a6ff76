"""What machines could not finish: deliveries that need a person, messages to send by hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, who
from frontcounter.forms.pages.published import published_form
from frontcounter.messages.queries import by_hand as messages_by_hand
from frontcounter.messages.queries import message
from frontcounter.messages.services import NothingToDo, mark_done_by_hand
from frontcounter.reports import queries as reports
from frontcounter.transfer.queries import needs_person
from frontcounter.transfer.services import CannotResend, resend
from frontcounter.web.page import Notice
from frontcounter.web.texts import has, t

MOST = 100
_ANSWER = re.compile(r"(answered|refused)_(\d{3})")


@require_safe
@staff_page(*who.RECORDS)
def transfers(request: StaffRequest) -> HttpResponse:
    """Deliveries that will not go through by themselves, and why."""
    found = needs_person(MOST)
    audit(Verb.CONSULT, "queue.transfers", details={"lines": len(found)})
    known = reports.lines({line.report_id for line in found})
    return pages.show(
        request,
        "transfers",
        t("casework.transfers.title", request.lang),
        tab="transfers",
        notices=_done(request),
        lines=[(line, known[line.report_id], *_why(line.last_reason, request)) for line in found],
    )


def _why(reason: str, request: StaffRequest) -> tuple[str, str]:
    """Our words for the code, and what the far end said (its own words)."""
    code, _, said = reason.partition(": ")
    answer = _ANSWER.fullmatch(code)
    if answer:
        key = f"casework.transfers.why.{answer[1]}"
        return t(key, request.lang, status=answer[2]), said
    key = f"casework.transfers.why.{code}"
    return (t(key, request.lang), said) if has(key, request.lang) else (code, said)


@require_POST
@staff_page(*who.RECORDS)
def send_again(request: StaffRequest, transfer_id: UUID) -> HttpResponse:
    """The same package once more; where somebody else was faster, the list says so."""
    try:
        resend(transfer_id, request.actor, at=datetime.now(UTC))
    except CannotResend as nothing:
        raise Http404 from nothing
    return _back(request, "casework_transfers", "resent")


@require_safe
@staff_page(*who.BY_HAND)
def by_hand(request: StaffRequest) -> HttpResponse:
    """Letters, texts and calls without a transport, and mail that came back."""
    found = messages_by_hand(MOST)
    known = reports.lines({line.report_id for line in found if line.report_id})
    audit(Verb.CONSULT, "queue.by_hand", details={"reports": [str(one) for one in known]})
    return pages.show(
        request,
        "by_hand",
        t("casework.by_hand.title", request.lang),
        tab="by_hand",
        notices=_done(request),
        lines=[(line, known.get(line.report_id) if line.report_id else None) for line in found],
    )


@require_POST
@staff_page(*who.BY_HAND)
def sent(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """The person has phoned, texted or posted it."""
    try:
        mark_done_by_hand(message_id, by=request.actor.id, at=datetime.now(UTC))
    except NothingToDo as nothing:
        raise Http404 from nothing
    return _back(request, "casework_by_hand", "marked_sent")


@require_safe
@staff_page(*who.BY_HAND)
def letter(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """One message to print, its address where an envelope has its window."""
    line = message(message_id)
    if line is None or not line.body:
        raise Http404
    record = reports.report(line.report_id) if line.report_id else None
    if line.report_id and record is None:
        raise Http404  # a closed desk's
    audit(Verb.CONSULT, "message.letter", subject=f"message:{line.id}")
    handling = published_form(record.form_hash).handling if record else None
    hidden = handling is not None and (handling.safe_exit or handling.confidential)
    return pages.show(
        request,
        "hand_letter",
        t("casework.asking.letter.title", request.lang),
        tab="by_hand",
        back=reverse("casework_by_hand", args=[request.force.slug]),
        line=line,
        sender="" if hidden else request.force.name(line.language),
        name=record.reporter_name if record else "",
        day=datetime.now(UTC),
    )


def _done(request: StaffRequest) -> tuple[Notice, ...]:
    code = request.GET.get("done", "")
    if code not in {"resent", "marked_sent"}:
        return ()
    return (Notice(t(f"casework.done.{code}", request.lang), "success"),)


def _back(request: StaffRequest, name: str, what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(name, args=[request.force.slug])}?done={what}")
