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
from frontcounter.forces.asking import is_suppressed
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.forms.pages.published import published_form
from frontcounter.messages.models import Channel, Message, Status
from frontcounter.messages.render import NOT_TO_REPORTER, SECRET, Rendered, render
from frontcounter.messages.services import unsealed
from frontcounter.messages.smtp import Attachment, compose
from frontcounter.messages.trouble import trouble
from frontcounter.messages.values import ASKING, asked_values, is_sensitive, values_for
from frontcounter.messages.ways import rule_of
from frontcounter.reports import queries
from frontcounter.reports.access import make_link
from frontcounter.reports.asking import due_of_round

log = logging.getLogger(__name__)
TRIES = 10
_FIRST_WAIT = timedelta(seconds=20)
_LONGEST_WAIT = timedelta(hours=6)
_WITH_COPY = ("receipt", "recorded")


@dataclass(frozen=True)
class Letter:
    """A message that was written and may be sent now: a mail, or the words of a text message."""

    mail: EmailMessage | None = None
    to: str = ""
    text: str = ""


def take(message_id: UUID, *, at: datetime) -> Letter | None:
    """Write a queued message; None where there is nothing to send.

    A message by hand gets its words here, for the member of staff who phones, texts or posts it.
    """
    row = Message.objects.select_for_update().filter(id=message_id).first()
    if row is None or row.status not in (Status.QUEUED, Status.BY_HAND):
        return None
    if row.status == Status.BY_HAND and row.event in SECRET:
        return None  # its code or link was forgotten when sending it failed
    if why := forbidden(row):
        row.status, row.last_error = Status.NOT_SENT, why
        _forget_secret(row)
        row.save()
        return None
    attachments = _attachments(row, at)
    try:
        settings, words = written(row, attached=bool(attachments))
        letter = _letter(row, settings, attachments, at)
    except (LookupError, ValueError) as error:
        row.status, row.last_error = Status.BY_HAND, f"not_written: {error}"[:300]
        _forget_secret(row)
        row.save()
        return None
    if row.event not in SECRET:
        row.subject, row.body = words.subject, words.text
    if row.status == Status.QUEUED and has_transport(row.channel):
        row.attempts += 1
        row.save()
        return letter
    if row.status == Status.QUEUED:
        row.last_error = "no_transport"
    row.save()
    return None


def has_transport(channel: str) -> bool:
    """Whether a machine can carry it."""
    return bool(installation.SMTP_URL if channel == Channel.EMAIL else installation.SMS_URL)


def forbidden(row: Message) -> str:
    """Why this message may not go any more, or not at all: a code, or "".

    It is asked last of all: what staff set while the message waited is obeyed too.
    """
    if row.report_id is None or row.event in NOT_TO_REPORTER:
        return ""
    rule = rule_of(row.report_id)
    if rule is not None and row.channel not in rule.only:
        return "do_not_contact"
    record = queries.report(row.report_id)
    suppressed = record is not None and is_suppressed(settings_in_scope(), record.type, row.event)
    return "suppressed" if suppressed else ""


def written(row: Message, *, attached: bool, link: str = "") -> tuple[ForceSettings, Rendered]:
    """The words of a message. LookupError where its event, a text or a value is missing.

    Without its one-time `link` a question is written as it is kept: the link's place is marked.
    """
    given = {**unsealed(row.id, bytes(row.sealed_values)), "attached": attached}
    given |= asked_values(row.report_id, row.event, row.language, row.channel, link=link)
    settings, values = values_for(row.report_id, row.language, given)
    words = settings.words(row.language)
    return settings, render(row.event, row.language, values, channel=row.channel, words=words)


def sent(message_id: UUID, *, at: datetime) -> None:
    """The mail server has taken it. Secret values are forgotten."""
    row = _queued(message_id)
    if row is not None:
        row.status, row.sent_at, row.last_error, row.sealed_values = Status.SENT, at, "", b""
        row.save()
        audit(Verb.DISCLOSE, "message.sent", subject=f"message:{row.id}", at=at)


def refused(message_id: UUID, why: str, *, at: datetime) -> None:
    """The far end refuses it for good: staff see it and find another way."""
    row = _queued(message_id)
    if row is not None:
        row.status, row.last_error = Status.REFUSED, f"refused: {why}"[:300]
        _forget_secret(row)
        row.save()
        _trouble(row, "refused", at)


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
        _trouble(row, "not_sent", at)
        return
    row.save()
    _again(row.id, at + min(_FIRST_WAIT * int(3 ** (row.attempts - 1)), _LONGEST_WAIT))


def _trouble(row: Message, why: str, at: datetime) -> None:
    if row.event not in NOT_TO_REPORTER:
        trouble(row.report_id, why, at)


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


def _letter(
    row: Message, settings: ForceSettings, attachments: list[Attachment], at: datetime
) -> Letter:
    """As it leaves: a question by e-mail with a link of its own, which is kept nowhere."""
    if row.status != Status.QUEUED or not has_transport(row.channel):
        return Letter()
    link = answer_link(row, settings, at) if row.event in ASKING else ""
    words = written(row, attached=bool(attachments), link=link)[1]
    if row.channel == Channel.TEXT:
        return Letter(to=row.address, text=words.text)
    return Letter(_mail(row, settings, words, attachments, at))


def answer_link(row: Message, settings: ForceSettings, at: datetime) -> str:
    """A link that opens the report once, until the question is over; none where somebody else may
    read the mail, and none by text message or post."""
    record = queries.report(row.report_id) if row.report_id else None
    if record is None or row.channel != Channel.EMAIL or is_sensitive(record):
        return ""
    until = due_of_round(record.id)
    if until is None or until <= at:
        return ""
    token = make_link(record.id, at=at, lifetime=until - at)
    base = f"{installation.PUBLIC_ADDRESS}/{settings.slug}/{row.language}"
    return f"{base}/status/link/{token}"


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
        sender_name="" if words.neutral else settings.name(row.language),
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
