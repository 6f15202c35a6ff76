"""The end of writing for a person: check it together, send it, hand over the number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from frontcounter.accounts.staff import StaffRequest
from frontcounter.casework import call_entry, entries, pages, who
from frontcounter.casework.entries import Draft
from frontcounter.casework.entry_pages import address, context, entry_page, go, onward, read_in
from frontcounter.documents.building import declaration
from frontcounter.forces.published import ForceSettings
from frontcounter.forms.engine import answers_to_send, hints, summary
from frontcounter.reports.facts import contact_of
from frontcounter.reports.making import Receipt, Submission, request_call, submit
from frontcounter.web.formats import Formats
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import speaking, t

WAYS = ("email", "text", "paper")


@dataclass(frozen=True)
class Typed:
    """How the person would like to have it in writing; whether their address was read back."""

    way: str = ""
    read_back: bool = False

    @classmethod
    def of(cls, request: StaffRequest) -> Typed:
        return cls(request.POST.get("way", ""), request.POST.get("read_back") == "yes")


@entry_page
def check(request: StaffRequest, draft: Draft) -> HttpResponse:
    """Everything that was written, what is missing or does not fit, and the button to send it."""
    if draft.journey().stop is not None or draft.next_page():
        return onward(request, draft)
    contact = contact_of(draft.form, draft.written.answers)
    ways = [way for way in WAYS if way == "paper" or contact.get(_NEEDS[way])]
    typed = Typed.of(request)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        if typed.way not in ways:
            wrong["way"] = t("casework.entry.missing.way", request.lang)
        elif typed.way == "email" and not typed.read_back:
            wrong["read_back"] = t("casework.entry.missing.read_back", request.lang)
        if not wrong:
            return _send(request, draft, typed)
    return _show(request, draft, contact, ways, typed, wrong)


_NEEDS = {"email": "email", "text": "phone"}


def _show(
    request: StaffRequest,
    draft: Draft,
    contact: dict[str, object],
    ways: list[str],
    typed: Typed,
    wrong: dict[str, str],
) -> HttpResponse:
    form, answers = draft.form, draft.written.answers
    lang = read_in(request, form)
    force = request.force
    last = draft.journey().steps[-1].id
    return pages.show(
        request,
        "entry_check",
        t("casework.entry.check.title", request.lang),
        tab="entry_start",
        back=address(request, draft, "page", last),
        errors=[ErrorLink(text, f"#{name}") for name, text in wrong.items()],
        status=422 if wrong else 200,
        **context(request, draft),
        sections=summary(form, answers, lang),
        hints=hints(form, answers, lang, "staff"),
        declaration=declaration(force, form, draft.language),
        ways=ways,
        contact=contact,
        typed=typed,
        wrong=wrong,
        page_address=lambda page_id: address(request, draft, "page", page_id),
        action=address(request, draft, "check"),
    )


def _send(request: StaffRequest, draft: Draft, typed: Typed) -> HttpResponse:
    """One report; the row of the entry is locked, so that a second press finds it sent."""
    now = datetime.now(UTC)
    form = draft.form
    answers = answers_to_send(form, draft.written.answers)
    contact = contact_of(form, answers, email_confirmed=typed.read_back)
    submission = Submission(
        draft_id=draft.row.id,
        form=form,
        publication_hash=request.force.hash,
        language=draft.language,
        answers=answers,
        contact={**contact, "receipt": typed.way},
        channel=draft.channel,
        actor=request.actor,
        note="\n".join(draft.notes),
    )
    make = request_call if form.handling.call_first else submit
    receipt = make(submission, at=now)
    call_entry.sent(request, draft, receipt.tracking_number, at=now)
    draft.row.locked_at = now
    draft.receipt.update(_kept(receipt, typed))
    entries.save(draft, at=now)
    return go(request, draft, "sent")


def _kept(receipt: Receipt, typed: Typed) -> dict[str, object]:
    return {
        "number": receipt.tracking_number,
        "code": receipt.access_code,
        "at": receipt.submitted_at.isoformat(),
        "promises": [[kind, due.isoformat()] for kind, due in receipt.promises],
        "way": typed.way,
    }


@entry_page
def sent(request: StaffRequest, draft: Draft) -> HttpResponse:
    """Number and access code, in the person's language, to print or to read out; half an hour."""
    if draft.row.locked_at is None:
        return onward(request, draft)
    return pages.show(
        request,
        "entry_sent",
        t("casework.entry.sent.title", request.lang),
        tab="entry_start",
        **context(request, draft),
        receipt=draft.receipt,
        slip=_slip(request.force, draft),
        force_name=request.force.name(draft.language),
        number=draft.receipt["number"],
        mine=request.actor.has_any(frozenset(who.READERS)),
    )


def _slip(force: ForceSettings, draft: Draft) -> dict[str, Any]:
    """What the person takes with them, all of it in their language."""
    lang, receipt = draft.language, draft.receipt
    formats = Formats(lang, force.country, force.zone)
    with speaking(lang, force.words(lang)) as tr:
        return {
            "title": tr("casework.slip.title"),
            "about": draft.form.title(lang),
            "number": tr("casework.slip.number"),
            "code": tr("casework.slip.code"),
            "keep": tr("casework.slip.keep"),
            "when": tr(
                "casework.slip.when",
                when=formats.moment(datetime.fromisoformat(str(receipt["at"]))),
            ),
            "next": tr("casework.slip.next"),
            "by": [
                tr(
                    "casework.slip.by",
                    when=formats.moment(datetime.fromisoformat(due)),
                    what=force.text(force.promises[kind].text, lang),
                )
                for kind, due in receipt["promises"]
                if kind in force.promises
            ],
            "back": tr("casework.slip.back", address=_status_page(force, lang)),
        }


def _status_page(force: ForceSettings, lang: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}/{force.slug}/{lang}/status"
