"""Pages about a force's people: who they are, what they may do, and how they sign in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontcounter.accounts import administration as admin
from frontcounter.accounts import closed_desks
from frontcounter.accounts.administration import NotAllowed, Person
from frontcounter.accounts.languages import languages_of, told_by
from frontcounter.accounts.links import HOURS
from frontcounter.accounts.proving import recently_proved
from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record
from frontcounter.casework import pages, speaking
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import complete_languages, t

CHANGES = (StaffRole.FORCE_ADMINISTRATOR,)
ENDS_SESSIONS = (*CHANGES, StaffRole.SUPERVISOR)
SEES = (*ENDS_SESSIONS, StaffRole.AUDITOR)
DONE = (
    "roles", "off", "on", "reset", "sessions", "added", "proposed", "on_proposed", "given",
    "refused", "languages",
)  # fmt: skip


@require_safe
@staff_page(*SEES)
def people(request: StaffRequest) -> HttpResponse:
    """Everybody who works here, those who were switched off last."""
    record(Verb.CONSULT, "people.list")
    return _list(request)


def _list(request: StaffRequest, refused: str = "") -> HttpResponse:
    lang = request.lang
    return pages.show(
        request,
        "people",
        t("casework.people.title", lang),
        tab="people",
        errors=[ErrorLink(t(f"casework.people.refused.{refused}", lang))] if refused else (),
        status=422 if refused else 200,
        proposed=closed_desks.waiting(),
        actor=request.actor,
        people=admin.everybody(at=datetime.now(UTC)),
        units=_units(request),
        may_change=request.actor.has_any(frozenset(CHANGES)),
    )


@require_safe
@staff_page(*SEES)
def person(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """One of them."""
    one = _found(user_id)
    record(Verb.CONSULT, "people.person", subject=f"user:{one.id}")
    return _page(request, one)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*CHANGES)
@recently_proved()
def add(request: StaffRequest) -> HttpResponse:
    """A new member of staff; their link is shown once, to hand over."""
    if request.method != "POST":
        return _add_page(request, {}, [])
    typed, problems = _typed(request)
    if problems:
        return _add_page(request, typed, problems)
    now = datetime.now(UTC)
    try:
        user_id, token = admin.add(
            request.actor,
            typed["email"],
            typed["name"],
            typed["language"],
            typed["roles"],
            typed["unit"],
            at=now,
        )
    except NotAllowed as refused:
        return _add_page(request, typed, [("email", refused.why)])
    if not token:
        return _done(request, user_id, "added")
    return _link_page(request, _found(user_id), token)


@require_POST
@staff_page(*CHANGES)
@recently_proved()
def roles(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Exactly the ticked roles, and the unit."""
    one, given = _found(user_id), admin.roles_of(request.POST.getlist("roles"))
    unit = request.POST.get("unit", "")
    if unit not in request.force.units:
        unit = ""

    def change(at: datetime) -> int:
        return admin.change_roles(request.actor, one, given, unit, at=at)

    return _try(request, one, "roles", change, waiting="proposed")


