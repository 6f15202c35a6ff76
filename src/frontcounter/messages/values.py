"""What a message's words may name, gathered from the report and the force's settings.

The preview that staff see and the message that is sent are made by this one function.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings as installation

from frontcounter.forces.published import (
    Door,
    ForceSettings,
    published_settings,
    settings_in_scope,
)
from frontcounter.forms.pages.published import published_form
from frontcounter.messages.models import Channel
from frontcounter.reports import queries
from frontcounter.reports.asking import due_of_round
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.sorts import sort_of
from frontcounter.web.formats import Formats
from frontcounter.web.texts import t

ASKING = frozenset({"question", "reminder"})
"""Events whose message leads to a question."""


def is_sensitive(record: ReportRecord) -> bool:
    """Somebody else may read what we write, or nobody may know that the person told us."""
    handling = published_form(record.form_hash).handling
    return handling.safe_exit or handling.confidential


def asked_values(
    report_id: UUID | None, event: str, lang: str, channel: str, *, link: str = ""
) -> dict[str, Any]:
    """What the message of a question names besides: until when, and the link that answers it."""
    record = queries.report(report_id) if report_id and event in ASKING else None
    if record is None:
        return {}
    settings = published_settings(record.publication_hash)
    found: dict[str, Any] = {}
    until = due_of_round(record.id)
    if until is not None:
        formats = Formats(lang, settings.country, settings.zone)
        found["answer_by"] = formats.day(until)
    if channel == Channel.EMAIL and not is_sensitive(record):
        found["answer_link"] = link or t(
            "messages.part.link_to_come", lang, words=settings.words(lang)
        )
    return found


def values_for(
    report_id: UUID | None, lang: str, given: Mapping[str, Any]
) -> tuple[ForceSettings, dict[str, Any]]:
    """The settings that the report was made under, and every value for the words.

    `given` are the values that were queued with the message; its `reason` is a code.
    """
    record = queries.report(report_id) if report_id else None
    settings = published_settings(record.publication_hash) if record else settings_in_scope()
    talk = settings.doors[settings.document["talk"]["door"]]
    values: dict[str, Any] = {
        "force": settings.name(lang),
        "short_force": settings.short_name(lang),
        "demo": settings.demo,
        "emergency": settings.document["emergency"]["number"],
        "talk": _door(settings, talk, lang),
        "status_link": f"{installation.PUBLIC_ADDRESS}/{settings.slug}/{lang}/status",
    }
    if record is not None:
        values |= _of_report(record, settings, lang)
    return settings, values | _given(settings, lang, given)


def _of_report(record: ReportRecord, settings: ForceSettings, lang: str) -> dict[str, Any]:
    formats = Formats(lang, settings.country, settings.zone)
    open_promises = [one for one in queries.promises(record.id) if one.open]
    form = published_form(record.form_hash)
    return {
        "title": t("messages.part.neutral_title", lang, words=settings.words(lang))
        if form.handling.safe_exit
        else form.title(lang),
        "neutral": form.handling.safe_exit,
        "sensitive": form.handling.safe_exit or form.handling.confidential,
        "sort": sort_of(form),
        "unit": settings.reading_unit(form.handling.desk, lang),
        "name": record.reporter_name,
        "tracking_number": record.tracking_number,
        "file_number": record.file_number or "",
        "submitted": formats.moment(record.submitted_at),
        "promises": [
            {
                "kind": one.kind,
                "text": settings.text(settings.promises[one.kind].text, lang),
                "due": formats.moment(one.due_at),
            }
            for one in open_promises
        ],
    }


def _given(settings: ForceSettings, lang: str, given: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(given)
    kind = str(values.pop("promise", ""))
    if kind in settings.promises:
        values["late"] = {"kind": kind, "text": settings.text(settings.promises[kind].text, lang)}
    reason = settings.every_reason.get(str(values.pop("reason", "")))
    if reason is not None:
        values["reason"] = settings.text(reason.reporter, lang)
        values["door"] = _door(settings, settings.doors[reason.door], lang)
    return values


def _door(settings: ForceSettings, door: Door, lang: str) -> dict[str, str]:
    return {
        "name": settings.text(door.name, lang),
        "phone": door.phone,
        "hours": settings.text(door.hours, lang),
        "relay": settings.text(door.relay, lang),
        "url": door.url,
    }
