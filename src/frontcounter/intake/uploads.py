"""Files of a draft: each goes to the evidence room at once, and its id into the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from frontcounter.evidence.checking import GROUPS, PICTURE, group_of, known_type
from frontcounter.evidence.receiving import Limits, UploadRefused
from frontcounter.evidence.services import drop_upload, limits_of, receive_upload, refusal_text
from frontcounter.evidence.uploading import drop_upload_of
from frontcounter.forms.engine import FieldError, FormDocument, Page
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.forms.engine.kinds import Question
from frontcounter.forms.pages.drafts import Draft, add_pending
from frontcounter.forms.pages.published import published_form
from frontcounter.forms.pages.taking import as_typed
from frontcounter.intake.visit import Visit
from frontcounter.reports.access import ReporterView

MOST_FILES_AN_HOUR = 40
_LISTS = {"files": "files", "property_list": "photos"}
"""Question kind → the part that holds the ids of its files."""
UNFINISHED = "uploads"
"""Where a draft keeps what it knows of files that are still coming."""
_BY_LINE = frozenset({"property_list"})


def take_files(
    visit: Visit, draft: Draft, page: Page, raw: dict[str, list[str]]
) -> list[FieldError]:
    """Keep the files that came with a page; the reasons for those that we could not take.

    What the person takes back with this page is erased.
    """
    refused = []
    for name in visit.request.FILES:
        asked, _, part = name.rpartition(".")
        ids = part_of(page, asked)
        if part != "file" or ids is None:
            continue
        field = f"{asked}.{ids}"
        for upload in visit.request.FILES.getlist(name):
            try:
                file_id = _take_file(visit, draft, page, asked, upload)
            except UploadRefused as why:
                text = refusal_text(why, visit.settings, visit.lang)
                refused.append(FieldError(field, text))
            else:
                raw.setdefault(field, []).append(file_id)
    for name, values in raw.items():
        if name.endswith(".remove_file"):
            _take_back(draft, values)
    return refused


def _take_file(visit: Visit, draft: Draft, page: Page, asked: str, upload: UploadedFile) -> str:
    """Hand a file to the evidence room; its id there. Raises UploadRefused."""
    take_a_try(visit)
    ref = receive_upload(
        upload,
        draft_id=draft.id,
        question=one_line(asked),
        at=visit.at,
        limits=limits_asked(visit, draft, page, asked),
    )
    draft.files[ref["id"]] = {"name": ref["name"], "size": ref["size"]}
    return str(ref["id"])


def part_of(page: Page, asked: str) -> str | None:
    """The part of an answer that holds its files' ids: `asked` is "photos", or "bike.0" of a list;
    None where such an answer has no files.
    """
    question_id, _, line = asked.partition(".")
    kind = next((one.KIND for one in page.questions if one.id == question_id), "")
    right = line.isdigit() and len(line) < 4 if kind in _BY_LINE else not line
    return _LISTS.get(kind) if right else None


def takes_files(page: Page) -> bool:
    """Whether some question of the page asks for files."""
    return any(q.KIND == "files" or "photos" in getattr(q, "parts", ()) for q in page.questions)


def limits_asked(visit: Visit, draft: Draft, page: Page, asked: str) -> Limits:
    """As `limits_for`; `asked` is a question of the page, or a line of it ("bike.0")."""
    question_id = asked.partition(".")[0]
    question = next(one for one in page.questions if one.id == question_id)
    return limits_for(visit, published_form(draft.form_hash), question)


def limits_for(visit: Visit, form: FormDocument, question: Question) -> Limits:
    """What this question takes, and how large, for this force and type of report."""
    accept: tuple[str, ...] = getattr(question, "accept", (PICTURE,))
    types = tuple(one for one in accept if known_type(one))
    return limits_of(
        visit.settings,
        groups=tuple(group for group in GROUPS if group in accept or _some(types, group)),
        types=types,
        confidential=form.handling.confidential,
    )


def unfinished_on(draft: Draft, page_id: str) -> list[dict[str, str]]:
    """Files of this page whose sending broke off."""
    begun: dict[str, dict[str, str]] = draft.content.get(UNFINISHED, {})
    return [told for told in begun.values() if told["page"] == page_id]


def put_into_page(draft: Draft, page: Page, asked: str, file_id: str) -> None:
    """Add a file that came by itself to what stands on its page, until the page is sent."""
    part = part_of(page, asked)
    raw = as_typed(page, draft.answers, draft.pending)
    raw[f"{asked}.{part}"] = [*raw.get(f"{asked}.{part}", []), file_id]
    add_pending(draft, page.id, raw)


def _some(types: tuple[str, ...], group: str) -> bool:
    return any(group_of(one) == group for one in types)


def take_a_try(visit: Visit) -> None:
    """Drafts can be thrown away; so files are counted by where they come from, too."""
    if visit.wait("upload", MOST_FILES_AN_HOUR, 3600):
        raise UploadRefused("too_often", most=MOST_FILES_AN_HOUR)


def drop_unused(draft: Draft, answers: Mapping[str, Any]) -> None:
    """Erase the files that the sent answers no longer name, and those that never came whole."""
    drop_unfinished(draft)
    _take_back(draft, set(draft.files) - set(_ids_in(answers)))


def drop_unfinished(draft: Draft) -> None:
    """Erase what has come of files that were never sent to their end, and what they are called."""
    for upload_id in draft.content.pop(UNFINISHED, {}):
        drop_upload_of(draft.id, UUID(upload_id))


def drop_everything(draft: Draft) -> None:
    """The person erases the draft: its files go at once, not with the next cleaning."""
    drop_unfinished(draft)
    _take_back(draft, list(draft.files))


def limits_of_form(visit: Visit, form: FormDocument) -> Limits:
    """What can be added to a report of this form once it was sent."""
    return limits_of(visit.settings, confidential=form.handling.confidential)


def take_files_of_act(
    visit: Visit, report: ReporterView, act_id: UUID, uploads: Iterable[UploadedFile]
) -> str:
    """Keep all files that a reporter adds to their report, or none and the reason why not."""
    limits = limits_of_form(visit, published_form(report.form_hash))
    try:
        with transaction.atomic():
            for upload in uploads:
                take_a_try(visit)
                receive_upload(
                    upload,
                    report_id=report.report_id,
                    act_id=act_id,
                    question="added",
                    at=visit.at,
                    limits=limits,
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
