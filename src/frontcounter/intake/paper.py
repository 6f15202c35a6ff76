"""The questions on paper, for people who would rather write by hand and come to a counter."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from frontcounter.documents.paper import paper_form
from frontcounter.forms.engine import FormDocument
from frontcounter.forms.pages.published import published_form
from frontcounter.intake.visit import Visit, public_view


def on_paper(form: FormDocument) -> bool:
    """Whether the sheets are offered: not where a trace on the device may hurt somebody, where a
    call comes first, or where only one desk may read what is written."""
    rules = form.handling
    return not (rules.safe_exit or rules.call_first or rules.desk != "review")


@public_view
def sheets(visit: Visit, type: str) -> HttpResponse:
    """The form to print; it is the same for everybody and knows nothing of the visitor."""
    form_hash = visit.settings.forms.get(type)
    form = published_form(form_hash) if form_hash else None
    if form is None or not on_paper(form):
        raise Http404(type)
    if (wait := visit.allow("copy", 20, 600)) is not None:
        return wait
    made = paper_form(visit.settings, form, visit.lang)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"{form.type}-{visit.lang}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response
