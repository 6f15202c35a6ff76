"""Sending messages, in the worker: outside every transaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from frontcounter.base.jobs import MAIL, job, periodic, worker_scope
from frontcounter.base.scope import Role, current_force_id, scope
from frontcounter.forces.lookup import all_forces
from frontcounter.messages import sending
from frontcounter.messages.models import Message
from frontcounter.messages.smtp import PermanentFailure, SmtpSettingsError, TemporaryFailure, send
from frontcounter.messages.texting import GatewaySettingsError, send_text

_WITHOUT_REPORT = timedelta(days=30)
_WITHOUT_JOB = """
select m.id from messages_message m
where m.force_id = %s and m.status = 'queued' and not exists (
    select 1 from procrastinate_jobs j
    where j.task_name = 'messages.send_message' and j.status in ('todo', 'doing')
      and j.args -> 'ids' ->> 0 = m.id::text)
order by m.created_at limit 1000
"""


@job(MAIL)
def send_message(force_id: UUID, message_id: UUID) -> None:
    """One try. A message that was sent is never sent again; its Message-ID never changes."""
    with worker_scope(force_id):
        letter = sending.take(message_id, at=datetime.now(UTC))
    if letter is None:
        return
    try:
        _carry(letter, message_id)
    except PermanentFailure as error:
        with worker_scope(force_id):
            sending.refused(message_id, str(error), at=datetime.now(UTC))
    except (TemporaryFailure, SmtpSettingsError, GatewaySettingsError) as error:
        with worker_scope(force_id):
            sending.failed(message_id, str(error), at=datetime.now(UTC))
    else:
        with worker_scope(force_id):
            sending.sent(message_id, at=datetime.now(UTC))


def _carry(letter: sending.Letter, message_id: UUID) -> None:
    """Outside every transaction: hand it to the mail server, or to the gateway for texts."""
    if letter.mail is not None:
        send(settings.SMTP_URL, letter.mail)
        return
    send_text(
        settings.SMS_URL,
        settings.SMS_TOKEN,
        to=letter.to,
        text=letter.text,
        message_id=str(message_id),
    )


@periodic("*/10 * * * *")
def tidy_messages() -> None:
    """Ask again for what waits without a job (a mail server was set up, or a job was lost).

    Erase what was sent for drafts: nobody needs those addresses any more.
    """
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        with worker_scope(force_id):
            if settings.SMTP_URL or settings.SMS_URL:
                ask_again()
            erase_old(datetime.now(UTC))


def ask_again() -> None:
    """Jobs for the queued messages of the force in scope that have none."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_JOB, [current_force_id()])
        waiting = [row[0] for row in cursor.fetchall()]
    for message_id in waiting:
        send_message.later(message_id)


def erase_old(at: datetime) -> None:
    """Messages that belong to no report live as long as a draft."""
    Message.objects.filter(report_id__isnull=True, created_at__lt=at - _WITHOUT_REPORT).delete()
