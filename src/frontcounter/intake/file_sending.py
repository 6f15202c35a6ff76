"""Sending a file piece by piece, for a page with our script: goes on after the line was lost.

    POST upload             page, field, name, size, mark  → {"id", "offset", "part"}
    GET  upload/<id>                                       → {"offset"}
    POST upload/<id>        a piece; Upload-Offset says where it belongs
                            → 200 {"offset"}; 409 {"offset"} where another one is wanted
    POST upload/<id>/done                                  → {"file": {"id", "text", …}}
    POST upload/<id>/stop                                  → {}

Everything belongs to the draft that the browser's cookie opens. What is refused says why in the
person's words: {"error"}.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, JsonResponse

from frontcounter.base.sizes import size_text
from frontcounter.evidence import uploading
from frontcounter.evidence.receiving import Limits, UploadRefused
from frontcounter.evidence.services import refusal_text
from frontcounter.evidence.uploading import PART, UnknownUpload, WrongPart
from frontcounter.forms.engine import Page
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.forms.pages import drafts
from frontcounter.forms.pages.drafts import Draft
from frontcounter.forms.pages.published import published_form
from frontcounter.intake.drafting import current, open_draft
from frontcounter.intake.uploads import (
    UNFINISHED,
    limits_asked,
    part_of,
    put_into_page,
    take_a_try,
)
from frontcounter.intake.visit import Visit, public_view

Answer = Callable[..., HttpResponse]


def _said(body: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})


def _for_draft(*, post: bool, change: bool) -> Callable[[Answer], Answer]:
    """Hand the view its draft; refusals become JSON that the page can show."""

    def outer(view: Answer) -> Answer:
        @public_view
        @wraps(view)
        def inner(visit: Visit, type: str, **more: Any) -> HttpResponse:
            if post and visit.request.method != "POST":
                return HttpResponse(status=405, headers={"Allow": "POST"})
            draft = open_draft(visit, type, for_change=change)
            if draft is None:
                return _said({"error": visit.tr("intake.upload.gone")}, 410)
            try:
                return view(visit, draft, **more)
            except UploadRefused as why:
                return _said({"error": refusal_text(why, visit.settings, visit.lang)}, 422)
            except UnknownUpload:
                return _said({"error": visit.tr("intake.upload.gone")}, 410)
            except WrongPart:
                return _said({"error": visit.tr("intake.upload.broken")}, 400)

        return inner

    return outer


@_for_draft(post=True, change=True)
def begin(visit: Visit, draft: Draft) -> HttpResponse:
    """Make room for a file, or say how far the same file has come already."""
    asked = {name: one_line(visit.request.POST.get(name, ""))[:300] for name in _ASKED}
    page = published_form(draft.form_hash).page(asked["page"])
    question = asked["field"].removesuffix(".file")
    if page is None or not asked["field"].endswith(".file") or part_of(page, question) is None:
        return _said({"error": visit.tr("intake.upload.broken")}, 400)
    limits = limits_asked(visit, draft, page, question)
    known = _same(draft, asked)
    if known is not None:
        return _said({"id": known[0], "offset": known[1], "part": PART})
    take_a_try(visit)
    size = int(asked["size"]) if asked["size"].isdecimal() and len(asked["size"]) < 16 else 0
    upload_id = uploading.begin_upload(
        draft.id, question=question, name=asked["name"], size=size, limits=limits, at=visit.at
    )
    draft.content.setdefault(UNFINISHED, {})[str(upload_id)] = asked
    drafts.save(draft, at=visit.at)
    return _said({"id": str(upload_id), "offset": 0, "part": PART})


_ASKED = ("page", "field", "name", "size", "mark")


def _same(draft: Draft, asked: dict[str, str]) -> tuple[str, int] | None:
    """The upload of the same file that was begun before: same name, size and content's mark."""
    for upload_id, told in draft.content.get(UNFINISHED, {}).items():
        if told == asked:
            try:
                return upload_id, uploading.progress_of(draft.id, UUID(upload_id)).received
            except UnknownUpload:  # nobody went on with it for a day
                return None
    return None


def _told(visit: Visit, draft: Draft, upload_id: UUID) -> tuple[Page, str, Limits]:
    """Page, question and limits of an upload that this draft has begun."""
    told = draft.content.get(UNFINISHED, {}).get(str(upload_id))
    page = published_form(draft.form_hash).page(told["page"]) if told else None
    if told is None or page is None:
        raise UnknownUpload(upload_id)
    asked = told["field"].removesuffix(".file")
    return page, asked, limits_asked(visit, draft, page, asked)


@_for_draft(post=False, change=False)
def piece(visit: Visit, draft: Draft, upload_id: UUID) -> HttpResponse:
    """Where to go on (GET), or the next piece (POST)."""
    if visit.request.method != "POST":
        return _said({"offset": uploading.progress_of(draft.id, upload_id).received})
    _page, _asked, limits = _told(visit, draft, upload_id)
    start = visit.request.headers.get("Upload-Offset", "")
    if not start.isdecimal() or len(start) > 15:
        raise WrongPart(start)
    content = visit.request.body
    try:
        found = uploading.take_part(
            draft.id, upload_id, int(start), content, limits=limits, at=visit.at
        )
    except UploadRefused:
        held = current(visit, draft.type, for_change=True)
        if held is not None:
            _forget(held, upload_id)
            drafts.save(held, at=visit.at)
        raise
    return _said({"offset": found.received}, 200 if found.taken else 409)


@_for_draft(post=True, change=True)
def done(visit: Visit, draft: Draft, upload_id: UUID) -> HttpResponse:
    """All pieces are here: they become a file of the draft. Done twice, it is one file."""
    before = draft.content.get("sent_files", {}).get(str(upload_id))
    if before is not None:
        return _arrived(visit, draft, before)
    page, asked, limits = _told(visit, draft, upload_id)
    try:
        with transaction.atomic():
            ref = uploading.finish_upload(draft.id, upload_id, limits=limits, at=visit.at)
    except UploadRefused:
        _forget(draft, upload_id)
        drafts.save(draft, at=visit.at)
        raise
    file_id, facts = ref["id"], {"name": ref["name"], "size": ref["size"]}
    draft.content[UNFINISHED].pop(str(upload_id))
    draft.content.setdefault("sent_files", {})[str(upload_id)] = file_id
    draft.files[file_id] = facts
    put_into_page(draft, page, asked, file_id)
    drafts.save(draft, at=visit.at)
    return _arrived(visit, draft, file_id)


def _arrived(visit: Visit, draft: Draft, file_id: str) -> HttpResponse:
    facts = draft.files.get(file_id, {"name": "", "size": 0})
    text = f"{facts['name']} ({size_text(facts['size'], visit.lang)})"
    return _said({"file": {"id": file_id, **facts, "text": text}})


@_for_draft(post=True, change=True)
def stop(visit: Visit, draft: Draft, upload_id: UUID) -> HttpResponse:
    """The person does not want to send it after all."""
    _forget(draft, upload_id)
    drafts.save(draft, at=visit.at)
    return _said({})


def _forget(draft: Draft, upload_id: UUID) -> None:
    draft.content.get(UNFINISHED, {}).pop(str(upload_id), None)
    uploading.drop_upload_of(draft.id, upload_id)
