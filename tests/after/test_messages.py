"""Telling the reporter: which way, in which words, once, and whatever the mail server does."""

from __future__ import annotations

import email
import email.policy
import logging
from collections.abc import Iterator
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest
from after_help import AT, record, run_jobs, send, take
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import DatabaseError

from frontcounter.base.ids import uuid7
from frontcounter.messages.jobs import ask_again
from frontcounter.messages.preview import preview
from frontcounter.messages.queries import MessageLine, by_hand, message, messages_of
from frontcounter.messages.services import NothingToDo, mark_done_by_hand, queue

if TYPE_CHECKING:
    from force_help import TestForce


class OnAnyPort(Controller):
    """The controller knocks at its own port once; with port 0 it has to learn which that is."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Mailbox:
    """A real SMTP server; `answers` are said to the next messages instead of taking them."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.tried = 0
        self.answers: list[str] = []
        self._controller: OnAnyPort | None = None
        self._port = 0

    def start(self) -> None:
        self._controller = OnAnyPort(self, hostname="127.0.0.1", port=self._port)
        self._controller.start()
        self._port = self._controller.port

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._port}"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.tried += 1
        if self.answers:
            return self.answers.pop(0)
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append(parsed)
        return "250 taken"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    box = Mailbox()
    box.start()
    monkeypatch.setattr(settings, "SMTP_URL", box.url)
    yield box
    box.stop()


def words_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def only(force: TestForce, report_id: Any) -> MessageLine:
    with force.scope("staff"):
        (line,) = messages_of(report_id)
    return line


def test_the_receipt_goes_to_a_confirmed_address_with_an_unofficial_copy(
    red_river: TestForce, mailbox: Mailbox
) -> None:
    sent = send(red_river)
    run_jobs(red_river)
    (mail,) = mailbox.mails
    assert mail["To"] == "ada@example.org"
    assert "Red River Police Service" in mail["From"]
    assert sent.tracking_number in mail["Subject"]
    text = words_of(mail)
    assert "by" in text.lower()
    assert f"/{red_river.slug}/en/status" in text
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == f"{sent.tracking_number}.pdf"
    assert attachment.get_content().startswith(b"%PDF-")
    line = only(red_river, sent.id)
    assert (line.event, line.status, line.attempts) == ("receipt", "sent", 1)
    assert line.body == text.replace("\r\n", "\n")


def test_mail_that_somebody_else_may_read_brings_no_copy_of_the_report(mailbox: Mailbox) -> None:
    """Its subject and words are neutral; a PDF beside them would tell everything."""
    from small_forms import force_with, small_form

    from frontcounter.reports import facts, making

    force = force_with(small_form("abuse", "Abuse at home", handling={"safe_exit": True}))
    form = force.form("abuse")
    contact = {**facts.contact_of(form, {}), "channel": "email", "email": "ada@example.org"}
    submission = making.Submission(
        draft_id=uuid7(),
        form=form,
        publication_hash=force.settings().hash,
        language="en",
        answers={"began": "yes", "story": "He hits me."},
        contact={**contact, "email_confirmed": True},
    )
    with force.scope("public"):
        making.submit(submission, at=AT)
    run_jobs(force)
    (mail,) = mailbox.mails
    assert list(mail.iter_attachments()) == []
    for word in ("Abuse", "hits"):
        assert word not in mail.as_string()


def test_a_report_in_french_is_answered_in_french(red_river: TestForce, mailbox: Mailbox) -> None:
    send(red_river, lang="fr")
    run_jobs(red_river)
    (mail,) = mailbox.mails
    assert mail["Content-Language"] == "fr"
    assert "Nous avons le signalement" in words_of(mail)
    assert "Service de police de la rivière Rouge" in mail["From"]


def test_recording_sends_the_number_and_the_official_report(
    red_river: TestForce, mailbox: Mailbox
) -> None:
    sent = send(red_river)
    run_jobs(red_river)
    person = record(red_river, sent)
    run_jobs(red_river)
    mail = mailbox.mails[-1]
    assert "RR26-" in mail["Subject"]
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename().startswith("RR26-")
    assert "attached" in words_of(mail)
    assert len(mailbox.mails) == 2
    assert person.name not in words_of(mail)


def test_not_taken_says_why_and_names_the_next_door_as_the_preview_said(
    red_river: TestForce, mailbox: Mailbox
) -> None:
    sent = send(red_river)
    run_jobs(red_river)
    person = red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    with red_river.scope("staff"):
        shown = preview(sent.id, "not_taken", reason="outside_area")
    take(red_river, person, sent, "not_take", reason="outside_area")
    run_jobs(red_river)
    mail = mailbox.mails[-1]
    assert (shown.subject, shown.body) == (mail["Subject"], words_of(mail).replace("\r\n", "\n"))
    assert (shown.channel, shown.address) == ("email", "ada@example.org")
    assert "outside our area" in shown.body
    assert "204-555-0199" in shown.body


