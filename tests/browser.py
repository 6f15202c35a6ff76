"""The samples in a real browser: a server on the loopback address and the system's Chromium."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Browser, sync_playwright

from frontcounter.web.assets import STATIC_ROOT, look_css
from frontcounter.web.middleware import HEADERS

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@contextmanager
def serving(pages: dict[str, str]) -> Iterator[str]:
    """Serve the pages with the product's own headers; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.partition("?")[0].lstrip("/")
            body, kind = pages.get(name, "").encode(), "text/html; charset=utf-8"
            if name.startswith("static/look/"):
                body, kind = (look_css(name.rsplit("/", 1)[1]) or "").encode(), "text/css"
            elif name.startswith("static/"):
                body = (STATIC_ROOT / name.removeprefix("static/")).read_bytes()
                kind = TYPES[name.rsplit(".", 1)[1]]
            self.send_response(200 if body else 404)
            for header, value in HEADERS.items():
                self.send_header(header, value)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def waiting_in_this_thread() -> Iterator[None]:
    """Rows may be waited for although playwright keeps a loop in this thread."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        yield
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
