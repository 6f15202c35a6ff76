"""Sending one e-mail by SMTP; says whether a failure will pass."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit


class TemporaryFailure(Exception):
    """Not sent as far as we know; the same may go through later."""


class PermanentFailure(Exception):
    """The server refuses this message or this address for good."""


class SmtpSettingsError(ValueError):
    """The address of the mail server is wrong; the message says how."""


@dataclass(frozen=True)
class Attachment:
    """A file of a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Server:
    """`smtp://user:password@host:port`, or `smtps://` for TLS from the first byte.

    Messages carry links and copies of reports, so they leave this machine with TLS only, unless
    the address ends in `?tls=never`.
    """

    host: str
    port: int
    user: str
    password: str
    tls_first: bool
    tls_never: bool = False

    @classmethod
    def of(cls, url: str) -> Server:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise SmtpSettingsError(str(error)) from error
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise SmtpSettingsError("the mail server is smtp://host:port or smtps://host:port")
        tls_first, tls_never = parts.scheme == "smtps", parts.query == "tls=never"
        if parts.query and (tls_first or not tls_never):
            raise SmtpSettingsError("after smtp://host:port there may stand ?tls=never only")
        if tls_never and parts.username and not _is_here(parts.hostname):
            raise SmtpSettingsError("a user and a password never go to a mail server without TLS")
        return cls(
            host=parts.hostname,
            port=port or (465 if tls_first else 587),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls_first=tls_first,
            tls_never=tls_never,
        )


def _is_here(host: str) -> bool:
    """Whether what is sent there never leaves this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def compose(
    *,
    sender: str,
    sender_name: str,
    to: str,
    subject: str,
    text: str,
    lang: str,
    message_id: str,
    date: str,
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """The message. `message_id` stays the same over retries, so that a mailbox can tell twins.

    `to` is one address (none for a message that goes by hand); ValueError if it is anything else.
    """
    mail = EmailMessage()
    user, _, domain = sender.partition("@")
    mail["From"] = Address(sender_name, user, domain)
    if to:
        mail["To"] = Address(addr_spec=to)  # a header of text could name several people
    mail["Subject"] = subject
    mail["Date"] = date
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text, cte="quoted-printable")
    for part in attachments:
        main, _, sub = part.media_type.partition("/")
        mail.add_attachment(part.content, maintype=main, subtype=sub, filename=part.name)
    mail["Content-Language"] = lang  # last: setting the content drops such headers
    return mail


def send(url: str, mail: EmailMessage, *, seconds: float = 30) -> None:
    """Hand the message to the server. Raises TemporaryFailure or PermanentFailure."""
    server = Server.of(url)
    try:
        connection = _connect(server, seconds)
        try:
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(mail)
            _take_leave(connection)
        finally:
            connection.close()
    except smtplib.SMTPNotSupportedError as error:
        raise PermanentFailure(f"the mail server cannot do this: {error}"[:200]) from error
    except smtplib.SMTPRecipientsRefused as refused:
        code, text = next(iter(refused.recipients.values()))
        raise _failure(code, text) from refused
    except smtplib.SMTPAuthenticationError as error:
        raise TemporaryFailure("the mail server does not know our password") from error
    except (smtplib.SMTPConnectError, smtplib.SMTPHeloError) as error:
        raise TemporaryFailure(f"the mail server turns us away: {error.smtp_code}") from error
    except smtplib.SMTPResponseException as error:
        raise _failure(error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise TemporaryFailure(f"{type(error).__name__}: {error}"[:200]) from error


def _take_leave(connection: smtplib.SMTP) -> None:
    """The message was taken: whatever goes wrong now must not send it again."""
    with suppress(OSError, smtplib.SMTPException):
        connection.quit()


def _connect(server: Server, seconds: float) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.tls_first:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=seconds, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=seconds)
    try:
        connection.ehlo_or_helo_if_needed()
        if not (server.tls_never or _is_here(server.host)):
            if not connection.has_extn("starttls"):
                raise TemporaryFailure("no_tls")
            connection.starttls(context=context)
    except BaseException:
        connection.close()
        raise
    return connection


def _failure(code: int, text: bytes | str) -> TemporaryFailure | PermanentFailure:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    words = f"{code} {' '.join(said.split())}"[:200]
    return PermanentFailure(words) if 500 <= code < 600 else TemporaryFailure(words)