@pytest.mark.parametrize("event", ["recorded", "withdrawn", "call_missed", "withdraw_requested"])
def test_every_message_can_be_previewed(soar_valley: TestForce, event: str) -> None:
    sent = send(soar_valley)
    with soar_valley.scope("staff"):
        assert preview(sent.id, event).body


def test_nothing_goes_to_an_address_that_was_not_confirmed(
    red_river: TestForce, mailbox: Mailbox
) -> None:
    sent = send(red_river, confirmed=False)
    run_jobs(red_river)
    line = only(red_river, sent.id)
    assert (line.status, line.last_error) == ("not_sent", "email_unconfirmed")
    record(red_river, sent)
    run_jobs(red_river)
    assert mailbox.mails == []
    with red_river.scope("staff"):
        (waiting,) = by_hand()
    assert (waiting.event, waiting.channel, waiting.address) == (
        "recorded",
        "phone",
        "+12045550147",
    )


def test_what_the_person_just_saw_is_not_phoned(red_river: TestForce, mailbox: Mailbox) -> None:
    sent = send(red_river, by="phone", email="", confirmed=False)
    run_jobs(red_river)
    assert only(red_river, sent.id).last_error == "shown_on_screen"


def test_a_text_message_waits_for_a_person_with_its_words(
    red_river: TestForce, mailbox: Mailbox
) -> None:
    sent = send(red_river, by="text", email="", confirmed=False)
    person = record(red_river, sent)
    run_jobs(red_river)
    with red_river.scope("staff"):
        (line,) = by_hand()
        assert line.channel == "text"
        assert "RR26-" in line.body
        mark_done_by_hand(line.id, by=str(person.id), at=AT)
        assert by_hand() == []
        with pytest.raises(NothingToDo):
            mark_done_by_hand(line.id, by=str(person.id), at=AT)


def test_a_mail_server_that_is_down_gets_it_when_it_is_up_again(
    red_river: TestForce, mailbox: Mailbox
) -> None:
    mailbox.stop()
    sent = send(red_river)
    run_jobs(red_river)
    line = only(red_river, sent.id)
    assert (line.status, line.attempts) == ("queued", 1)
    assert line.last_error.startswith("waiting:")
    mailbox.start()
    run_jobs(red_river)
    assert only(red_river, sent.id).status == "sent"
    assert len(mailbox.mails) == 1


def test_a_busy_server_is_asked_again_and_a_refusal_is_shown(
    red_river: TestForce, mailbox: Mailbox
) -> None:
    mailbox.answers = ["451 try later", "550 no such person"]
    sent = send(red_river)
    run_jobs(red_river)
    assert only(red_river, sent.id).status == "queued"
    run_jobs(red_river)
    line = only(red_river, sent.id)
    assert (line.status, line.last_error) == ("refused", "refused: 550 no such person")
    run_jobs(red_river)
    assert mailbox.tried == 2
    with red_river.scope("staff"):
        assert [one.id for one in by_hand()] == [line.id]


def test_after_ten_tries_a_person_does_it(red_river: TestForce, mailbox: Mailbox) -> None:
    mailbox.answers = ["451 try later"] * 12
    sent = send(red_river)
    for _ in range(12):
        run_jobs(red_river)
    assert mailbox.tried == 10
    assert only(red_river, sent.id).status == "by_hand"


