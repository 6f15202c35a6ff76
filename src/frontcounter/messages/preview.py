"""What the reporter will be sent, shown to staff before they act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from frontcounter.forces.asking import is_suppressed
from frontcounter.forces.published import settings_in_scope
from frontcounter.messages.models import Channel
from frontcounter.messages.render import render
from frontcounter.messages.thread import way_for
from frontcounter.messages.values import asked_values, values_for
from frontcounter.messages.ways import Way
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
    """`reason` is the code that will be given; `extra` stands in for what is not known yet, and
    for a paragraph of the member of staff's own (`own_words`)."""
    record = queries.report(report_id)
    if record is None:
        raise LookupError(report_id)
    lang = record.language
    way = way_for(record)
    if is_suppressed(settings_in_scope(), record.type, event):
        way = Way(way.channel, reason="suppressed")
    given = {"attached": way.channel == Channel.EMAIL, **({"reason": reason} if reason else {})}
    given |= asked_values(report_id, event, lang, way.channel)
    settings, values = values_for(report_id, lang, {**given, **(extra or {})})
    if not values["file_number"]:
        words = settings.words(lang)
        values["file_number"] = t("messages.part.number_to_come", lang, words=words)
    written = render(event, lang, values, channel=way.channel, words=settings.words(lang))
    return Preview(way.channel, way.address, way.reason, lang, written.subject, written.text)
