"""Report types as they are published: every page of a form to look at, and the form to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from markupsafe import Markup

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, who
from frontcounter.documents.building import declaration
from frontcounter.documents.paper import paper_form
from frontcounter.forces.drafting import forms_in_preparation
from frontcounter.forms.engine import Field, FieldError, FormDocument, Section, summary
from frontcounter.forms.pages.every import (
    EveryPage,
    EveryStop,
    every_page,
    everything_shown,
    numbered,
    sent_empty,
)
from frontcounter.forms.pages.published import published_form
from frontcounter.forms.pages.rendering import render_fields
from frontcounter.web.texts import speaking, t


@require_safe
@staff_page(*who.PAPER)
def forms(request: StaffRequest) -> HttpResponse:
    """Every report type that is offered, with its preview and its sheets to print."""
    previews = request.actor.has_any(frozenset(who.FORMS))
    found = [published_form(form_hash) for form_hash in request.force.forms.values()]
    prepared = forms_in_preparation() if previews else {}
    changed = [
        published_form(form_hash)
        for type_, form_hash in prepared.items()
        if request.force.forms.get(type_) != form_hash
    ]
    return pages.show(
        request,
        "forms",
        t("casework.forms.title", request.lang),
        tab="forms",
        forms=sorted(found, key=lambda form: form.title(form_language(request, form))),
        prepared=bool(prepared),
        changed=sorted(changed, key=lambda form: form.title(form_language(request, form))),
        title_of=lambda form: form.title(form_language(request, form)),
        previews=previews,
    )


def form_language(request: StaffRequest, form: FormDocument) -> str:
    """The language asked for, else the reader's own, else the form's first."""
    for lang in (request.GET.get("lang", ""), request.lang):
        if lang in form.languages:
            return lang
    return form.languages[0]


def _form(request: StaffRequest, type_: str) -> FormDocument:
    """The form in effect, or (?version=draft) the one in preparation."""
    draft = request.GET.get("version") == "draft" and request.actor.has_any(frozenset(who.FORMS))
    form_hash = (forms_in_preparation() if draft else request.force.forms).get(type_)
    if form_hash is None:
        raise Http404
    return published_form(form_hash)


@dataclass(frozen=True)
class Shown:
    """A page as it is drawn in the preview."""

    every: EveryPage
    asked: list[tuple[str, Markup]]  # when, and the drawn question
    errors: list[FieldError]
    doors: list[str]
    stops: list[tuple[EveryStop, str]]


@require_safe
@staff_page(*who.FORMS)
def preview(request: StaffRequest, type: str) -> HttpResponse:
    """Every page state of a form on one page: as asked, or (?sent=empty) as it answers to nothing.

    Nothing on it can be sent.
    """
    form = _form(request, type)
    lang = form_language(request, form)
    empty = request.GET.get("sent") == "empty"
    audit(Verb.CONSULT, "form.preview", details={"form": form.hash})
    return pages.show(
        request,
        "form_preview",
        t("casework.forms.preview", request.lang, title=form.title(lang)),
        tab="forms",
        form=form,
        lang=lang,
        empty=empty,
        draft="&version=draft" if form.hash != request.force.forms.get(type) else "",
        shown=_shown(request, form, lang, empty),
        check=_check(form, lang),
        declaration=declaration(request.force, form, lang),
    )


def _shown(request: StaffRequest, form: FormDocument, lang: str, empty: bool) -> list[Shown]:
    now, region = datetime.now(UTC), request.force.country
    errors = {
        page.id: sent_empty(page, lang=lang, now=now, region=region) for page in form.all_pages
    }
    messages: dict[str, str] = {}
    for found in errors.values() if empty else ():
        for error in found:
            messages.setdefault(error.field_name, error.message)
    with speaking(lang, request.force.words(lang)):
        return [
            Shown(
                page,
                [
                    (one.when, render_fields([_open(one.number, one.field)]))
                    for one in page.questions
                ],
                errors[page.page.id],
                [_door(request, code, lang) for code in page.page.doors],
                [(stop, _door(request, stop.rule.door, lang)) for stop in page.stops],
            )
            for page in every_page(form, lang, messages)
        ]


def _open(number: str, field: Field) -> Field:
    return numbered(everything_shown(field), number)


def _door(request: StaffRequest, code: str, lang: str) -> str:
    door = request.force.doors.get(code)
    if door is None:
        return code
    parts = (request.force.text(door.name, lang), door.phone, request.force.text(door.hours, lang))
    return ", ".join(part for part in parts if part)


def _check(form: FormDocument, lang: str) -> list[Section]:
    """The check page of somebody who answered nothing that may be left blank."""
    return summary(form, {}, lang)


@require_safe
@staff_page(*who.PAPER)
def paper(request: StaffRequest, type: str) -> HttpResponse:
    """The form to print, with the numbers of the screens."""
    form = _form(request, type)
    lang = form_language(request, form)
    response = HttpResponse(paper_form(request.force, form, lang), content_type="application/pdf")
    name = f"{form.type}-{lang}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["Cache-Control"] = "private, max-age=300"
    return response
