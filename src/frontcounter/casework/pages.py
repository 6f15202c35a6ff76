"""The frame of every page here: navigation with counts, the force's look, the person's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.http import HttpResponse

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest
from frontcounter.base.numbers import ask
from frontcounter.casework import who
from frontcounter.casework.alarm_bar import alarms_of, notice_of_lost, ringing
from frontcounter.messages.queries import by_hand_number
from frontcounter.tasks.claims import lost_number
from frontcounter.tasks.filters import BUILT_IN
from frontcounter.tasks.queues import MOST_COUNTED, numbers
from frontcounter.tasks.requests import unread_number
from frontcounter.transfer.queries import needs_person_number
from frontcounter.web.addresses import address
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
    now = waiting(request)
    page = StaffPage(
        lang=lang,
        title=title,
        look=_look(request),
        country=force.country,
        back=back,
        errors=errors,
        notices=[*notice_of_lost(request, now.pop("lost")), *notices],
        demo=force.demo,
        words=force.words(lang),
        person=request.user.name,
        role=_roles(request.actor.roles, lang),
        account=address("account_own"),
        sign_out=address("account_logout"),
        alarms=alarms_of(request) if now.pop("ringing") else [],
        nav=navigation(request, tab, now),
        alarms_href=address("casework_alarm_bar", force.slug),
        alarms_page=address("casework_alarms", force.slug),
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


def refuse(request: StaffRequest, wanted: frozenset[StaffRole]) -> HttpResponse:
    """403: the page wants one of these roles; none: it is closed to this person for another reason.

    The request's scope has ended, so nothing is counted here and nothing read.
    """
    force, lang = request.force, request.lang
    entries = _entries(request.actor.roles, lang, force.slug)
    page = StaffPage(
        lang=lang,
        title=t("casework.closed.title", lang),
        look=_look(request),
        country=force.country,
        demo=force.demo,
        words=force.words(lang),
        person=request.user.name,
        role=_roles(request.actor.roles, lang),
        account=address("account_own"),
        sign_out=address("account_logout"),
        nav=[NavItem(label, href) for _, _, label, href in entries],
    )
    return page_response(
        request,
        "casework/closed.html",
        page,
        zone=force.zone,
        status=403,
        slug=force.slug,
        wanted=sorted(t(f"accounts.roles.{role}", lang) for role in wanted),
    )


def waiting(request: StaffRequest) -> dict[str, int]:
    """What every page tells, by one statement: what waits in each queue of the navigation, what
    rings ("ringing"), what went back to its queue ("lost")."""
    tabs = {tab.count for tab in tabs_of(request)}
    person = request.user.id
    asked = numbers(
        person,
        [name for name in BUILT_IN if name in tabs],
        units=request.membership.units,
        now=datetime.now(UTC),
    )
    if "transfers" in tabs:
        asked["transfers"] = needs_person_number(MOST_COUNTED + 1)
    if "by_hand" in tabs:
        asked["by_hand"] = by_hand_number(MOST_COUNTED + 1)
    if request.actor.has_any(frozenset({StaffRole.OFFICER})):
        asked["my_answers"] = unread_number(person)
    asked |= {"ringing": ringing(request), "lost": lost_number(person)}
    return dict(zip(asked, ask(list(asked.values())), strict=True))


def navigation(request: StaffRequest, current: str, found: Mapping[str, int]) -> list[NavItem]:
    """The queues that this person's roles open, with how many wait in each."""
    lang = request.lang
    return [
        NavItem(
            label,
            href,
            current=name == current,
            count=_told(found[counted], lang) if counted in found else None,
            urgent=name == "transfers" and found.get(counted, 0) > 0,
        )
        for name, counted, label, href in _entries(request.actor.roles, lang, request.force.slug)
    ]


@lru_cache(maxsize=512)
def _entries(
    roles: frozenset[StaffRole], lang: str, slug: str
) -> tuple[tuple[str, str, str, str], ...]:
    """Name, count, label and address of each entry that these roles open."""
    return tuple(
        (
            tab.name,
            tab.count,
            t(f"casework.tab.{tab.name}", lang),
            address(f"casework_{tab.name}", slug),
        )
        for tab in TABS
        if not roles.isdisjoint(tab.roles)
    )


def _told(number: int, lang: str) -> Any:
    return t("casework.count.more", lang) if number > MOST_COUNTED else number


def _look(request: StaffRequest) -> Look:
    look = request.force.document.get("look", {})
    return Look(
        request.force.short_name(request.lang),
        f"/staff/{request.force.slug}/",
        look.get("accent", "#1f3a5f"),
        look.get("accent_text", "#ffffff"),
    )


@lru_cache(maxsize=512)
def _roles(roles: frozenset[StaffRole], lang: str) -> str:
    return ", ".join(sorted(t(f"accounts.roles.{role}", lang) for role in roles))
