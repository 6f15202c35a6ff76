"""Files of a draft: each goes to the evidence room at once, and its id into the page."""

from __future__ import annotations

from frontcounter.forms.engine import FieldError, FormDocument, Page
from frontcounter.forms.pages.drafts import Draft
from frontcounter.intake.visit import Visit


def take_files(
    visit: Visit, draft: Draft, form: FormDocument, page: Page, raw: dict[str, list[str]]
) -> list[FieldError]:
    """Keep the files that came with a page; the reasons for those that we could not take."""
    return []


def take_file_of_act(visit: Visit, report_id: object, act_id: object, upload: object) -> str:
    return ""
