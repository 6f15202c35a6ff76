"""The languages that people work in, and the next call for somebody who speaks them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from frontcounter.accounts import administration as admin
from frontcounter.accounts.languages import languages_of, set_languages
from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.casework import pages, who
from frontcounter.casework.queues import task_url
from frontcounter.casework.speaking import names
from frontcounter.reports import queries as reports
from frontcounter.tasks.speaking import take_next, voices_of
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import t

CHANGES = (StaffRole.FORCE_ADMINISTRATOR, StaffRole.SUPERVISOR)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page()
def own(request: StaffRequest) -> HttpResponse:
    """One's own languages at this service."""
    known, lang = names(request.force, request.lang), request.lang
    typed = request.POST.getlist("languages")
    if request.method == "POST" and set(typed) & set(known):
        set_languages(request.user.id, typed, known)
        here = reverse("casework_my_languages", args=[request.force.slug])
        return HttpResponseRedirect(f"{here}?done=saved")
    wrong = t("casework.speaking.none", lang) if request.method == "POST" else ""
    chosen = languages_of(request.user.id, request.user.language)
    return pages.show(
        request,
        "my_languages",
        t("casework.speaking.title", lang),
        back=reverse("account_own"),
        errors=[ErrorLink(wrong, "#languages")] if wrong else (),
        notices=[Notice(t("casework.speaking.saved", lang), "success")]
        if request.GET.get("done") == "saved"
        else (),
        status=422 if wrong else 200,
        wrong=wrong,
        choices=choices(known),
        chosen=[] if wrong else sorted(chosen),
    )


def choices(known: dict[str, str]) -> list[dict[str, str]]:
    """Languages as boxes to tick."""
    return [{"value": code, "text": name} for code, name in known.items()]


@require_POST
@staff_page(*CHANGES)
def of_person(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Somebody's languages; none ticked: that of their pages."""
    one = admin.person(user_id, at=datetime.now(UTC))
    if one is None:
        raise Http404
    known = names(request.force, request.lang)
    set_languages(one.id, request.POST.getlist("languages"), known)
    here = reverse("casework_person", args=[request.force.slug, user_id])
    return HttpResponseRedirect(f"{here}?done=languages")


@require_POST
@staff_page(*who.OPEN_CALLERS)
def next_call(request: StaffRequest) -> HttpResponse:
    """Take the next call for this person, and open it."""
    at = datetime.now(UTC)
    voices = voices_of(request.user.id, request.user.language, at)
    line = take_next(request.actor, voices, at=at)
    if line is None:
        there = reverse("casework_calls", args=[request.force.slug])
        return HttpResponseRedirect(f"{there}?done=no_call")
    known = reports.lines([line.report_id]) if line.report_id else {}
    report = known.get(line.report_id) if line.report_id else None
    return HttpResponseRedirect(task_url(request.force.slug, line, report))
