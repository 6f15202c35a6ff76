"""A full report for the person of a call card: what the card knows stands on its pages already."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from frontcounter.accounts.staff import StaffRequest
from frontcounter.casework import entries, who
from frontcounter.casework.entries import Draft
from frontcounter.forms.engine import FormDocument
from frontcounter.tasks import cards
from frontcounter.tasks.models import Task, TaskState
from frontcounter.tasks.services import Taken

_CARD = "card"


def may_open(request: StaffRequest, card: Task) -> bool:
    """Whoever makes cards opens every one; an officer those that their own unit goes on with."""
    if request.actor.has_any(frozenset(who.CARD_MAKERS)):
        return True
    return card.unit in request.membership.units


def card_of(request: StaffRequest) -> Task | None:
    """The open card whose number came with the address or the form, for whoever may open it."""
    if not request.actor.has_any(frozenset(who.CARD_READERS)):
        return None
    number = cards.tidy_card_number(request.POST.get("card") or request.GET.get("card") or "")
    card = cards.card_by_number(number) if number else None
    if card is None or card.state == TaskState.DONE or not may_open(request, card):
        return None
    return card


def take_over(request: StaffRequest, draft: Draft, *, at: datetime) -> None:
    """Note the card in the new entry, and what it knows on the pages that ask for it.

    As something typed and not yet sent: whoever writes sees it on its page and goes on from there.
    """
    card = card_of(request)
    if card is None:
        return
    draft.content[_CARD] = str(card.id)
    for page_id, raw in _prefilled(draft.form, card).items():
        draft.written.pending.setdefault(page_id, {}).update(raw)
    entries.save(draft, at=at)


def sent(request: StaffRequest, draft: Draft, number: str, *, at: datetime) -> None:
    """The report is there: the card ends and names it, unless somebody else holds the card."""
    found = draft.content.pop(_CARD, None)
    if found is None:
        return
    try:
        cards.report_made(UUID(str(found)), number, request.actor, at=at)
    except Taken:
        return


def _prefilled(form: FormDocument, card: Task) -> dict[str, dict[str, list[str]]]:
    given, _, family = str(card.brief.get("name", "")).rpartition(" ")
    phone = str(card.brief.get("phone_typed", ""))
    found: dict[str, dict[str, list[str]]] = {}
    for page in form.pages:
        for question in page.questions:
            raw: dict[str, list[str]] = {}
            if question.KIND == "person" and question.role == "reporter":
                raw = {f"{question.id}.given": [given], f"{question.id}.family": [family]}
            elif question.KIND == "contact":
                raw = {f"{question.id}.by": ["phone"], f"{question.id}.phone": [phone]}
            elif question.role == "narrative":
                raw = {question.id: [str(card.brief.get("note", ""))]}
            if raw:
                found.setdefault(page.id, {}).update(raw)
    return found
