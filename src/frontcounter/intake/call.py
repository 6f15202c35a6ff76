"""Prefer to talk: what was typed and a telephone number go to our call-back unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse

from frontcounter.forms.engine import FormDocument, Journey, walk
from frontcounter.forms.engine.cleaning import one_line, phone_e164, phone_example
from frontcounter.forms.pages import drafts
from frontcounter.forms.pages.drafts import Draft
from frontcounter.intake.bots import FIELD, allow_sending, challenge, proven
from frontcounter.intake.check import lock, submission_of
from frontcounter.intake.confirm import is_confirmed
from frontcounter.intake.drafting import begin_draft, current, form_of, next_path
from frontcounter.intake.emergency import nobody_there
from frontcounter.intake.uploads import drop_unfinished
from frontcounter.intake.visit import Visit, form_lists, public_view
from frontcounter.reports.facts import contact_of
from frontcounter.reports.making import request_call
from frontcounter.web.page import ErrorLink


@dataclass(frozen=True)
class CallForm:
    """What the page holds; `errors` by field."""

    name: str = ""
    phone: str = ""
    when: str = ""
    message: str = ""
    once: str = ""


@public_view
def call_me(visit: Visit, type: str) -> HttpResponse:
    """Ask to be called; everything typed so far goes along."""
    posted = visit.request.method == "POST"
    draft = current(visit, type, for_change=posted)
    form = form_of(visit, type, draft)
    if draft is not None and draft.is_sent:
        return visit.go(visit.path_of(type, "sent"))
    if not posted:
        return _page(visit, form, draft, _prefilled(form, draft))
    raw = form_lists(visit.request)
    typed = CallForm(**{name: one_line((raw.get(name) or [""])[0]) for name in _NAMES})
    fresh = draft is None
    if draft is None and 16 <= len(typed.once) <= 64:
        # Two presses of one page name the same draft, so they make one request.
        draft = drafts.load(typed.once, at=visit.at, for_change=True)
        fresh = draft is None
        if draft is not None and draft.is_sent:
            return visit.go(visit.path_of(type, "sent"))
    errors = _errors(visit, typed)
    if errors:
        return _page(visit, form, draft, typed, errors)
    subject = draft.id.hex if draft else typed.once
    # Under a name that no draft can have, one proof would serve for many requests.
    work = (raw.get(FIELD) or [""])[0] if 16 <= len(subject) <= 64 else ""
    proof = proven(visit, subject, work)
    if (wait := allow_sending(visit, proof=proof)) is not None:
        return wait
    draft = draft or begin_draft(visit, form, "call-me")
    token = typed.once if fresh and 16 <= len(typed.once) <= 64 else ""
    return _send(visit, form, draft, typed, fresh=fresh, token=token, proof=proof)


_NAMES = ("name", "phone", "when", "message", "once")


def _prefilled(form: FormDocument, draft: Draft | None) -> CallForm:
    known: dict[str, Any] = contact_of(form, draft.answers) if draft else {}
    return CallForm(
        name=known.get("name", ""),
        phone=known.get("phone_typed", ""),
        when=known.get("when", ""),
        once=drafts.new_token(),
    )


def _errors(visit: Visit, typed: CallForm) -> dict[str, str]:
    errors = {}
    if not typed.name:
        errors["name"] = visit.tr("intake.call.no_name")
    if not typed.phone:
        errors["phone"] = visit.tr("intake.call.no_phone")
    elif phone_e164(typed.phone[:60], visit.settings.country) is None:
        example = phone_example(visit.settings.country)
        errors["phone"] = visit.tr("intake.call.bad_phone", example=example)
    for name in ("name", "when"):
        if len(getattr(typed, name)) > 160:
            errors[name] = visit.tr("intake.call.too_long")
    return errors


def _send(
    visit: Visit,
    form: FormDocument,
    draft: Draft,
    typed: CallForm,
    *,
    fresh: bool,
    token: str,
    proof: bool,
) -> HttpResponse:
    drop_unfinished(draft)
    confirmed = is_confirmed(form, draft)
    submission = submission_of(visit, walk(form, draft.answers), draft, confirmed, proven=proof)
    contact = {
        **submission.contact,
        "channel": "phone",
        "name": typed.name,
        "phone": phone_e164(typed.phone[:60], visit.settings.country) or "",
        "phone_typed": typed.phone[:60],
        "when": typed.when,
        "safe": ["message"] if typed.message else [],
    }
    receipt = request_call(replace(submission, contact=contact), at=visit.at)
    return lock(visit, draft, receipt, "call", by_email=False, fresh=fresh, token=token)


def _page(
    visit: Visit,
    form: FormDocument,
    draft: Draft | None,
    typed: CallForm,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    path = visit.path_of(form.type)
    journey = walk(form, draft.answers) if draft else None
    return visit.page(
        "intake/call.html",
        title=visit.tr("intake.call.title"),
        rest=path + "call-me",
        about=form.type,
        back=_back(visit, form, draft, journey),
        errors=[ErrorLink(text, f"#{name}") for name, text in (errors or {}).items()],
        draft=draft,
        status=422 if errors else 200,
        typed=typed,
        wrong=errors or {},
        action=visit.url(path + "call-me"),
        form=form,
        nobody=nobody_there(visit, form, journey),
        challenge=challenge(visit, draft.id.hex if draft else typed.once),
    )


def _back(visit: Visit, form: FormDocument, draft: Draft | None, journey: Journey | None) -> str:
    """The page where the person was; the last one, where this is what follows it."""
    if draft is None or journey is None:
        return visit.path_of(form.type)
    before = next_path(visit, form, draft, journey=journey)
    if before == visit.path_of(form.type, "call-me"):
        return visit.path_of(form.type, journey.steps[-1].id)
    return before
