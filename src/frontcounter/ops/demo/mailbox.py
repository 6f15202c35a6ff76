"""The demo's mailbox: takes every e-mail by SMTP, sends none on, and shows them on a page."""

from __future__ import annotations

import argparse
import asyncio
import email
import logging
import re
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default as modern
from functools import partial
from html import escape
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from frontcounter.ops.demo.pages import STYLE, Handler, Server, page, table, wait_for_end

BANNER = "Demo: e-mail that FrontCounter wrote. None of it was sent to anybody."
LARGEST = 30_000_000
KEPT = 500
_NAME = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9]{6}-[0-9]{4,}\.eml")
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


class Letters:
    """Received messages as .eml files in a folder, the newest 500."""

    def __init__(self, folder: Path, kept: int = KEPT) -> None:
        self.folder = folder
        self._kept = kept
        self._numbers = count(1)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)

    def add(self, content: bytes) -> None:
        """Keep one message; drop the oldest above the limit."""
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S-%f}-{next(self._numbers):04d}.eml"
        half = self.folder / f".{name}"
        half.write_bytes(content)
        half.replace(self.folder / name)
        for old in self.names()[self._kept :]:
            (self.folder / old).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """File names, newest first."""
        found = (path.name for path in self.folder.glob("*.eml"))
        return sorted((name for name in found if _NAME.fullmatch(name)), reverse=True)

    def read(self, name: str) -> EmailMessage | None:
        """One message, parsed; None if it is not here."""
        if not _NAME.fullmatch(name) or not (self.folder / name).is_file():
            return None
        return email.message_from_bytes((self.folder / name).read_bytes(), policy=modern)


class Mailbox:
    """An SMTP server on loop-back and a page of what came; ports of 0 are chosen.

    `refuse` maps an address to the SMTP answer that it gets, such as "550 no such mailbox".
    """

    def __init__(
        self, folder: Path, *, smtp_port: int = 0, web_port: int = 0, kept: int = KEPT
    ) -> None:
        self.letters = Letters(folder, kept)
        self.refuse: dict[str, str] = {}
        self.smtp_port, self._web_port = smtp_port, web_port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._web: Server | None = None

    def start(self) -> None:
        """Listen on both ports."""
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self._web = Server(("127.0.0.1", self._web_port), partial(_Pages, self.letters))
        threading.Thread(target=self._web.serve_forever, args=(0.05,), daemon=True).start()
        ready = threading.Event()
        threading.Thread(target=self._take_mail, args=(ready,), daemon=True).start()
        if not ready.wait(10):
            raise OSError(f"port {self.smtp_port} for e-mail cannot be used")

    def stop(self) -> None:
        """Be down; what came stays."""
        if self._web is not None:
            self._web.shutdown()
            self._web.server_close()
            self._web = None
        if self._loop is not None:
            ended, loop = self._ended, self._loop
            self._loop = None
            loop.call_soon_threadsafe(loop.stop)
            ended.wait(10)

    @property
    def address(self) -> str:
        """http://host:port of the page."""
        assert self._web is not None
        return self._web.address

    @property
    def smtp_url(self) -> str:
        """What FRONTCOUNTER_SMTP_URL says to use this mailbox."""
        return f"smtp://127.0.0.1:{self.smtp_port}"

    def messages(self) -> list[EmailMessage]:
        """Every message, newest first."""
        found = (self.letters.read(name) for name in self.letters.names())
        return [message for message in found if message is not None]

    def _take_mail(self, ready: threading.Event) -> None:
        loop = asyncio.new_event_loop()
        self._ended = threading.Event()
        handler = _Receiver(self.letters, self.refuse)
        server = loop.run_until_complete(
            loop.create_server(
                lambda: SMTP(handler, data_size_limit=LARGEST, enable_SMTPUTF8=True, loop=loop),
                "127.0.0.1",
                self.smtp_port,
            )
        )
        self.smtp_port = server.sockets[0].getsockname()[1]
        self._loop = loop
        ready.set()
        loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(server.wait_closed())
        loop.close()
        self._ended.set()


class _Receiver:
    def __init__(self, letters: Letters, refuse: Mapping[str, str]) -> None:
        self._letters = letters
        self._refuse = refuse

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd calls
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address in self._refuse:
            return self._refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.original_content or b""
        self._letters.add(content)
        return "250 kept"


class _Pages(Handler):
    def __init__(self, letters: Letters, *args: object) -> None:
        self.letters = letters
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:  # noqa: N802  the name that http.server calls
        """Show the list, one message, or keep an attachment."""
        parts = self.path.strip("/").split("/")
        if self.path == "/style.css":
            self.answer(200, STYLE.encode(), "text/css")
        elif self.path == "/":
            self.answer(200, self._list())
        elif message := self.letters.read(parts[0]):
            self._show(parts[0], message, parts[1:])
        else:
            self.missing(BANNER)

    do_HEAD = do_GET  # noqa: N815

    def _list(self) -> bytes:
        rows = []
        for name in self.letters.names():
            message = self.letters.read(name)
            if message is not None:
                subject = escape(str(message["Subject"] or "(no subject)"))
                link = f'<a href="/{name}">{subject}</a>'
                rows.append([link, escape(str(message["To"])), escape(str(message["Date"]))])
        body = table(["Subject", "To", "Date"], rows, f"{len(rows)} messages")
        return page("E-mail", BANNER, body if rows else "<p>No e-mail yet.</p>")

    def _show(self, name: str, message: EmailMessage, rest: list[str]) -> None:
        attached = list(message.iter_attachments())
        if not rest:
            self.answer(200, _message_page(name, message, attached))
        elif rest[0].isdigit() and 0 < int(rest[0]) <= len(attached):
            part = attached[int(rest[0]) - 1]
            decoded = part.get_payload(decode=True)
            content = decoded if isinstance(decoded, bytes) else part.as_bytes()
            self.download(part.get_filename() or "attachment", content, part.get_content_type())
        else:
            self.missing(BANNER)


def _message_page(name: str, message: EmailMessage, attached: list[EmailMessage]) -> bytes:
    heads = "".join(
        f'<tr><th scope="row">{head}</th><td>{escape(str(message[head]))}</td></tr>'
        for head in ("From", "To", "Date")
    )
    links = "".join(
        f'<li><a href="/{name}/{number}">{escape(part.get_filename() or "attachment")}</a></li>'
        for number, part in enumerate(attached, 1)
    )
    files = f"<h2>Attachments</h2><ul>{links}</ul>" if links else ""
    text = message.get_body(("plain", "html"))
    words = _linked(text.get_content()) if text is not None else "(no text)"
    body = (
        f"<table><tbody>{heads}</tbody></table><pre>{words}</pre>{files}"
        '<p><a href="/">Back to the list</a></p>'
    )
    return page(str(message["Subject"] or "(no subject)"), BANNER, body)


def _linked(text: str) -> str:
    """Escaped text whose http addresses can be followed."""
    out, end = [], 0
    for found in _LINK.finditer(text):
        address = escape(found[0])
        out.append(f'{escape(text[end : found.start()])}<a href="{address}">{address}</a>')
        end = found.end()
    return "".join(out) + escape(text[end:])


def main() -> int:
    """Run until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--smtp-port", type=int, default=0)
    parser.add_argument("--web-port", type=int, default=0)
    chosen = parser.parse_args()
    mailbox = Mailbox(chosen.folder, smtp_port=chosen.smtp_port, web_port=chosen.web_port)
    mailbox.start()
    print(f"listening on {mailbox.smtp_url}, read at {mailbox.address}", flush=True)
    wait_for_end()
    mailbox.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
