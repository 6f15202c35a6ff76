"""The little web pages of the demo's stand-ins: plain HTML, no script, marked as a demo."""

from __future__ import annotations

import re
import signal
import sys
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer

STYLE = """
body{font:1.1875rem/1.4 Helvetica,Arial,sans-serif;max-width:60rem;margin:0 auto;
padding:0 1rem 3rem;color:#0b0c0c;background:#fff}
.demo{background:#0b0c0c;color:#fff;margin:0 -1rem;padding:.75rem 1rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0}
th,td{border-bottom:1px solid #b1b4b6}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f3f2f1;padding:1rem}
a{color:#1d70b8}a:focus{outline:3px solid #fd0;background:#fd0;color:#0b0c0c}
""".strip()

SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def table(head: list[str], rows: list[list[str]], caption: str) -> str:
    """A table of cells that are HTML already."""
    heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def page(title: str, banner: str, body: str) -> bytes:
    """A whole page; `body` is HTML already."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<link rel="stylesheet" href="/style.css"></head><body>'
        f'<p class="demo" role="note">{escape(banner)}</p><main><h1>{escape(title)}</h1>{body}'
        "</main></body></html>"
    ).encode()


class Server(ThreadingHTTPServer):
    """A loop-back server whose threads do not outlive it."""

    daemon_threads = True
    allow_reuse_address = True

    def server_bind(self) -> None:
        """Bind without asking a name server who we are."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no news; anything else is shown."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def address(self) -> str:
        """http:// and the host and port that it listens on."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"


class Handler(BaseHTTPRequestHandler):
    """Answers with security headers and keeps addresses out of the log."""

    protocol_version = "HTTP/1.1"
    server_version = "demo"
    sys_version = ""
    timeout = 60

    def answer(
        self, status: int, content: bytes, media_type: str = "text/html; charset=utf-8", **more: str
    ) -> None:
        """Send one whole answer; keyword names are header names with `_` for `-`."""
        self.send_response(status)
        headers = SECURITY | {name.replace("_", "-"): value for name, value in more.items()}
        headers |= {"Content-Type": media_type, "Content-Length": str(len(content))}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def download(self, name: str, content: bytes, media_type: str) -> None:
        """Send a file to keep, never to show: what it holds is not ours."""
        plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
        self.answer(200, content, media_type, Content_Disposition=f'attachment; filename="{plain}"')

    def missing(self, banner: str) -> None:
        """Answer 404."""
        self.answer(404, page("Not here", banner, '<p><a href="/">Back to the list</a></p>'))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: paths and errors are shown where they are handled."""


def wait_for_end() -> None:
    """Sleep until SIGTERM or SIGINT comes."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
