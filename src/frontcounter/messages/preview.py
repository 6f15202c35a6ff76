"""What the reporter will be sent, shown to staff before they act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from frontcounter.messages.effects import way_to
from frontcounter.messages.models import Channel
from frontcounter.messages.render import render
from frontcounter.messages.values import values_for
from frontcounter.reports import queries
from frontcounter.web.texts import t


@dataclass(frozen=True)
class Preview:
    """The message and its way; without an address, `reason` is the code of why none is sent."""

    channel: str
    address: str
    reason: str
    language: str
    subject: str
    body: str


def preview(
    report_id: UUID,
    event: str,
    *,
    reason: str = "",
    extra: Mapping[str, Any] | None = None,
) -> Preview:
    """`reason` is the code that will be given; `extra` stands in for what is not known yet."""
    record = queries.report(report_id)
    if record is None:
        raise LookupError(report_id)
    lang = record.language
    way = way_to(record.contact, on_screen=False)
    given = {"attached": way.channel == Channel.EMAIL, **({"reason": reason} if reason else {})}
    settings, values = values_for(report_id, lang, {**given, **(extra or {})})
    if not values["file_number"]:
        words = settings.words(lang)
        values["file_number"] = t("messages.part.number_to_come", lang, words=words)
    by_mail = way.channel == Channel.EMAIL
    written = render(event, lang, values, by_mail=by_mail, words=settings.words(lang))
    return Preview(way.channel, way.address, way.reason, lang, written.subject, written.text)
