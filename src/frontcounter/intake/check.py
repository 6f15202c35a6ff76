"""Check your answers, send once, and the receipt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse

from frontcounter.documents.building import declaration
from frontcounter.documents.services import unofficial_pdf_of_answers
from frontcounter.forms.engine import Journey, advice, answers_to_send, hints, summary, walk
from frontcounter.forms.pages.drafts import Draft
from frontcounter.forms.pages.taking import waiting_page
from frontcounter.intake.bots import FIELD, allow_sending, challenge, proven
from frontcounter.intake.confirm import email_in, is_confirmed
from frontcounter.intake.drafting import (
    RECEIPT_AGE,
    close_with,
    cookie_name,
    current,
    forget_all,
    form_of,
    last_step,
    next_path,
    open_draft,
)
from frontcounter.intake.emergency import nobody_there
from frontcounter.intake.uploads import drop_unused
from frontcounter.intake.visit import Visit, drop_cookie, public_view
from frontcounter.reports.facts import contact_of
from frontcounter.reports.making import Receipt, Submission, submit
from frontcounter.reports.sorts import sort_of


@public_view
def check_answers(visit: Visit, type: str) -> HttpResponse:
    """Everything on one page, each with a way to change it; a POST sends it."""
    if visit.request.method == "POST":
        return _send(visit, type)
    draft = open_draft(visit, type)
    form = form_of(visit, type, draft)
    if draft is None:
        return visit.go(visit.path_of(type, "continue"))
    journey = walk(form, draft.answers)
    ready = journey.stop is None and not waiting_page(journey, draft.pending)
    if not ready or last_step(form) != "check-answers":
        return visit.go(next_path(visit, form, draft, journey=journey))
    path = visit.path_of(type)
    email = email_in(form, draft.answers)
    return visit.page(
        "intake/check.html",
        title=visit.tr("intake.check.title"),
        rest=path + "check-answers",
        about=type,
        back=path + journey.steps[-1].id,
        draft=draft,
        call="link",
        call_path=path + "call-me",
        form=form,
        sections=summary(form, journey, visit.lang),
        base=visit.url(path),
        action=visit.url(path + "check-answers"),
        declaration=declaration(visit.settings, form, visit.lang),
        sort=sort_of(form),
        unconfirmed=email if email and not is_confirmed(form, draft) else "",
        hints=hints(form, journey, visit.lang),
        nobody=nobody_there(visit, form, journey),
        challenge=challenge(visit, draft.id.hex),
    )


def _send(visit: Visit, type: str) -> HttpResponse:
    """Make one report of the draft: the row is locked, and a repeat finds it sent."""
    draft = current(visit, type, for_change=True)
    form = form_of(visit, type, draft)
    if draft is None:
        return visit.go(visit.path_of(type, "?lost"))
    if draft.is_sent:
        return visit.go(visit.path_of(type, "sent"))
    journey = walk(form, draft.answers)
    ready = journey.complete and not waiting_page(journey, draft.pending)
    if not ready or last_step(form) != "check-answers":
        return visit.go(next_path(visit, form, draft, journey=journey))
    proof = proven(visit, draft.id.hex, visit.request.POST.get(FIELD, ""))
    if (wait := allow_sending(visit, proof=proof)) is not None:
        return wait
    confirmed = is_confirmed(form, draft)
    submission = submission_of(visit, journey, draft, confirmed, proven=proof)
    drop_unused(draft, submission.answers)
    receipt = submit(submission, at=visit.at)
    return lock(visit, draft, receipt, "report", by_email=confirmed)


def submission_of(
    visit: Visit, journey: Journey, draft: Draft, confirmed: bool, *, proven: bool
) -> Submission:
    """What is sent: the answers of the pages on the person's way, and nothing else."""
    form = journey.form
    answers = answers_to_send(form, journey)
    return Submission(
        draft_id=draft.id,
        form=form,
        publication_hash=visit.settings.hash,
        language=visit.lang,
        answers=answers,
        contact=contact_of(form, answers, email_confirmed=confirmed),
        proven=proven,
    )


def lock(
    visit: Visit,
    draft: Draft,
    receipt: Receipt,
    kind: str,
    *,
    by_email: bool,
    fresh: bool = False,
    token: str = "",
) -> HttpResponse:
    """Close the draft with the receipt of one report, or of a call, inside."""
    kept = {
        "kind": kind,
        "number": receipt.tracking_number,
        "code": receipt.access_code,
        "at": receipt.submitted_at.isoformat(),
        "promises": [[name, due.isoformat()] for name, due in receipt.promises],
        "by_email": by_email,
    }
    return close_with(visit, draft, kept, fresh=fresh, token=token)


@public_view
def sent(visit: Visit, type: str) -> HttpResponse:
    """The receipt, for half an hour; after that the way back is by number and code."""
    if visit.request.method == "POST":
        response = visit.go("")
        drop_cookie(visit, response, cookie_name(visit, type))
        if visit.kiosk:
            forget_all(visit, response)
        return response
    draft = current(visit, type)
    if draft is not None and not draft.is_sent:
        return visit.go(visit.path_of(type, "continue"))
    if not still_shown(visit, draft):
        return visit.page(
            "intake/sent_before.html",
            title=visit.tr("intake.sent.before.title"),
            rest=visit.path_of(type, "sent"),
            about=type,
        )
    assert draft is not None
    form = form_of(visit, type, draft)
    receipt = draft.receipt
    if receipt["kind"] == "several":
        return visit.go(visit.path_of(type, "sent-rows"))
    journey = walk(form, draft.answers)
    sort = "call" if receipt["kind"] == "call" else sort_of(form)
    return visit.page(
        "intake/sent.html",
        title=visit.tr(f"intake.sent.{sort}.title"),
        rest=visit.path_of(type, "sent"),
        about=type,
        form=form,
        receipt=receipt,
        sort=sort,
        unit=visit.settings.reading_unit(form.handling.desk, visit.lang),
        promises=promised(visit, receipt),
        advice=advice(form, journey, visit.lang),
        sections=summary(form, journey, visit.lang) if receipt["kind"] == "report" else [],
        sent_at=datetime.fromisoformat(receipt["at"]),
        base=visit.url(visit.path_of(type)),
    )


def still_shown(visit: Visit, draft: Draft | None) -> bool:
    """Whether the receipt may still be on the screen: for half an hour after sending."""
    if draft is None or draft.locked_at is None:
        return False
    return visit.at - draft.locked_at <= timedelta(seconds=RECEIPT_AGE)


def promised(visit: Visit, receipt: dict[str, Any]) -> list[tuple[str, str]]:
    """(what is promised, by when), in the force's words and calendar."""
    found = []
    for kind, due in receipt["promises"]:
        rule = visit.settings.promises.get(kind)
        if rule is not None:
            when = visit.formats.moment(datetime.fromisoformat(due).astimezone(UTC))
            found.append((visit.settings.text(rule.text, visit.lang), when))
    return found


@public_view
def copy(visit: Visit, type: str) -> HttpResponse:
    """The unofficial copy as a PDF."""
    draft = current(visit, type)
    if draft is None or not still_shown(visit, draft) or draft.receipt["kind"] != "report":
        return visit.go(visit.path_of(type, "sent"))
    if (wait := visit.allow("copy", 20, 600)) is not None:
        return wait
    form = form_of(visit, type, draft)
    number = draft.receipt["number"]
    body = unofficial_pdf_of_answers(
        visit.settings, form, draft.answers, visit.lang, number, visit.at
    )
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
