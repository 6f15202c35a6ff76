"""Call cards: writing one down in a minute, telling the person, calling them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import call_pages, pages, who
from frontcounter.casework.call_entry import may_open
from frontcounter.casework.call_pages import Call
from frontcounter.forms.engine.cleaning import phone_example
from frontcounter.tasks import cards, spoken
from frontcounter.tasks.cards import Card
from frontcounter.web.formats import Formats
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import speaking, t


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.CARD_MAKERS)
def new(request: StaffRequest) -> HttpResponse:
    """Eight questions on one screen, in the order in which a call goes."""
    if request.method != "POST":
        return _form(request, Card(language=request.force.languages[0]), {})
    card = _typed(request)
    wrong = cards.wrong(card, request.force)
    if wrong:
        return _form(request, card, wrong)
    made_card = cards.make_card(card, request.actor, at=datetime.now(UTC))
    there = reverse("casework_card_made", args=[request.force.slug, made_card.number])
    return HttpResponseRedirect(there)


def _typed(request: StaffRequest) -> Card:
    given = request.POST
    names = ("name", "phone", "language", "interpreter", "what", "danger", "email", "address")
    return Card(
        **{name: given.get(name, "") for name in names},
        safe=tuple(given.getlist("safe")),
        when=given.get("when", cards.WHEN[0]),
    ).tidy()


@require_POST
@staff_page(*who.CARD_READERS)
def by_number(request: StaffRequest) -> HttpResponse:
    """The card whose number somebody names on the telephone."""
    number = cards.tidy_card_number(request.POST.get("number", "")[:20])
    card = cards.card_by_number(number) if number else None
    if card is None or card.report_id is not None or not may_open(request, card):
        told = t("casework.booking.unknown", request.lang)
        return _form(request, Card(language=request.force.languages[0]), {}, no_card=told)
    there = reverse("casework_call_card", args=[request.force.slug, card.number])
    return HttpResponseRedirect(there)


def _form(
    request: StaffRequest, card: Card, wrong: dict[str, str], *, no_card: str = ""
) -> HttpResponse:
    told = {
        field: t(
            f"casework.calls.wrong.{code}"
            if code in {"too_long", "unknown"}
            else f"casework.calls.wrong.{field}_{code}",
            request.lang,
            example=phone_example(request.force.country),
        )
        for field, code in wrong.items()
    }
    force = request.force
    return pages.show(
        request,
        "call_new",
        t("casework.calls.new.title", request.lang),
        tab="call_new",
        errors=[ErrorLink(text, f"#{field}") for field, text in told.items()]
        or ([ErrorLink(no_card, "#number")] if no_card else []),
        status=422 if wrong or no_card else 200,
        no_card=no_card,
        typed=card,
        wrong=told,
        languages=force.languages,
        when=cards.WHEN,
        safe=cards.SAFE,
        emergency=force.document["emergency"]["number"],
        may_write=request.actor.has_any(frozenset(who.WRITERS)),
    )


@require_safe
@staff_page(*who.CARD_MAKERS)
def made(request: StaffRequest, number: str) -> HttpResponse:
    """What to say to the person before the line is closed, in their language."""
    call = _card(request, number)
    task = call.task
    audit(Verb.CONSULT, "card.made", subject=call.subject)
    return pages.show(
        request,
        "call_made",
        t("casework.calls.made.title", request.lang, number=task.number),
        tab="call_new",
        notices=(Notice(t("casework.calls.made.done", request.lang), "success"),),
        task=task,
        c=call,
        script=_script(request, call),
        urgent=task.priority >= 2,
        emergency=request.force.document["emergency"]["number"],
    )


def _script(request: StaffRequest, call: Call) -> list[str]:
    force, lang, task = request.force, call.language, call.task
    words = spoken.of_card(task.id, lang)
    formats = Formats(lang, force.country, force.zone)
    values: dict[str, Any] = {
        "force": force.short_name(lang),
        "due": formats.moment(task.due_at),
        "first": words.first,
        "second": words.second,
        "number": task.number,
        "emergency": force.document["emergency"]["number"],
    }
    with speaking(lang, force.words(lang)) as tr:
        lines = ("noted", "by", "code", "number", "worse")
        return [tr(f"casework.calls.script.{line}", **values) for line in lines]


@require_safe
@staff_page(*who.CARD_READERS)
def card(request: StaffRequest, number: str) -> HttpResponse:
    """The card, to have open while calling; when it is over, how it ended."""
    return call_pages.show(request, _card(request, number))


@require_safe
@staff_page(*who.CARD_READERS)
def brief(request: StaffRequest, number: str) -> HttpResponse:
    """The same on one page of paper."""
    return call_pages.show_brief(request, _card(request, number))


@require_POST
@staff_page(*who.CARD_READERS)
def take(request: StaffRequest, number: str) -> HttpResponse:
    """Nobody else calls from now on."""
    return call_pages.take(request, _card(request, number))


@require_POST
@staff_page(*who.CARD_READERS)
def give_back(request: StaffRequest, number: str) -> HttpResponse:
    """Somebody else may call."""
    return call_pages.give_back(request, _card(request, number))


@require_POST
@staff_page(*who.CARD_READERS)
def attempt(request: StaffRequest, number: str) -> HttpResponse:
    """One try: what came of it, and a note."""
    return call_pages.attempt(request, _card(request, number))


@require_POST
@staff_page(*who.CARD_READERS)
def conclude(request: StaffRequest, number: str) -> HttpResponse:
    """The card is over, or goes on with another unit."""
    found = _card(request, number)

    def finish(_outcome: str) -> HttpResponse:
        task = cards.card_by_id(found.task.id)
        if task is None or not may_open(request, task):  # another unit goes on with it
            return HttpResponseRedirect(reverse("casework_start", args=[request.force.slug]))
        return HttpResponseRedirect(f"{found.url(request)}?done=over")

    return call_pages.conclude(request, found, finish)


def _card(request: StaffRequest, number: str) -> Call:
    task = cards.card_by_number(number)
    if task is None or task.report_id is not None:
        raise Http404
    if not may_open(request, task):
        raise PermissionDenied
    return Call(task)
