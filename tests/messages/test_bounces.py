"""Delivery status notifications as mail servers write them."""

from __future__ import annotations

from uuid import UUID

import pytest

from frontcounter.messages.bounces import read_bounce

OURS = UUID("01a20232-6fc1-771e-bda5-584a728ca15d")

POSTFIX = f"""\
Date: Mon, 23 Nov 2026 10:00:00 -0600 (CST)
From: MAILER-DAEMON@mail.police.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: no-reply@police.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4Vx.1/mail.police.example"
Message-Id: <4Vx2@mail.police.example>

This is a MIME-encapsulated message.

--4Vx.1/mail.police.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.police.example.

--4Vx.1/mail.police.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.police.example
X-Postfix-Queue-ID: 4Vx
X-Postfix-Sender: rfc822; no-reply@police.example
Arrival-Date: Mon, 23 Nov 2026 09:59:58 -0600 (CST)

Final-Recipient: rfc822; ada@example.org
Original-Recipient: rfc822;ada@example.org
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: user unknown

--4Vx.1/mail.police.example
Content-Description: Undelivered Message
Content-Type: message/rfc822
Content-Transfer-Encoding: 8bit

Return-Path: <no-reply@police.example>
From: Red River Police <no-reply@police.example>
To: ada@example.org
Subject: Red River Police: We have your report
Message-ID: <{OURS}@police.example>

Words.

--4Vx.1/mail.police.example--
"""

EXCHANGE = f"""\
From: <postmaster@example.org>
To: <no-reply@police.example>
Subject: Undeliverable: Your report
In-Reply-To: <{OURS}@police.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="x1"
MIME-Version: 1.0

--x1
Content-Type: multipart/alternative; boundary="x2"

--x2
Content-Type: text/plain; charset="utf-8"

Delivery has failed.
--x2--

--x1
Content-Type: message/delivery-status

Reporting-MTA: dns;mx.example.org

Final-Recipient: RFC822;ada@example.org
Action: failed
Status: 5.2.2 (mailbox full)

--x1
Content-Type: text/rfc822-headers

From: Red River Police <no-reply@police.example>
Message-ID: <{OURS}@police.example>
Subject: Red River Police: We have your report

--x1--
"""


@pytest.mark.parametrize(("text", "status"), [(POSTFIX, "5.1.1"), (EXCHANGE, "5.2.2")])
def test_a_notification_is_read(text: str, status: str) -> None:
    found = read_bounce(text.replace("\n", "\r\n").encode())
    assert found is not None
    assert (found.message_id, found.action, found.status) == (OURS, "failed", status)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Subject: I am away\n\nBack on Monday.\n",
        POSTFIX.replace(str(OURS), "somebody-else"),
        "\x00\xff" * 50,
        "Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status",
    ],
)
def test_other_mail_is_no_notification_of_ours(text: str) -> None:
    assert read_bounce(text.encode("utf-8", "replace")) is None


def test_a_delay_is_told_as_such() -> None:
    delayed = POSTFIX.replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.1")
    found = read_bounce(delayed.encode())
    assert found is not None
    assert found.action == "delayed"
