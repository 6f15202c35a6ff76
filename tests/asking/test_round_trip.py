"""Asked by mail, opened by its own link, answered on the page, back in review; and bounces."""

from __future__ import annotations

import email
import email.policy
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from after_help import run_jobs, send
from aiosmtpd.controller import Controller
from asking_help import asked, carry_out, state_of
from django.conf import settings
from intake_walker import Walker

from force_help import TestForce
from frontcounter.messages.models import Message
from frontcounter.ops.bounces import take_bounce
from frontcounter.reports import asking
from frontcounter.tasks.models import Kind, Task

MESSAGE_ID = re.compile(r"<([0-9a-f-]{36})@")


class OnAnyPort(Controller):
    """The controller knocks at its own port once; with port 0 it has to learn which that is."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Box:
    """Mail as it came; `refuse` is the answer that a recipient gets instead."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.refuse = ""

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"

    def last(self) -> tuple[str, str]:
        mail = self.mails[-1]
        return str(mail["Subject"]), mail.get_body(("plain",)).get_content()


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    found = Box()
    controller = OnAnyPort(found, hostname="127.0.0.1", port=0)
    controller.start()
    monkeypatch.setattr(settings, "SMTP_URL", f"smtp://127.0.0.1:{controller.port}")
    yield found
    controller.stop()


def test_from_the_question_to_the_answer(red_river: TestForce, box: Box) -> None:
    now = datetime.now(UTC)
    sent, _person, _round = asked(red_river, at=now)
    run_jobs(red_river)
    subject, text = next(
        (str(mail["Subject"]), mail.get_body(("plain",)).get_content())
        for mail in box.mails
        if "question" in str(mail["Subject"])
    )
    assert sent.tracking_number not in subject + text
    assert "Which colour" not in text
    assert "Please answer by" in text
    link = re.search(r"https?://\S+(/status/link/\S+)", text)
    assert link
    with red_river.scope():
        kept = Message.objects.get(report_id=sent.id, event="question").body
        assert link[1] not in kept
        assert "[a link of their own, which works once]" in kept
    reader = Walker(red_river.slug)
    reader.get(link[1].lstrip("/"))
    page = reader.press()
    assert "We have a question for you" in page.html
    reader.get("status/answer")
    reader.press({"free_1": "Green"})
    reader.press(number=1)
    carry_out(red_river, at=datetime.now(UTC))
    assert state_of(red_river, sent) == "submitted"
    with red_river.scope():
        assert asking.rounds_of(sent.id)[0].answers == {"free_1": "Green"}
    again = Walker(red_river.slug)
    again.get(link[1].lstrip("/"))
    again.press()
    assert again.status == 410


def test_mail_that_is_refused_or_comes_back_makes_one_task(red_river: TestForce, box: Box) -> None:
    first = send(red_river)
    run_jobs(red_river)
    sent_as = str(box.mails[-1]["Message-ID"])
    dsn = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n"
        "--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; ada@example.org\nAction: failed\nStatus: 5.1.1\n\n"
        f"--x\nContent-Type: text/rfc822-headers\n\nMessage-ID: {sent_as}\n\n--x--\n"
    )
    for _twice in range(2):
        assert take_bounce(dsn.encode()) == 0
    with red_river.scope():
        row = Message.objects.get(report_id=first.id, event="receipt")
        assert (row.status, row.last_error) == ("bounced", "bounced: 5.1.1")
        (task,) = Task.objects.filter(report_id=first.id, kind=Kind.CONTACT)
        assert task.brief["why"] == "bounced"
    box.refuse = "550 no such person"
    second = send(red_river)
    run_jobs(red_river)
    with red_river.scope():
        assert Message.objects.get(report_id=second.id, event="receipt").status == "refused"
        assert Task.objects.get(report_id=second.id, kind=Kind.CONTACT).brief["why"] == "refused"
    assert take_bounce(b"Subject: away\n\nBack soon") == 65


def test_a_suppressed_message_is_not_sent(box: Box) -> None:
    from asking_help import AT

    from force_help import make_force

    force = make_force("red-river", suppress={"types": ["theft_bicycle"], "events": ["question"]})
    sent, _person, _round = asked(force, at=AT)
    run_jobs(force)
    with force.scope():
        row = Message.objects.get(report_id=sent.id, event="question")
        assert (row.status, row.last_error) == ("not_sent", "suppressed")
    assert all("question" not in str(mail["Subject"]) for mail in box.mails)
