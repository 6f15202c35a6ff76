"""From a queued row to a message on its way: words and files, then what became of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from django.conf import settings as installation

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.documents.building import NotRecorded
from frontcounter.documents.models import Audience
from frontcounter.documents.pdf import PdfRefused
from frontcounter.documents.services import official_pdf, unofficial_pdf
from frontcounter.forces.published import ForceSettings
from frontcounter.forms.pages.published import published_form
from frontcounter.messages.models import Channel, Message, Status
from frontcounter.messages.render import SECRET, Rendered, render
from frontcounter.messages.services import unsealed
from frontcounter.messages.smtp import Attachment, compose
from frontcounter.messages.values import values_for
from frontcounter.reports import queries

log = logging.getLogger(__name__)
TRIES = 10
_FIRST_WAIT = timedelta(seconds=20)
_LONGEST_WAIT = timedelta(hours=6)
_WITH_COPY = ("receipt", "recorded")


@dataclass(frozen=True)
class Letter:
    """A message that was written and may be sent now."""

    mail: EmailMessage


def take(message_id: UUID, *, at: datetime) -> Letter | None:
    """Write a queued message; None where there is nothing to send.

    A message by hand gets its words here, for the member of staff who phones, texts or posts it.
    """
    row = Message.objects.select_for_update().filter(id=message_id).first()
    if row is None or row.status not in (Status.QUEUED, Status.BY_HAND):
        return None
    if row.status == Status.BY_HAND and row.event in SECRET:
        return None  # its code or link was forgotten when sending it failed
    attachments = _attachments(row, at)
    try:
        settings, words = written(row, attached=bool(attachments))
        mail = _mail(row, settings, words, attachments, at)
    except (LookupError, ValueError) as error:
        row.status, row.last_error = Status.BY_HAND, f"not_written: {error}"[:300]
        _forget_secret(row)
        row.save()
        return None
    if row.event not in SECRET:
        row.subject, row.body = words.subject, words.text
    if row.status == Status.QUEUED and installation.SMTP_URL:
        row.attempts += 1
        row.save()
        return Letter(mail)
    if row.status == Status.QUEUED:
        row.last_error = "no_transport"
    row.save()
    return None


def written(row: Message, *, attached: bool) -> tuple[ForceSettings, Rendered]:
    """The words of a message. LookupError where its event, a text or a value is missing."""
    given = {**unsealed(row.id, bytes(row.sealed_values)), "attached": attached}
    settings, values = values_for(row.report_id, row.language, given)
    by_mail = row.channel == Channel.EMAIL
    words = settings.words(row.language)
    return settings, render(row.event, row.language, values, by_mail=by_mail, words=words)


def sent(message_id: UUID, *, at: datetime) -> None:
    """The mail server has taken it. Secret values are forgotten."""
    row = _queued(message_id)
    if row is not None:
        row.status, row.sent_at, row.last_error, row.sealed_values = Status.SENT, at, "", b""
        row.save()
        audit(Verb.DISCLOSE, "message.sent", subject=f"message:{row.id}", at=at)


def refused(message_id: UUID, why: str) -> None:
    """The mail server refuses it for good: staff see it and find another way."""
    row = _queued(message_id)
    if row is not None:
        row.status, row.last_error = Status.REFUSED, f"refused: {why}"[:300]
        _forget_secret(row)
        row.save()


def failed(message_id: UUID, why: str, *, at: datetime) -> None:
    """Not sent this time: later again, and after ten times a person does it."""
    row = _queued(message_id)
    if row is None:
        return
    row.last_error = f"waiting: {why}"[:300]
    if row.attempts >= TRIES:
        row.status = Status.BY_HAND
        _forget_secret(row)
        row.save()
        return
    row.save()
    _again(row.id, at + min(_FIRST_WAIT * int(3 ** (row.attempts - 1)), _LONGEST_WAIT))


def _forget_secret(row: Message) -> None:
    """A code or a link that this message will not bring is of no use to anybody else."""
    if row.event in SECRET:
        row.sealed_values = b""


def _again(message_id: UUID, at: datetime) -> None:
    from frontcounter.messages.jobs import send_message

    send_message.later(message_id, at=at)


def _queued(message_id: UUID) -> Message | None:
    found: Message | None = (
        Message.objects.select_for_update().filter(id=message_id, status=Status.QUEUED).first()
    )
    return found


def _mail(
    row: Message,
    settings: ForceSettings,
    words: Rendered,
    attachments: list[Attachment],
    at: datetime,
) -> EmailMessage:
    sender = installation.MAIL_FROM
    return compose(
        sender=sender,
        sender_name=settings.name(row.language),
        to=row.address if row.channel == Channel.EMAIL else "",
        subject=words.subject,
        text=words.text,
        lang=row.language,
        message_id=f"<{row.id}@{sender.rpartition('@')[2]}>",
        date=format_datetime(at),
        attachments=attachments,
    )


def _attachments(row: Message, at: datetime) -> list[Attachment]:
    """The copy that goes with it, if the force sends copies by e-mail; none rather than no mail."""
    if row.channel != Channel.EMAIL or row.event not in _WITH_COPY or row.report_id is None:
        return []
    record = queries.report(row.report_id)
    # Where somebody else may read the mail, its words are neutral: a copy would tell everything.
    if record is None or published_form(record.form_hash).handling.safe_exit:
        return []
    try:
        return _copy(row, record, at)
    except (NotRecorded, PdfRefused):
        log.exception("message without its copy")
        return []


def _copy(row: Message, record: queries.ReportRecord, at: datetime) -> list[Attachment]:
    from frontcounter.forces.published import published_settings

    settings = published_settings(record.publication_hash)
    if row.event not in settings.document.get("mail_copies", _WITH_COPY):
        return []
    if row.event == "recorded":
        content = official_pdf(record.id, Audience.REPORTER, at=at)
    else:
        content = unofficial_pdf(record, settings, published_form(record.form_hash))
    name = (record.file_number if row.event == "recorded" else None) or record.tracking_number
    return [Attachment(f"{name}.pdf", "application/pdf", content)]
