"""The demo's mailbox takes mail over SMTP and shows it on a page without running anything of it."""

from __future__ import annotations

import smtplib
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from frontcounter.ops.demo.mailbox import Mailbox


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    made = Mailbox(tmp_path / "mail", kept=3)
    made.start()
    yield made
    made.stop()


def letter(subject: str = "Votre déclaration", text: str = "Bonjour") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "no-reply@frontcounter.example"
    message["To"] = "élodie@example.ca"
    message["Subject"] = subject
    message.set_content(text)
    return message


def send(mailbox: Mailbox, *letters: EmailMessage, to: str = "a@example.ca") -> None:
    with smtplib.SMTP("127.0.0.1", mailbox.smtp_port, timeout=10) as client:
        for message in letters:
            client.send_message(message, "no-reply@frontcounter.example", [to])


def get(mailbox: Mailbox, path: str = "/") -> tuple[str, str]:
    with urllib.request.urlopen(mailbox.address + path, timeout=10) as answer:
        return answer.read().decode(), str(answer.headers)


def test_mail_is_listed_newest_first_and_can_be_read(mailbox: Mailbox) -> None:
    send(mailbox, letter("First"), letter("Deuxième", "Numéro : https://127.0.0.1/x?a=1&b=2."))
    shown, headers = get(mailbox)
    assert shown.index("Deuxième") < shown.index("First")
    assert "default-src 'none'" in headers
    assert "Demo" in shown
    name = mailbox.letters.names()[0]
    text, _ = get(mailbox, f"/{name}")
    assert '<a href="https://127.0.0.1/x?a=1&amp;b=2">' in text
    assert mailbox.messages()[0]["Subject"] == "Deuxième"


def test_what_a_message_holds_is_shown_as_text(mailbox: Mailbox) -> None:
    send(mailbox, letter("<script>1</script>", "<script>2</script>"))
    name = mailbox.letters.names()[0]
    for path in ("/", f"/{name}"):
        assert "<script" not in get(mailbox, path)[0]


def test_attachments_are_kept_not_shown(mailbox: Mailbox) -> None:
    message = letter()
    message.add_attachment(b"%PDF-1.7", "application", "pdf", filename='à"/b.pdf')
    send(mailbox, message)
    content, headers = get(mailbox, f"/{mailbox.letters.names()[0]}/1")
    assert content == "%PDF-1.7"
    assert "attachment; filename=" in headers
    assert "nosniff" in headers


def test_only_the_newest_messages_are_kept(mailbox: Mailbox) -> None:
    send(mailbox, *(letter(str(number)) for number in range(5)))
    assert [message["Subject"] for message in mailbox.messages()] == ["4", "3", "2"]


def test_an_address_can_be_made_to_refuse_mail(mailbox: Mailbox) -> None:
    mailbox.refuse["full@example.ca"] = "452 mailbox full"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(mailbox, letter(), to="full@example.ca")
    assert mailbox.messages() == []


@pytest.mark.parametrize("path", ["/../secret", "/x.eml", "/20260101T000000-000000-0001.eml"])
def test_nothing_but_messages_can_be_read(mailbox: Mailbox, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(mailbox, path)
    assert refused.value.code == 404


def test_mail_outlives_a_restart(mailbox: Mailbox, tmp_path: Path) -> None:
    send(mailbox, letter("kept"))
    mailbox.stop()
    again = Mailbox(tmp_path / "mail")
    again.start()
    try:
        send(again, letter("later"))
        assert [message["Subject"] for message in again.messages()] == ["later", "kept"]
    finally:
        again.stop()
