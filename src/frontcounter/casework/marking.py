"""A report's marks in words: why it is urgent, what helps to solve it, what language is spoken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from frontcounter.accounts.staff import StaffRequest
from frontcounter.forces.published import published_settings
from frontcounter.forms.engine import DANGER, FormDocument
from frontcounter.forms.pages.published import published_form
from frontcounter.reports.marking import UNPROVEN, URGENT
from frontcounter.web.texts import Translator, has, t


@dataclass(frozen=True)
class Marked:
    """`urgent`: the report stands on top, `urgent_type`: because all of its type do.

    `dangers` (topics that its words mention) and `labels` say why, in words.
    """

    urgent: bool
    urgent_type: bool
    dangers: list[str]
    labels: list[str]


def marked(form: FormDocument | None, codes: Sequence[str], priority: int, lang: str) -> Marked:
    """The marks of one report; a mark that its form no longer knows is left out."""
    topics = [code.removeprefix(DANGER) for code in codes if code.startswith(DANGER)]
    words = {}
    if codes:
        words = {mark.code: _in(mark.label, lang) for mark in form.marks} if form else {}
        # Not of the form, and last: it says how a report was sent, nothing of what happened.
        words[UNPROVEN] = t("casework.mark.unproven", lang)
    return Marked(
        urgent=priority >= URGENT,
        urgent_type=bool(form and form.handling.urgent),
        dangers=[_danger(topic, lang) for topic in topics],
        labels=[words[code] for code in codes if code in words],
    )


def _danger(topic: str, lang: str) -> str:
    key = f"casework.danger.{topic}"
    return t(key, lang) if has(key, lang) else topic


def _in(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or next(iter(texts.values()))


def mark_badges(tr: Translator, found: Marked, interpreter: str) -> Iterator[tuple[str, str]]:
    """Why a piece of work stands where it does, as badges (text, kind): words that were mentioned,
    which interpreter is needed, what helps to solve it."""
    if found.dangers:
        what = ", ".join(found.dangers)
        yield tr("casework.report.mentions", what=what), "late" if found.urgent else "wait"
    if interpreter:
        yield tr("casework.queue.interpreter", language=interpreter), "info"
    for label in found.labels:
        yield label, ""


def forms_by_type(request: StaffRequest) -> Mapping[str, FormDocument]:
    """Report type → the form that is offered now."""
    return forms_published(request.membership.force_id, request.force.hash)


@lru_cache(maxsize=64)
def forms_published(_force_id: UUID, publication_hash: str) -> Mapping[str, FormDocument]:
    """The same of the force in scope, under one publication."""
    forms = published_settings(publication_hash).forms
    return {code: published_form(hash_) for code, hash_ in forms.items()}


def type_names(request: StaffRequest) -> Mapping[str, str]:
    """Report type → its title, in the person's language."""
    return _types(request.membership.force_id, request.force.hash, request.lang)


@lru_cache(maxsize=128)
def _types(force_id: UUID, publication_hash: str, lang: str) -> Mapping[str, str]:
    return {
        code: form.title(lang) for code, form in forms_published(force_id, publication_hash).items()
    }


def interpreter_name(form: FormDocument | None, code: str | None, lang: str) -> str:
    """The language of which an interpreter is needed, in words; "" where none is."""
    if not code:
        return ""
    question = form.question("interpreter") if form else None
    for option in getattr(question, "options", ()):
        if option.code == code:
            return _in(option.label, lang)
    return code
