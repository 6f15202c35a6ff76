"""The frame of every page here: navigation with counts, the force's look, the person's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest
from frontcounter.casework import who
from frontcounter.casework.alarm_bar import news_for
from frontcounter.messages.queries import count_by_hand
from frontcounter.tasks.queues import BUILT_IN, MOST_COUNTED, Count, counts
from frontcounter.tasks.requests import unread
from frontcounter.transfer.queries import needs_person_count
from frontcounter.web.page import ErrorLink, Look, NavItem, Notice, StaffPage
from frontcounter.web.render import page_response
from frontcounter.web.texts import t


@dataclass(frozen=True)
class Tab:
    """One entry of the navigation: its URL name, who sees it, what is counted."""

    name: str
    roles: tuple[Any, ...]
    count: str


TABS = (
    Tab("review", who.OPEN_REVIEWERS, "review"),
    Tab("calls", who.OPEN_CALLERS, "calls"),
    Tab("answers", who.OPEN_REVIEWERS, "answers"),
    Tab("intelligence", (StaffRole.INTELLIGENCE,), "intelligence"),
    Tab("standards", (StaffRole.PROFESSIONAL_STANDARDS,), "standards"),
    Tab("mine", who.READERS, "mine"),
    Tab("unit", who.UNITS, "unit"),
    Tab("transfers", who.RECORDS, "transfers"),
    Tab("by_hand", who.BY_HAND, "by_hand"),
    Tab("board", (StaffRole.SUPERVISOR, StaffRole.COMMANDER), ""),
    Tab("queues", who.READERS, ""),
    Tab("find", who.READERS, ""),
    Tab("entry_start", who.WRITERS, ""),
    Tab("call_new", who.CARD_MAKERS, ""),
    Tab("requests", who.REQUESTERS, "my_answers"),
    Tab("forms", who.PAPER, ""),
    Tab("privacy", (StaffRole.PRIVACY, StaffRole.AUDITOR), ""),
    Tab("people", (StaffRole.FORCE_ADMINISTRATOR, StaffRole.AUDITOR, StaffRole.SUPERVISOR), ""),
)


def tabs_of(request: StaffRequest) -> list[Tab]:
    """The entries of the navigation that this person's roles open."""
    return [tab for tab in TABS if request.actor.has_any(frozenset(tab.roles))]


def show(
    request: StaffRequest,
    template: str,
    title: str,
    *,
    tab: str = "",
    back: str = "",
    errors: Sequence[ErrorLink] = (),
    notices: Sequence[Notice] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render `casework/<template>.html`. `tab` is the navigation's current entry."""
    force, lang = request.force, request.lang
    news = news_for(request)
    page = StaffPage(
        lang=lang,
        title=title,
        look=_look(request),
        country=force.country,
        back=back,
        errors=errors,
        notices=[*news.notices, *notices],
        demo=force.demo,
        words=force.words(lang),
        person=request.user.name,
        role=_roles(request),
        account=reverse("account_own"),
        sign_out=reverse("account_logout"),
        nav=navigation(request, tab),
        alarms=news.alarms,
        alarms_href=reverse("casework_alarm_bar", args=[force.slug]),
    )
    return page_response(
        request,
        f"casework/{template}.html",
        page,
        zone=force.zone,
        status=status,
        slug=force.slug,
        **context,
    )


def navigation(request: StaffRequest, current: str) -> list[NavItem]:
    """The queues that this person's roles open, with how many wait in each."""
    tabs = tabs_of(request)
    wanted = [tab.count for tab in tabs if tab.count in BUILT_IN]
    units = request.membership.units
    found = counts(request.user.id, wanted, units=units, now=datetime.now(UTC))
    waiting = {name: _told(one, request.lang) for name, one in found.items()}
    stuck = needs_person_count(MOST_COUNTED + 1)
    waiting["transfers"] = _capped(stuck, request.lang)
    waiting["by_hand"] = _capped(count_by_hand(MOST_COUNTED + 1), request.lang)
    if request.actor.has_any(frozenset({StaffRole.OFFICER})):
        waiting["my_answers"] = unread(request.user.id)
    return [
        NavItem(
            t(f"casework.tab.{tab.name}", request.lang),
            reverse(f"casework_{tab.name}", args=[request.force.slug]),
            current=tab.name == current,
            count=waiting.get(tab.count),
            urgent=tab.name == "transfers" and stuck > 0,
        )
        for tab in tabs
    ]


def _told(count: Count, lang: str) -> Any:
    return t("casework.count.more", lang) if count.more else count.number


def _capped(count: int, lang: str) -> Any:
    return t("casework.count.more", lang) if count > MOST_COUNTED else count


def _look(request: StaffRequest) -> Look:
    look = request.force.document.get("look", {})
    return Look(
        request.force.short_name(request.lang),
        f"/staff/{request.force.slug}/",
        look.get("accent", "#1f3a5f"),
        look.get("accent_text", "#ffffff"),
    )


def _roles(request: StaffRequest) -> str:
    return ", ".join(
        sorted(t(f"accounts.roles.{role}", request.lang) for role in request.actor.roles)
    )
