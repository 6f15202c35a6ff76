"""Building the one value that every copy of a report is made from."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings as installation

from frontcounter.base.ids import PLAIN_ALPHABET
from frontcounter.documents import agency, asked
from frontcounter.documents.models import Audience
from frontcounter.documents.report import Moment, Photo, ReportDocument, sections_from
from frontcounter.forces.published import ForceSettings, published_settings
from frontcounter.forms.engine import FormDocument, canonical_json, export_report, summary
from frontcounter.forms.pages.published import published_form
from frontcounter.reports import queries
from frontcounter.reports.asking import frozen_rounds
from frontcounter.reports.queries import ReportRecord
from frontcounter.web.formats import Formats
from frontcounter.web.texts import t

_PAPER = {"CA": "us-letter", "US": "us-letter"}
_SUMMARY_FOR = {Audience.REPORTER: "official_reporter_copy", Audience.FORCE: "staff"}


class NotRecorded(LookupError):
    """There is no recorded report with this id for the force in scope."""


def recorded_report(report_id: UUID) -> ReportRecord:
    """The report, or NotRecorded."""
    record = queries.report(report_id)
    if record is None or record.recorded_at is None or record.frozen is None:
        raise NotRecorded(report_id)
    return record


def official(record: ReportRecord, audience: str, photos: Sequence[Photo] = ()) -> ReportDocument:
    """The official copy of a recorded report, from the inputs that recording froze.

    The reporter's copy is in their language and leaves out other people's particulars; the force's
    is in the force's first language, and says what the agency's version says otherwise. Both have
    what the reporter answered to our questions.
    """
    assert record.frozen is not None
    assert record.recorded_at is not None
    settings = published_settings(record.frozen["publication_hash"])
    form = published_form(record.frozen["form_hash"])
    force = audience == Audience.FORCE
    language = settings.languages[0] if force else record.frozen["language"]
    when, reader = moments(settings, language), _SUMMARY_FOR[Audience(audience)]
    return ReportDocument(
        **_common(settings, form, language),
        official=True,
        tracking_number=record.tracking_number,
        file_number=record.file_number,
        made=when(record.recorded_at),
        submitted=when(record.submitted_at),
        recorded=when(record.recorded_at),
        sections=(
            *sections_from(summary(form, record.answers, language, audience=reader)),
            *asked.sections_of(
                frozen_rounds(record), language, reader, when, settings.words(language)
            ),
            *(agency.sections_of(record, form, language, when) if force else ()),
        ),
        photos=tuple(photos),
        verification_code=verification_code(record.id),
        data_sha256=data_sha256(record, form),
    )


def unofficial(
    settings: ForceSettings,
    form: FormDocument,
    answers: Mapping[str, Any],
    lang: str,
    tracking_number: str | None,
    at: datetime,
) -> ReportDocument:
    """A person's own copy of what they wrote. Reads no row of theirs; `at` is when they sent it."""
    when = moments(settings, lang)
    return ReportDocument(
        **_common(settings, form, lang),
        official=False,
        tracking_number=tracking_number or "–",
        made=when(at),
        submitted=when(at),
        sections=sections_from(summary(form, dict(answers), lang, audience="reporter")),
    )


def data_of(record: ReportRecord, form: FormDocument) -> dict[str, Any]:
    """The recorded report as language-free data: what the fingerprint covers."""
    assert record.recorded_at is not None
    return {
        "report": export_report(form, record.answers),
        "tracking_number": record.tracking_number,
        "file_number": record.file_number or "",
        "submitted_at": record.submitted_at.isoformat(),
        "recorded_at": record.recorded_at.isoformat(),
        "frozen": record.frozen,
        **asked.data_of(record, form),
        **agency.data_of(record, form),
    }


def data_sha256(record: ReportRecord, form: FormDocument) -> str:
    """The fingerprint printed on the official copies."""
    return hashlib.sha256(canonical_json(data_of(record, form))).hexdigest()


def verification_code(report_id: UUID) -> str:
    """Twelve characters that only we can make for this report: `KQ7M-2XPD-94TR`."""
    digest = hmac.new(installation.ACCESS_KEY, b"verify" + report_id.bytes, hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(12):
        number, place = divmod(number, len(PLAIN_ALPHABET))
        letters.append(PLAIN_ALPHABET[place])
    code = "".join(letters)
    return "-".join(code[place : place + 4] for place in (0, 4, 8))


def moments(settings: ForceSettings, lang: str) -> Callable[[datetime], Moment]:
    """How instants are written in one language and the force's time zone."""
    formats = Formats(lang, settings.country, settings.zone)
    return lambda at: Moment(formats.moment(at), at)


def declaration(settings: ForceSettings, form: FormDocument, lang: str) -> str:
    """What a person says by sending.

    The force's own words speak of crimes that did not happen; whoever thanks, complains or tells
    what they know only says that it is true as far as they know.
    """
    if form.handling.deliver:
        return settings.text(settings.document["declaration"], lang)
    return t("documents.declaration_plain", lang, words=settings.words(lang))


def _common(settings: ForceSettings, form: FormDocument, lang: str) -> dict[str, Any]:
    return {
        "force_name": settings.name(lang),
        "accent": settings.document["look"]["accent"],
        "language": lang,
        "title": form.title(lang),
        "declaration": declaration(settings, form, lang),
        "banner": t("web.page.demo", lang, words=settings.words(lang)) if settings.demo else "",
        "paper": _PAPER.get(settings.country, "a4"),
        "words": settings.words(lang),
    }
