"""What people are told before they choose a file: which, how large, and what not to send."""

from __future__ import annotations

from frontcounter.base.sizes import size_text
from frontcounter.evidence.receiving import Limits
from frontcounter.forms.engine import FormDocument, Page
from frontcounter.forms.pages.drafts import Draft
from frontcounter.forms.pages.published import published_form
from frontcounter.intake.uploads import limits_for, limits_of_form, takes_files, unfinished_on
from frontcounter.intake.visit import Visit


def notes_for(visit: Visit, form: FormDocument, page: Page) -> dict[str, tuple[str, ...]]:
    """Question → the lines that stand before its file box. The same for every visitor."""
    found = {}
    for question in page.questions:
        if question.KIND == "files":
            limits = limits_for(visit, form, question)
            found[question.id] = (*_what(visit, limits), *_mind(visit, limits))
        elif "photos" in getattr(question, "parts", ()):
            found[question.id] = _what(visit, limits_for(visit, form, question))[:1]
    return found


def notes_for_adding(visit: Visit, form_hash: str) -> tuple[str, ...]:
    """The same before files are added to a report that was sent."""
    limits = limits_of_form(visit, published_form(form_hash))
    return (*_what(visit, limits), *_mind(visit, limits))


def _what(visit: Visit, limits: Limits) -> tuple[str, ...]:
    sizes = [
        visit.tr(f"intake.upload.{group}", limit=size_text(limits.of(group), visit.lang))
        for group in limits.groups
    ]
    return (" ".join(sizes), visit.tr("intake.upload.most", most=limits.files))


def _mind(visit: Visit, limits: Limits) -> tuple[str, ...]:
    kept = "intake.upload.kept_confidential" if limits.pictures_only else "intake.upload.kept"
    return (visit.tr("intake.upload.intimate"), visit.tr(kept))


def sending(visit: Visit, form: FormDocument, page: Page, draft: Draft | None) -> dict[str, object]:
    """What the script needs that sends files piece by piece; empty where it has nothing to do."""
    if draft is None or not takes_files(page):
        return {}
    return {
        "url": visit.url(visit.path_of(form.type, "upload")),
        "page": page.id,
        "unfinished": [one["name"] for one in unfinished_on(draft, page.id)],
    }
