"""Several offences in one go: how it works, and the spreadsheet that a business sends.

What all of them share is answered on the pages of the form (`shared_form`); the rest comes as rows.
The rows stay in the sealed draft, as text, until they are sent or another spreadsheet comes.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse

from frontcounter.forms.engine import FormDocument, walk
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.forms.engine.sheets import (
    MOST_BYTES,
    MOST_ROWS,
    Sheet,
    SheetError,
    read_sheet,
    template,
)
from frontcounter.forms.pages.drafts import Draft
from frontcounter.forms.pages.published import published_form
from frontcounter.forms.pages.taking import waiting_page
from frontcounter.intake.drafting import (
    SEVERAL,
    begin_draft,
    current,
    first_page,
    form_of,
    give_cookie,
    keep,
    next_path,
    open_draft,
    renewed,
)
from frontcounter.intake.visit import Visit, public_view
from frontcounter.web.page import ErrorLink


def offers_many(visit: Visit, form: FormDocument) -> bool:
    """Whether several of this type may be reported at once, from this device."""
    return form.handling.many and not visit.kiosk


@public_view
def about(visit: Visit, type: str) -> HttpResponse:
    """How it works; a POST begins it, or goes back to reporting just one."""
    # What was sent is sent: this is about another report.
    draft = open_draft(visit, type, for_change=visit.request.method == "POST")
    whole = whole_form(visit, type, draft)
    if not offers_many(visit, whole):
        raise Http404(type)
    if visit.request.method == "POST":
        return _switch(visit, whole, draft)
    path = visit.path_of(type)
    return visit.page(
        "intake/several.html",
        title=visit.tr("intake.several.title"),
        rest=path + "several",
        about=type,
        back=path + ("continue" if draft else ""),
        draft=draft,
        form=whole,
        action=visit.url(path + "several"),
        blank_sheet=visit.url(path + "several/template.csv"),
        most=MOST_ROWS,
        is_on=draft is not None and SEVERAL in draft.content,
    )


def whole_form(visit: Visit, type: str, draft: Draft | None) -> FormDocument:
    """The form with all its pages, as one report of it would be asked."""
    return published_form(draft.form_hash) if draft else form_of(visit, type, None)


def _switch(visit: Visit, form: FormDocument, draft: Draft | None) -> HttpResponse:
    """Begin with several, or go on with one; nothing that was typed goes away."""
    path = visit.path_of(form.type)
    if visit.request.POST.get("_go") == "one":
        if draft is None:
            return visit.go(path)
        draft.content["rows_aside"] = draft.content.pop(SEVERAL, {})
        keep(visit, draft, "several", fresh=False)
        return visit.go(path + "continue")
    fresh = draft is None
    if draft is None:
        if (wait := visit.allow("draft", 60, 3600)) is not None:
            return wait
        draft = begin_draft(visit, form, "several")
    draft.content.setdefault(SEVERAL, draft.content.pop("rows_aside", {}))
    token = keep(visit, draft, "several", fresh=fresh)
    here = first_page(form) if not draft.answers else "continue"
    return give_cookie(visit, visit.go(path + here), form.type, token or renewed(visit, draft))


@public_view
def sheet_template(visit: Visit, type: str) -> HttpResponse:
    """The spreadsheet to fill in, in the language of the page."""
    draft = current(visit, type)
    form = whole_form(visit, type, draft)
    if not offers_many(visit, form):
        raise Http404(type)
    return csv_response(template(form, visit.lang, now=visit.at), f"{form.type}.csv")


def csv_response(content: bytes, name: str) -> HttpResponse:
    """A CSV to save; never kept by anything on the way."""
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@public_view
def spreadsheet(visit: Visit, type: str) -> HttpResponse:
    """Send the filled-in spreadsheet; one that was sent before is replaced."""
    posted = visit.request.method == "POST"
    draft = current(visit, type, for_change=posted)
    if draft is None or (away := not_here(visit, draft)):
        return visit.go(visit.path_of(type, "?lost") if draft is None else away)
    if not posted:
        return _page(visit, draft)
    form = published_form(draft.form_hash)
    upload = visit.request.FILES.get("sheet")
    try:
        sheet = read_sheet(_content(upload), form)
    except SheetError as why:
        return _page(visit, draft, visit.tr(f"intake.several.error.{why.code}", most=MOST_ROWS))
    assert upload is not None
    draft.content[SEVERAL] = _kept(sheet, str(upload.name))
    token = keep(visit, draft, "spreadsheet", fresh=False)
    response = visit.go(visit.path_of(type, "rows"))
    return give_cookie(visit, response, type, token or renewed(visit, draft))


def _content(upload: UploadedFile | None) -> bytes:
    if upload is None:
        raise SheetError("missing")
    return bytes(upload.read(MOST_BYTES + 1))


def _kept(sheet: Sheet, name: str) -> dict[str, Any]:
    rows = [[row.number, row.ref, dict(row.cells)] for row in sheet.rows]
    return {"file": one_line(name)[:100], "rows": rows, "unknown": [*sheet.unknown], "left": []}


def not_here(visit: Visit, draft: Draft) -> str:
    """Where a person belongs who cannot work on rows yet, or any more; "" where they can."""
    path = visit.path_of(draft.type)
    if draft.is_sent:
        return path + "sent"
    form = form_of(visit, draft.type, draft)
    if not form.together:
        return path + "continue"
    journey = walk(form, draft.answers)
    if not journey.complete or waiting_page(journey, draft.pending):
        return next_path(visit, form, draft, journey=journey)
    return ""


def _page(visit: Visit, draft: Draft, error: str = "") -> HttpResponse:
    path = visit.path_of(draft.type)
    form = form_of(visit, draft.type, draft)
    kept: dict[str, Any] = draft.content[SEVERAL]
    return visit.page(
        "intake/spreadsheet.html",
        title=visit.tr("intake.several.sheet.title"),
        rest=path + "spreadsheet",
        about=draft.type,
        back=path + walk(form, draft.answers).steps[-1].id,
        errors=[ErrorLink(error, "#sheet")] if error else (),
        error=error,
        status=422 if error else 200,
        draft=draft,
        form=form,
        action=visit.url(path + "spreadsheet"),
        blank_sheet=visit.url(path + "several/template.csv"),
        most=MOST_ROWS,
        before=kept if kept.get("rows") else None,
        rows=visit.url(path + "rows"),
    )
