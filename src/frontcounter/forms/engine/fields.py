"""View-models for the questions of one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from .answering import UnknownPage
from .conditions import In, holds, references
from .document import FormDocument, Page
from .journey import Answers, walk
from .kinds import Question
from .kinds.base import Asking, FieldError, Raw, Submitted
from .views import Choice, Field, Input

Files = Mapping[str, Mapping[str, Any]]


def fields(
    form: FormDocument,
    page_id: str,
    answers: Answers,
    raw: Submitted | None = None,
    errors: Iterable[FieldError] = (),
    lang: str = "en",
    *,
    files: Files | None = None,
) -> list[Field]:
    """The questions of a page, ready to draw, in order.

    With `raw` (from PageResult) they show what was typed, else the stored answers. A question that
    depends on another one of the same page is always there, with `reveal` set: (name of the
    deciding input, its values). `files`: the draft's uploads by id. Raises UnknownPage.
    """
    page = form.page(page_id)
    if page is None:
        raise UnknownPage(page_id)
    messages: dict[str, str] = {}
    for error in errors:
        messages.setdefault(error.field_name, error.message)
    asked = asked_on(form, page, answers)
    filled: Submitted = raw if raw is not None else _fill(asked, answers)
    known_files = {**_stored_files(asked, answers), **(files or {})}
    drawn = [q.ask(Asking(filled, messages, q.id, lang, known_files)) for q in asked]
    return _reveals(asked, drawn)


def asked_on(form: FormDocument, page: Page, answers: Answers) -> list[Question]:
    """Its questions that are asked after these answers; also those that it decides itself."""
    if page.stands_alone:
        return list(page.questions)
    own = {question.id for question in page.questions}
    before = {k: v for k, v in answers.items() if k not in own} if answers else {}
    seen = walk(form, before).seen
    return [q for q in page.questions if references(q.when) & own or holds(q.when, seen)]


def _fill(asked: list[Question], answers: Answers) -> Raw:
    raw: Raw = {}
    for question in asked:
        value = question.read(answers.get(question.id)) if answers else None
        if value is not None:
            raw |= question.fill(value)
    return raw


def _stored_files(asked: list[Question], answers: Answers) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for question in asked:
        value = question.read(answers.get(question.id)) if answers else None
        for bucket, entry in question.export(value) if value is not None else ():
            refs = entry.get("photos", []) if bucket == "items" else [entry]
            found |= {ref["id"]: ref for ref in refs if "id" in ref and "size" in ref}
    return found


def _reveals(asked: list[Question], drawn: list[Field]) -> list[Field]:
    """Join a radio to the questions of the same page that belong under it."""
    here = {question.id for question in asked}
    under: dict[tuple[str, str], list[str]] = {}
    found = []
    for question, field in zip(asked, drawn, strict=True):
        when = question.when
        if isinstance(when, In) and when.question in here:
            for code in when.codes:
                under.setdefault((when.question, code), []).append(question.id)
            field = replace(field, reveal=(when.question, tuple(sorted(when.codes))))
        found.append(field)
    return [_with_reveals(field, under) for field in found]


def _with_reveals(field: Field, under: dict[tuple[str, str], list[str]]) -> Field:
    if not any(question == field.question_id for question, _ in under):
        return field
    return replace(
        field, inputs=tuple(_reveal(one, field.question_id, under) for one in field.inputs)
    )


def _reveal(one: Input, question: str, under: dict[tuple[str, str], list[str]]) -> Input:
    options: list[Choice] = []
    for option in one.options:
        more = tuple(under.get((question, option.value), ()))
        options.append(replace(option, reveals=option.reveals + more))
    return replace(one, options=tuple(options))
