"""Files of a draft: each goes to the evidence room at once, and its id into the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from frontcounter.evidence.receiving import UploadRefused
from frontcounter.evidence.services import drop_upload, receive_upload, refusal_text
from frontcounter.forms.engine import FieldError, Page
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.forms.pages.drafts import Draft
from frontcounter.intake.visit import Visit

MOST_FILES_AN_HOUR = 40
_LISTS = {"files": "files", "property_list": "photos"}
"""Question kind → the part that holds the ids of its files."""


def take_files(
    visit: Visit, draft: Draft, page: Page, raw: dict[str, list[str]]
) -> list[FieldError]:
    """Keep the files that came with a page; the reasons for those that we could not take.

    What the person takes back with this page is erased.
    """
    kinds = {question.id: question.KIND for question in page.questions}
    refused = []
    for name in visit.request.FILES:
        asked, _, part = name.rpartition(".")
        ids = _LISTS.get(kinds.get(asked.partition(".")[0], ""))
        if part != "file" or ids is None:
            continue
        for upload in visit.request.FILES.getlist(name):
            try:
                _take_a_try(visit)
                ref = receive_upload(
                    upload, draft_id=draft.id, question=one_line(asked), at=visit.at
                )
            except UploadRefused as why:
                refused.append(
                    FieldError(f"{asked}.{ids}", refusal_text(why, visit.settings, visit.lang))
                )
                continue
            draft.files[ref["id"]] = {"name": ref["name"], "size": ref["size"]}
            raw.setdefault(f"{asked}.{ids}", []).append(ref["id"])
    for name, values in raw.items():
        if name.endswith(".remove_file"):
            _take_back(draft, values)
    return refused


def _take_a_try(visit: Visit) -> None:
    """Drafts can be thrown away; so files are counted by where they come from, too."""
    if visit.wait("upload", MOST_FILES_AN_HOUR, 3600):
        raise UploadRefused("too_often", most=MOST_FILES_AN_HOUR)


def drop_unused(draft: Draft, answers: Mapping[str, Any]) -> None:
    """Erase the files that the sent answers no longer name."""
    _take_back(draft, set(draft.files) - set(_ids_in(answers)))


def take_files_of_act(
    visit: Visit, report_id: UUID, act_id: UUID, uploads: Iterable[UploadedFile]
) -> str:
    """Keep all files that a reporter adds to their report, or none and the reason why not."""
    try:
        with transaction.atomic():
            for upload in uploads:
                _take_a_try(visit)
                receive_upload(
                    upload, report_id=report_id, act_id=act_id, question="added", at=visit.at
                )
    except UploadRefused as why:
        return refusal_text(why, visit.settings, visit.lang)
    return ""


def _take_back(draft: Draft, file_ids: Iterable[str]) -> None:
    for file_id in file_ids:
        if draft.files.pop(file_id, None) is not None:
            drop_upload(draft.id, UUID(file_id))


def _ids_in(value: Any) -> Iterator[str]:
    """Every id of a file in canonical answers, however deep."""
    if isinstance(value, Mapping):
        if isinstance(value.get("id"), str) and "size" in value:
            yield value["id"]
        value = value.values()
    elif not isinstance(value, list):
        return
    for part in value:
        yield from _ids_in(part)
