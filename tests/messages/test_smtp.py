"""Handing one e-mail to a real SMTP server: once, to one person, and what its answer means."""

from __future__ import annotations

import email
import email.policy
import logging
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from frontcounter.messages.smtp import (
    Attachment,
    PermanentFailure,
    Server,
    SmtpSettingsError,
    TemporaryFailure,
    compose,
    send,
)


class OnAnyPort(Controller):
    """The controller knocks at its own port once; with port 0 it has to learn which that is."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Mailbox:
    """What came, and the answers that the server gives instead of taking it."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []
        self.to_recipient = self.to_data = self.to_quit = ""
        self.port = 0

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.to_data:
            return self.to_data
        self.envelopes.append(envelope)
        return "250 taken"

    async def handle_QUIT(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        return self.to_quit or "221 bye"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def read(self) -> EmailMessage:
        (envelope,) = self.envelopes
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    box = Mailbox()
    controller = OnAnyPort(box, hostname="127.0.0.1", port=0, enable_SMTPUTF8=False)
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


def letter(to: str = "marie@example.org", **changed: Any) -> EmailMessage:
    given: dict[str, Any] = {
        "sender": "reports@police.example",
        "sender_name": "Service de police de la rivière Rouge",
        "to": to,
        "subject": "Nous avons votre signalement T7K-4M2-9XQ",
        "text": "Un vélo a été volé.\n\n.\nÀ bientôt\n",
        "lang": "fr",
        "message_id": "<0199-abc@police.example>",
        "date": "Mon, 23 Nov 2026 16:05:09 +0000",
    }
    return compose(**(given | changed))


def test_it_arrives_as_it_was_written(mailbox: Mailbox) -> None:
    pdf = b"%PDF-1.7 " + bytes(range(256))
    send(mailbox.url, letter(attachments=[Attachment("Vélo.pdf", "application/pdf", pdf)]))
    mail = mailbox.read()
    assert mail["From"].addresses[0].display_name == "Service de police de la rivière Rouge"
    assert mail["Message-ID"] == "<0199-abc@police.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fr"
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["Un vélo a été volé.", "", ".", "À bientôt"]
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("Vélo.pdf", pdf)


@pytest.mark.parametrize(
    ("where", "answer", "kind"),
    [
        ("to_recipient", "550 no such person", PermanentFailure),
        ("to_recipient", "452 mailbox full", TemporaryFailure),
        ("to_data", "554 refused", PermanentFailure),
        ("to_data", "451 later, please", TemporaryFailure),
    ],
)
def test_a_refusal_says_whether_it_will_pass(
    mailbox: Mailbox, where: str, answer: str, kind: type[Exception]
) -> None:
    setattr(mailbox, where, answer)
    with pytest.raises(kind, match=answer):
        send(mailbox.url, letter())


def test_a_server_that_is_away_may_come_back() -> None:
    with socket.socket() as nobody:  # bound and not listening: refused
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(TemporaryFailure, match="ConnectionRefusedError"):
            send(f"smtp://127.0.0.1:{nobody.getsockname()[1]}", letter())


def test_a_server_that_never_speaks_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(TemporaryFailure):
            send(f"smtp://127.0.0.1:{port}", letter(), seconds=0.2)


def test_a_bad_farewell_does_not_undo_a_message_that_was_taken(mailbox: Mailbox) -> None:
    mailbox.to_quit = "421 too busy to say goodbye"
    send(mailbox.url, letter())
    assert len(mailbox.envelopes) == 1


@pytest.mark.parametrize(
    "to",
    [
        "marie@example.org, everyone@example.org",
        "marie@example.org\r\nBcc: everyone@example.org",
        "Everyone: a@example.org, b@example.org;",
        "Marie <marie@example.org>",
        "marie",
        "andré@example.org",
    ],
)
def test_a_message_has_one_address_and_nothing_beside_it(to: str) -> None:
    with pytest.raises(ValueError):
        letter(to=to)


def test_a_subject_brings_no_headers() -> None:
    with pytest.raises(ValueError):
        letter(subject="Hello\r\nBcc: everyone@example.org")


def test_an_address_that_the_server_cannot_write_is_refused_at_once(mailbox: Mailbox) -> None:
    with pytest.raises(PermanentFailure):
        send(mailbox.url, letter(to="marie@vélo.example"))


def test_a_password_is_never_sent_without_encryption() -> None:
    assert Server.of("smtp://me:p%40ss@mail.example:25").password == "p@ss"
    with pytest.raises(SmtpSettingsError):
        Server.of("http://mail.example")


def test_a_message_leaves_this_machine_with_tls_only(mailbox: Mailbox) -> None:
    """0.0.0.0 reaches the test's own server, and is no loopback address."""
    away = f"smtp://0.0.0.0:{mailbox.port}"
    with pytest.raises(TemporaryFailure, match=r"^no_tls$"):
        send(away, letter())
    with pytest.raises(TemporaryFailure, match=r"^no_tls$"):
        send(away.replace("//", "//me:secret@"), letter())
    assert mailbox.envelopes == []
    send(f"{away}?tls=never", letter())
    assert len(mailbox.envelopes) == 1


@pytest.mark.parametrize(
    "url",
    [
        "smtp://mail.example?tls=maybe",
        "smtp://mail.example?x=1",
        "smtps://mail.example?tls=never",
        "smtp://me:secret@mail.example?tls=never",
    ],
)
def test_what_would_leave_without_tls_by_mistake_is_refused(url: str) -> None:
    with pytest.raises(SmtpSettingsError):
        Server.of(url)