@require_POST
@staff_page(*CHANGES)
@recently_proved()
def off(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Nothing here opens to them any more."""
    one = _found(user_id)
    return _try(request, one, "off", lambda at: admin.switch_off(request.actor, one, at=at))


@require_POST
@staff_page(*CHANGES)
@recently_proved()
def on(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """The roles that they had are theirs again."""
    one = _found(user_id)

    def switch_on(at: datetime) -> int:
        return admin.switch_on(request.actor, one, at=at)

    return _try(request, one, "on", switch_on, waiting="on_proposed")


@require_POST
@staff_page(*CHANGES)
@recently_proved()
def reset(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Their second factor ends; they set one up when they sign in next."""
    one = _found(user_id)
    return _try(request, one, "reset", lambda _at: admin.reset_second_factor(request.actor, one))


@require_POST
@staff_page(*ENDS_SESSIONS)
def sessions(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Sign them out everywhere."""
    one = _found(user_id)
    return _try(request, one, "sessions", lambda _at: admin.end_sessions_of(one))


@require_POST
@staff_page(*CHANGES)
@recently_proved()
def fresh_link(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """A link for a new password, shown once."""
    one = _found(user_id)
    try:
        token = admin.fresh_link(request.actor, one, at=datetime.now(UTC))
    except NotAllowed as refused:
        return _page(request, one, refused.why)
    return _link_page(request, one, token)


@require_POST
@staff_page(*CHANGES)
@recently_proved()
def proposed(request: StaffRequest, proposed_id: UUID) -> HttpResponse:
    """A second person gives the role that somebody proposed, or refuses it."""
    giving, now = request.POST.get("do") == "give", datetime.now(UTC)
    act = closed_desks.give if giving else closed_desks.refuse
    try:
        user_id = act(request.actor, proposed_id, at=now)
    except NotAllowed as refused:
        if refused.why == "unknown":
            raise Http404 from refused
        return _list(request, refused.why)
    return _done(request, user_id, "given" if giving else "refused")


def _try(
    request: StaffRequest,
    one: Person,
    code: str,
    act: Callable[[datetime], object],
    waiting: str = "",
) -> HttpResponse:
    """Do it and come back to the person's page, or say there why not.

    `waiting` is what to say instead where some of it waits for a second person.
    """
    try:
        found = act(datetime.now(UTC))
    except NotAllowed as refused:
        return _page(request, one, refused.why)
    return _done(request, one.id, waiting if waiting and found else code)


def _done(request: StaffRequest, user_id: UUID, code: str) -> HttpResponse:
    here = reverse("casework_person", args=[request.force.slug, user_id])
    return HttpResponseRedirect(f"{here}?done={code}")


def _found(user_id: UUID) -> Person:
    one = admin.person(user_id, at=datetime.now(UTC))
    if one is None:
        raise Http404
    return one


def _page(request: StaffRequest, one: Person, refused: str = "") -> HttpResponse:
    lang, code = request.lang, request.GET.get("done", "")
    errors = [ErrorLink(t(f"casework.people.refused.{refused}", lang))] if refused else []
    notices = (
        [Notice(t(f"casework.people.done.{code}", lang), "success")]
        if code in DONE and not refused
        else []
    )
    return pages.show(
        request,
        "person",
        one.name,
        tab="people",
        back=reverse("casework_people", args=[request.force.slug]),
        errors=errors,
        notices=notices,
        status=422 if errors else 200,
        one=one,
        proposed=closed_desks.waiting(one.id),
        actor=request.actor,
        open_sessions=admin.session_count(one.id, at=datetime.now(UTC)),
        oneself=str(one.id) == request.actor.id,
        may_change=request.actor.has_any(frozenset(CHANGES)),
        may_end=request.actor.has_any(frozenset(ENDS_SESSIONS)),
        role_choices=_role_choices(request, one),
        units=_units(request),
        languages=speaking.names(request.force, lang),
        told=told_by(one.id),
        spoken=speaking.listed(request.force, languages_of(one.id, one.site_language), lang),
    )


def _link_page(request: StaffRequest, one: Person, token: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("account_link", args=[token]))
    return pages.show(
        request,
        "person_link",
        t("casework.people.link.title", request.lang, name=one.name),
        tab="people",
        one=one,
        address=address,
        hours=HOURS,
    )


def _add_page(
    request: StaffRequest, typed: dict[str, Any], problems: list[tuple[str, str]]
) -> HttpResponse:
    texts = {field: t(f"casework.people.refused.{why}", request.lang) for field, why in problems}
    return pages.show(
        request,
        "person_add",
        t("casework.people.add", request.lang),
        tab="people",
        back=reverse("casework_people", args=[request.force.slug]),
        errors=[ErrorLink(text, f"#{field}") for field, text in texts.items()],
        status=422 if problems else 200,
        typed=typed,
        problems=texts,
        role_choices=_role_choices(request, None),
        chosen=[str(role) for role in typed.get("roles", ())],
        units=_units(request),
        languages=complete_languages(),
    )


def _typed(request: StaffRequest) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What was filled in, and what is wrong with it: (field, code)."""
    post, problems = request.POST, []
    language, unit = post.get("language", ""), post.get("unit", "")
    typed = {
        "email": post.get("email", "").strip().lower()[:254],
        "name": " ".join(post.get("name", "").split())[:120],
        "language": language if language in complete_languages() else complete_languages()[0],
        "unit": unit if unit in request.force.units else "",
        "roles": admin.roles_of(post.getlist("roles")),
    }
    if not typed["name"]:
        problems.append(("name", "blank_name"))
    try:
        validate_email(str(typed["email"]))
    except ValidationError:
        problems.append(("email", "bad_email"))
    if not typed["roles"]:
        problems.append(("roles", "no_role"))
    return typed, problems


def _role_choices(request: StaffRequest, one: Person | None) -> list[dict[str, str]]:
    """Every role that may be given by hand; those that a provider gives are told apart."""
    given = set(one.by_provider) if one else set()
    closed = t("casework.people.closed_desk", request.lang)
    return [
        {
            "value": str(role),
            "text": t(f"accounts.roles.{role}", request.lang),
            "hint": closed if role in admin.CLOSED else "",
        }
        for role in StaffRole
        if role not in given
    ]


def _units(request: StaffRequest) -> dict[str, str]:
    """Code → name in the person's language."""
    lang = request.lang
    return {
        code: unit.name.get(lang) or next(iter(unit.name.values()))
        for code, unit in request.force.units.items()
    }
