"""Rows become reports: one each, all or none, and never twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpResponse

from frontcounter.documents.building import declaration
from frontcounter.forms.engine import FormDocument, answers_to_send, summary
from frontcounter.forms.engine.sheets import write_csv
from frontcounter.forms.pages.drafts import Draft
from frontcounter.forms.pages.published import published_form
from frontcounter.intake.bots import FIELD, allow_sending, challenge, proven
from frontcounter.intake.check import promised, still_shown
from frontcounter.intake.confirm import email_in, is_confirmed
from frontcounter.intake.drafting import SEVERAL, close_with, current, form_of
from frontcounter.intake.several import csv_response, not_here
from frontcounter.intake.several_rows import ShownRow, checked, ready_to_send, with_words
from frontcounter.intake.visit import Visit, public_view
from frontcounter.messages.services import queue
from frontcounter.reports.facts import contact_of
from frontcounter.reports.making import Receipt, Submission, submit


@public_view
def check_rows(visit: Visit, type: str) -> HttpResponse:
    """What is sent, and the declaration; a POST sends it."""
    posted = visit.request.method == "POST"
    draft = current(visit, type, for_change=posted)
    if draft is None or (away := not_here(visit, draft)):
        return visit.go(visit.path_of(type, "?lost") if draft is None else away)
    form = published_form(draft.form_hash)
    found = checked(visit, form, draft)
    if not ready_to_send(found):
        return visit.go(visit.path_of(type, "rows"))
    going = [row for row in found if row.state == "ready"]
    if posted:
        return _send(visit, form, draft, going)
    path = visit.path_of(type)
    shared = form_of(visit, type, draft)
    email = email_in(form, draft.answers)
    return visit.page(
        "intake/check_rows.html",
        title=visit.tr("intake.check.title"),
        rest=path + "check-rows",
        about=type,
        back=path + "rows",
        draft=draft,
        rows=[with_words(visit, form, row) for row in going],
        left=len(found) - len(going),
        sections=[one for one in summary(shared, draft.answers, visit.lang) if not one.is_gate],
        base=visit.url(path),
        action=visit.url(path + "check-rows"),
        declaration=declaration(visit.settings, form, visit.lang),
        unconfirmed=email if email and not is_confirmed(form, draft) else "",
        challenge=challenge(visit, draft.id.hex),
    )


def _send(visit: Visit, form: FormDocument, draft: Draft, going: list[ShownRow]) -> HttpResponse:
    """One report of each row, in the transaction of this request."""
    proof = proven(visit, draft.id.hex, visit.request.POST.get(FIELD, ""))
    if (wait := allow_sending(visit, proof=proof)) is not None:
        return wait
    confirmed = is_confirmed(form, draft)
    made = [(row, submit(_submission(visit, form, draft, row, confirmed, proof), at=visit.at))
            for row in going]  # fmt: skip
    if confirmed:
        _tell_once(visit, email_in(form, draft.answers), made)
    return _lock(visit, draft, made, by_email=confirmed)


def row_id(draft_id: UUID, number: int) -> UUID:
    """What stands for the draft of a row's report: the same at every try, so never sent twice."""
    return uuid5(draft_id, f"row {number}")


def _submission(
    visit: Visit, form: FormDocument, draft: Draft, row: ShownRow, confirmed: bool, proof: bool
) -> Submission:
    answers = answers_to_send(form, row.result.answers)
    return Submission(
        draft_id=row_id(draft.id, row.number),
        form=form,
        publication_hash=visit.settings.hash,
        language=visit.lang,
        answers=answers,
        contact=contact_of(form, answers, email_confirmed=confirmed),
        proven=proof,
        together=True,
    )


def _tell_once(visit: Visit, address: str, made: list[tuple[ShownRow, Receipt]]) -> None:
    """One message for all of them, with every number and no code."""
    numbers = [
        " – ".join(part for part in (receipt.tracking_number, row.ref) if part)
        for row, receipt in made
    ]
    queue(
        "receipt_several",
        lang=visit.lang,
        channel="email",
        address=address,
        values={"count": str(len(made)), "numbers": numbers},
        at=visit.at,
    )


def _lock(
    visit: Visit, draft: Draft, made: list[tuple[ShownRow, Receipt]], *, by_email: bool
) -> HttpResponse:
    receipt = {
        "kind": "several",
        "at": visit.at.isoformat(),
        "rows": [
            [row.number, row.ref, receipt.tracking_number, receipt.access_code]
            for row, receipt in made
        ],
        "promises": [[name, due.isoformat()] for name, due in made[0][1].promises],
        "by_email": by_email,
    }
    draft.content[SEVERAL] = {}  # what was sent is in the reports now
    return close_with(visit, draft, receipt, "sent-rows")


def _receipt(visit: Visit, type: str) -> dict[str, Any] | None:
    """The receipt of this browser, while it may be shown."""
    draft = current(visit, type)
    if draft is None or not still_shown(visit, draft) or draft.receipt["kind"] != "several":
        return None
    return draft.receipt


@public_view
def sent_rows(visit: Visit, type: str) -> HttpResponse:
    """The receipt: a number and a code for each report, for half an hour."""
    receipt = _receipt(visit, type)
    if receipt is None:
        return visit.go(visit.path_of(type, "sent"))
    path = visit.path_of(type)
    return visit.page(
        "intake/sent_rows.html",
        title=visit.tr.plural("intake.several.sent.title", len(receipt["rows"])),
        rest=path + "sent-rows",
        about=type,
        receipt=receipt,
        promises=promised(visit, receipt),
        base=visit.url(path),
    )


@public_view
def numbers(visit: Visit, type: str) -> HttpResponse:
    """Row, own reference, number and code of each report, as a spreadsheet."""
    receipt = _receipt(visit, type)
    if receipt is None:
        return visit.go(visit.path_of(type, "sent"))
    head = [visit.tr(f"intake.several.sent.{key}") for key in ("row", "ref", "number", "code")]
    lines = [[str(cell) for cell in line] for line in receipt["rows"]]
    day = datetime.fromisoformat(receipt["at"]).astimezone(visit.settings.zone).date()
    return csv_response(write_csv([head, *lines]), f"{visit.settings.slug}-{day.isoformat()}.csv")
