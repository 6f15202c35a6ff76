"""Confirming an e-mail address with six digits. It can always be left for later."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse

from frontcounter.forms.engine import FormDocument, Page, Question
from frontcounter.forms.pages.drafts import Draft
from frontcounter.intake.drafting import form_of, keep, next_path, open_draft
from frontcounter.intake.visit import Visit, form_lists, public_view
from frontcounter.messages.services import queue
from frontcounter.web.page import ErrorLink

MOST_TRIES = 5
MOST_CODES = 4


def email_in(form: FormDocument, answers: dict[str, Any]) -> str:
    """The address that the person gave as their own, or ""."""
    for question in form.questions:
        if _is_own(question):
            value = question.read(answers.get(question.id))
            if value and value.get("email"):
                return str(value["email"])
    return ""


def _is_own(question: Question) -> bool:
    """Whether the question asks how the reporter themselves may be reached."""
    return question.KIND == "contact" or (question.KIND == "person" and question.role == "reporter")


def is_confirmed(form: FormDocument, draft: Draft) -> bool:
    """Whether the address that stands there now was confirmed."""
    address = email_in(form, draft.answers)
    return bool(address) and address in draft.email.get("confirmed", [])


def begin_confirmation(visit: Visit, form: FormDocument, draft: Draft, page: Page) -> str:
    """Send a code when this page gave a new address; where to go then, or ""."""
    if not any(_is_own(question) for question in page.questions):
        return ""
    address = email_in(form, draft.answers)
    settled = [*draft.email.get("confirmed", []), draft.email.get("skipped", "")]
    if not address or address in settled:
        return ""
    if draft.email.get("address") != address or not draft.email.get("code"):
        # A code that went to another address must not confirm this one.
        draft.email.update(address=address, then=page.id, code="")
        if draft.email.get("codes", 0) >= MOST_CODES or visit.allow_mail(address) is not None:
            return ""
        _send_code(visit, draft)
    return visit.path_of(draft.type, "confirm-email")


def _send_code(visit: Visit, draft: Draft) -> None:
    code = f"{secrets.randbelow(1_000_000):06d}"
    draft.email.update(code=code, tries=0, codes=draft.email.get("codes", 0) + 1)
    queue(
        "confirm_code",
        lang=visit.lang,
        channel="email",
        address=draft.email["address"],
        values={"code": code, "neutral": visit.has_exit(draft.type)},
        at=visit.at,
    )


@public_view
def confirm(visit: Visit, type: str) -> HttpResponse:
    """Type the code, ask for another, or go on without."""
    posted = visit.request.method == "POST"
    draft = open_draft(visit, type, for_change=posted)
    form = form_of(visit, type, draft)
    if draft is None:
        return visit.go(visit.path_of(type, "continue"))
    if not draft.email.get("address"):
        return visit.go(next_path(visit, form, draft))
    if not posted and not draft.email.get("code"):
        return visit.go(visit.path_of(type, draft.email["then"]))  # Continue there sends one
    if not posted:
        return _page(visit, draft)
    raw = form_lists(visit.request)
    choice = (raw.get("_go") or [""])[0]
    if choice == "again":
        return _again(visit, draft)
    if choice != "skip" and (error := _wrong(visit, draft, (raw.get("code") or [""])[0])):
        keep(visit, draft, "confirm_email", fresh=False)
        return _page(visit, draft, error)
    if choice == "skip":
        draft.email["skipped"] = draft.email["address"]
    else:
        draft.email["confirmed"] = [*draft.email.get("confirmed", []), draft.email["address"]]
    keep(visit, draft, "confirm_email", fresh=False)
    return visit.go(next_path(visit, form, draft, draft.email.get("then", "")))


def _wrong(visit: Visit, draft: Draft, typed: str) -> str:
    """The message for a code that is not right, or ""."""
    digits = "".join(one for one in typed if one.isdigit())
    if draft.email.get("tries", 0) >= MOST_TRIES or not draft.email.get("code"):
        return visit.tr("intake.confirm.used_up")
    draft.email["tries"] = draft.email.get("tries", 0) + 1
    if not digits:
        draft.email["tries"] -= 1
        return visit.tr("intake.confirm.missing")
    if secrets.compare_digest(digits.encode(), str(draft.email["code"]).encode()):
        return ""
    return visit.tr("intake.confirm.wrong")


def _again(visit: Visit, draft: Draft) -> HttpResponse:
    if draft.email.get("codes", 0) >= MOST_CODES:
        return _page(visit, draft, visit.tr("intake.confirm.no_more"))
    if (wait := visit.allow_mail(draft.email["address"])) is not None:
        return wait
    _send_code(visit, draft)
    keep(visit, draft, "confirm_email", fresh=False)
    return visit.go(visit.path_of(draft.type, "confirm-email?sent"))


def _page(visit: Visit, draft: Draft, error: str = "") -> HttpResponse:
    return visit.page(
        "intake/confirm.html",
        title=visit.tr("intake.confirm.title"),
        rest=visit.path_of(draft.type, "confirm-email"),
        about=draft.type,
        back=visit.path_of(draft.type, draft.email.get("then", "")),
        errors=[ErrorLink(error, "#code")] if error else (),
        draft=draft,
        call="link",
        call_path=visit.path_of(draft.type, "call-me"),
        status=422 if error else 200,
        error=error,
        address=draft.email["address"],
        action=visit.url(visit.path_of(draft.type, "confirm-email")),
        sent_again="sent" in visit.request.GET and not error,
    )