def test_without_a_mail_server_it_waits_and_says_so(
    red_river: TestForce, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SMTP_URL", "")
    sent = send(red_river)
    run_jobs(red_river)
    line = only(red_river, sent.id)
    assert (line.status, line.last_error) == ("queued", "no_transport")
    monkeypatch.setattr(settings, "SMTP_URL", mailbox.url)
    with red_river.scope():
        ask_again()
    run_jobs(red_river)
    assert only(red_river, sent.id).status == "sent"


def test_a_message_is_sent_once_however_often_its_job_runs(
    red_river: TestForce, mailbox: Mailbox
) -> None:
    from frontcounter.messages.jobs import send_message

    sent = send(red_river)
    run_jobs(red_river)
    line = only(red_river, sent.id)
    with red_river.scope():
        send_message.later(line.id)
    run_jobs(red_river)
    assert len(mailbox.mails) == 1


def test_a_retry_keeps_its_message_id(red_river: TestForce, mailbox: Mailbox) -> None:
    from datetime import timedelta

    from frontcounter.messages import sending

    sent = send(red_river)
    line = only(red_river, sent.id)
    with red_river.scope():
        first = sending.take(line.id, at=AT)
    with red_river.scope():
        second = sending.take(line.id, at=AT + timedelta(hours=1))
    assert first is not None
    assert second is not None
    assert first.mail["Message-ID"] == second.mail["Message-ID"]


def test_a_code_is_sent_and_never_kept(red_river: TestForce, mailbox: Mailbox) -> None:
    from frontcounter.messages.models import Message

    with red_river.scope("public"):
        message_id = queue(
            "confirm_code",
            lang="en",
            channel="email",
            address="ada@example.org",
            values={"code": "314159"},
            at=AT,
        )
    with red_river.scope():
        row = Message.objects.get(id=message_id)
        assert b"314159" not in bytes(row.sealed_values)
    run_jobs(red_river)
    (mail,) = mailbox.mails
    assert "314159" in words_of(mail)
    with red_river.scope("staff"):
        line = message(message_id)
        row = Message.objects.get(id=message_id)
    assert line is not None
    assert (line.status, line.subject, line.body) == ("sent", "", "")
    assert bytes(row.sealed_values) == b""


def test_the_public_role_may_ask_and_not_read(red_river: TestForce) -> None:
    from frontcounter.messages.models import Message

    with red_river.scope("public"):
        queue(
            "confirm_code", lang="en", channel="email", address="a@b.c", values={"code": "1"}, at=AT
        )
    with pytest.raises(DatabaseError), red_river.scope("public"):
        list(Message.objects.all())


def test_a_message_of_a_report_that_was_undone_is_never_sent(
    red_river: TestForce, mailbox: Mailbox
) -> None:
    with pytest.raises(ZeroDivisionError), red_river.scope("public"):
        queue(
            "confirm_code", lang="en", channel="email", address="a@b.c", values={"code": "1"}, at=AT
        )
        raise ZeroDivisionError
    run_jobs(red_river)
    assert mailbox.mails == []


def test_words_that_cannot_be_written_wait_for_a_person(
    red_river: TestForce, mailbox: Mailbox
) -> None:
    with red_river.scope("public"):
        message_id = queue(
            "no_such_event", lang="en", channel="email", address="a@b.c", values={}, at=AT
        )
    run_jobs(red_river)
    with red_river.scope("staff"):
        line = message(message_id)
    assert line is not None
    assert line.status == "by_hand"
    assert line.last_error.startswith("not_written")


def test_an_address_cannot_bring_headers_of_its_own(red_river: TestForce, mailbox: Mailbox) -> None:
    with red_river.scope("public"):
        queue(
            "confirm_code",
            lang="en",
            channel="email",
            address="a@b.c\nBcc: everyone@example.org",
            values={"code": "1"},
            at=AT,
        )
    run_jobs(red_river)
    assert mailbox.mails == []


def test_silent_past_sends_nothing(red_river: TestForce, mailbox: Mailbox) -> None:
    sent = send(red_river, silent=True)
    run_jobs(red_river)
    assert only(red_river, sent.id).status == "not_sent"
    assert mailbox.mails == []


def test_another_force_sees_nothing(red_river: TestForce, soar_valley: TestForce) -> None:
    sent = send(red_river)
    line = only(red_river, sent.id)
    with soar_valley.scope("staff"):
        assert messages_of(sent.id) == []
        assert message(line.id) is None
        with pytest.raises(NothingToDo):
            mark_done_by_hand(uuid7(), by="x", at=AT)


def ask_for_code(force: TestForce, *, silent: bool = False) -> Any:
    with force.scope("public"):
        return queue(
            "confirm_code",
            lang="en",
            channel="email",
            address="ada@example.org",
            values={"code": "314159"},
            at=AT,
            silent=silent,
        )


def left_of(force: TestForce, message_id: Any) -> tuple[str, bytes]:
    from frontcounter.messages.models import Message

    with force.scope():
        row = Message.objects.get(id=message_id)
    return row.status, bytes(row.sealed_values)


def test_a_code_that_is_refused_is_forgotten(red_river: TestForce, mailbox: Mailbox) -> None:
    mailbox.answers = ["550 no such person"]
    message_id = ask_for_code(red_river)
    assert left_of(red_river, message_id)[1] != b""
    run_jobs(red_river)
    assert left_of(red_river, message_id) == ("refused", b"")


def test_a_code_that_could_not_be_sent_is_forgotten(red_river: TestForce, mailbox: Mailbox) -> None:
    from frontcounter.messages.jobs import send_message

    mailbox.answers = ["451 try later"] * 10
    message_id = ask_for_code(red_river)
    for _ in range(10):
        run_jobs(red_river)
    assert left_of(red_river, message_id) == ("by_hand", b"")
    with red_river.scope():
        send_message.later(message_id)
    run_jobs(red_river)
    with red_river.scope("staff"):
        line = message(message_id)
    assert line is not None
    assert line.last_error.startswith("waiting: 451")


def test_a_code_that_was_never_to_be_sent_is_not_kept(red_river: TestForce) -> None:
    assert left_of(red_river, ask_for_code(red_river, silent=True)) == ("not_sent", b"")


def test_a_code_that_a_person_has_told_is_forgotten_and_other_values_stay(
    red_river: TestForce, mailbox: Mailbox
) -> None:
    from frontcounter.messages.models import Message

    code = ask_for_code(red_river)
    with red_river.scope("public"):
        other = queue(
            "recorded", lang="en", channel="email", address="a@b.c", values={"x": "1"}, at=AT
        )
    with red_river.scope():
        Message.objects.update(status="by_hand")
    with red_river.scope("staff"):
        for message_id in (code, other):
            mark_done_by_hand(message_id, by="somebody", at=AT)
    assert left_of(red_river, code) == ("done_by_hand", b"")
    status, values = left_of(red_river, other)
    assert status == "done_by_hand"
    assert values
