"""The demo's receiving records system: a real HTTP server with a store of its own.

`POST /incidents` takes a transfer package (application/zip) with `Authorization: Bearer`,
`Idempotency-Key` and `X-Package-SHA256`. It answers 201 with `{"recordNumber": "SV-2026-000123"}`
only after the package is on disk; the same key later gets 200 and the same number. A body with
`errors` tells 4xx (the sender must change something) from 5xx (the same may work later).
`GET /` lists what came. Its faults can be switched on, for tests.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import os
import sys
import tempfile
import threading
import zipfile
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from html import escape
from pathlib import Path

from frontcounter.ops.demo.pages import STYLE, Handler, Server, page, table, wait_for_end
from frontcounter.ops.demo.rms_store import Received, Refused, Store, check_package

BANNER = "Demo: a stand-in for a police records system. Nothing here is a real report."
LARGEST = 1 << 30


class Fault(StrEnum):
    """What the system does wrong with one request."""

    NONE = "none"
    SLOW = "slow"  # stores, and answers only when `Faults.release` is set
    ERROR = "error"  # 500, nothing stored
    BUSY = "busy"  # 503 with Retry-After, nothing stored
    HANG_UP = "hang_up"  # closes without reading or storing
    LOSE_ANSWER = "lose_answer"  # stores, then closes without an answer
    CUT_ANSWER = "cut_answer"  # stores, then sends half of the answer
    BUSINESS = "business"  # 422: the sender must change something
    NO_NUMBER = "no_number"  # 201 without a record number
    REDIRECT = "redirect"  # 302 to somewhere else


@dataclass
class Faults:
    """The next requests' faults, in turn; then `always`."""

    always: Fault = Fault.NONE
    coming: deque[Fault] = field(default_factory=deque)
    release: threading.Event = field(default_factory=threading.Event)

    def next(self) -> Fault:
        """The fault of the request that has just come."""
        return self.coming.popleft() if self.coming else self.always


class RecordsSystem:
    """The server. Start and stop it as often as needed; what it stored stays."""

    def __init__(
        self,
        folder: Path,
        *,
        token: str,
        port: int = 0,
        prefix: str = "SV",
        faults: Faults | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.store = Store(folder, prefix, clock)
        self.token = token
        self.faults = faults or Faults()
        self.requests = 0
        self._port = port
        self._server: Server | None = None

    def start(self) -> None:
        """Listen; a port of 0 is chosen once and kept over stops."""
        handler = partial(_Requests, self)
        self._server = Server(("127.0.0.1", self._port), handler)
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Be down: connections are refused."""
        if self._server is not None:
            self.faults.release.set()
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @property
    def address(self) -> str:
        """http://host:port of the list; packages go to `/incidents` below it."""
        return f"http://127.0.0.1:{self._port}"


class _Requests(Handler):
    def __init__(self, system: RecordsSystem, *args: object) -> None:
        self.system = system
        super().__init__(*args)  # type: ignore[arg-type]

    def do_POST(self) -> None:  # noqa: N802  the name that http.server calls
        """Take one package."""
        self.close_connection = True
        self.system.requests += 1
        length = self.headers.get("Content-Length", "")
        self.unread = int(length) if length.isdigit() else 0
        fault = self.system.faults.next()
        if fault is Fault.HANG_UP:
            return
        try:
            _refuse(fault)
            kept, new = self._take()
        except Refused as refused:
            self._refuse(refused)
            return
        if fault is Fault.LOSE_ANSWER:
            return
        if fault is Fault.SLOW:
            self.system.faults.release.wait(60)
        body: dict[str, object] = {"recordNumber": kept.record_number}
        if fault is Fault.NO_NUMBER:
            body = {"status": "accepted"}
        content = json.dumps(body).encode()
        if fault is Fault.CUT_ANSWER:
            self.send_response(201)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            return
        self.answer(201 if new else 200, content, "application/json")

    def _take(self) -> tuple[Received, bool]:
        given = self.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self.system.token}".encode()):
            raise Refused(401, "NOT_SIGNED_IN", "The key of this sender is not known here.")
        if self.path != "/incidents":
            raise Refused(404, "NO_SUCH_ADDRESS", "Packages go to /incidents.")
        key = self.headers.get("Idempotency-Key", "")
        if not 0 < len(key) <= 200:
            raise Refused(400, "NO_KEY", "An Idempotency-Key of 1 to 200 characters is needed.")
        if self.unread == 0:
            raise Refused(411, "NO_LENGTH", "Content-Length is needed.")
        if self.unread > LARGEST:
            raise Refused(413, "TOO_LARGE", "A package has at most 1 GiB.")
        handle, name = tempfile.mkstemp(dir=self.system.store.packages, suffix=".part")
        part, size = Path(name), self.unread
        try:
            sha256 = self._read(handle)
            if sha256 != self.headers.get("X-Package-SHA256"):
                raise Refused(400, "HASH_DIFFERS", "The package is not what its hash says.")
            check_package(part, key)
            return self.system.store.keep(key, part, sha256, size)
        finally:
            part.unlink(missing_ok=True)

    def _read(self, handle: int) -> str:
        sha256 = hashlib.sha256()
        with os.fdopen(handle, "wb") as file:
            while self.unread > 0:
                chunk = self._chunk()
                if not chunk:
                    raise Refused(400, "CUT_SHORT", "The package ended before its length.")
                sha256.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return sha256.hexdigest()

    def _chunk(self) -> bytes:
        chunk = self.rfile.read(min(self.unread, 1 << 18))
        self.unread = self.unread - len(chunk) if chunk else 0
        return chunk

    def _refuse(self, refused: Refused) -> None:
        # To close with bytes unread would take the answer away from the sender.
        for _ in range(64):
            if self.unread:
                self._chunk()
        error = {"status": str(refused.status), "code": refused.code, "detail": refused.detail}
        content = json.dumps({"errors": [error]}).encode()
        more = {"Retry_After": "30"} if refused.status == 503 else {}
        more |= {"Location": "/elsewhere"} if refused.status == 302 else {}
        self.answer(refused.status, content, "application/vnd.api+json", **more)

    def do_GET(self) -> None:  # noqa: N802
        """Show the list, one package, or a file of it."""
        parts = self.path.strip("/").split("/", 2)
        if self.path == "/":
            self.answer(200, _list(self.system.store.all()))
        elif self.path == "/style.css":
            self.answer(200, STYLE.encode(), "text/css")
        elif parts[0] == "records" and len(parts) > 1:
            self._show(parts[1], parts[2] if len(parts) > 2 else "")
        else:
            self.missing(BANNER)

    do_HEAD = do_GET  # noqa: N815

    def _show(self, number: str, name: str) -> None:
        found = [kept for kept in self.system.store.all() if kept.record_number == number]
        if not found:
            self.missing(BANNER)
            return
        with zipfile.ZipFile(self.system.store.packages / f"{found[0].sha256}.zip") as archive:
            if not name:
                self.answer(200, _record(found[0], archive))
            elif name in archive.namelist():
                types = {"pdf": "application/pdf", "json": "application/json"}
                kind = types.get(name.rpartition(".")[2], "application/octet-stream")
                self.download(f"{number}-{name.rpartition('/')[2]}", archive.read(name), kind)
            else:
                self.missing(BANNER)


def _refuse(fault: Fault) -> None:
    """Raise what a fault answers instead of taking the package."""
    match fault:
        case Fault.ERROR:
            raise Refused(500, "BROKEN", "Something is wrong here; the same may work later.")
        case Fault.BUSY:
            raise Refused(503, "BUSY", "Too much to do; come back later.")
        case Fault.BUSINESS:
            raise Refused(422, "NO_SUCH_BEAT", "The place lies in no beat that we know.")
        case Fault.REDIRECT:
            raise Refused(302, "MOVED", "Somewhere else.")


def _list(received: list[Received]) -> bytes:
    rows = [
        [
            f'<a href="/records/{escape(kept.record_number)}">{escape(kept.record_number)}</a>',
            escape(kept.at),
            f"{kept.size / 1024:,.0f} KB",
            f"<code>{escape(kept.key)}</code>",
        ]
        for kept in received
    ]
    head = ["Record number", "Stored at (UTC)", "Size", "Key of the transfer"]
    body = table(head, rows, f"{len(rows)} stored") if rows else "<p>Nothing has come yet.</p>"
    return page("Records system", BANNER, body)


def _record(kept: Received, archive: zipfile.ZipFile) -> bytes:
    report = json.loads(archive.read("report.json"))
    number = escape(kept.record_number)
    names = [escape(name) for name in archive.namelist()]
    links = "".join(f'<li><a href="/records/{number}/{name}">{name}</a></li>' for name in names)
    text = escape(json.dumps(report, indent=2, ensure_ascii=False))
    body = (
        f"<p>Stored {escape(kept.at)}. SHA-256 of the package: <code>{kept.sha256}</code></p>"
        f"<h2>Files</h2><ul>{links}</ul><h2>Report</h2><pre>{text}</pre>"
        '<p><a href="/">Back to the list</a></p>'
    )
    return page(kept.record_number, BANNER, body)


def main() -> int:
    """Run until SIGTERM or SIGINT; the token comes from FRONTCOUNTER_DEMO_RMS_TOKEN."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--prefix", default="SV")
    chosen = parser.parse_args()
    token = os.environ.get("FRONTCOUNTER_DEMO_RMS_TOKEN", "")
    if not token:
        print("FRONTCOUNTER_DEMO_RMS_TOKEN is not set", file=sys.stderr)
        return 2
    system = RecordsSystem(chosen.folder, token=token, port=chosen.port, prefix=chosen.prefix)
    system.start()
    print(f"listening on {system.address}", flush=True)
    wait_for_end()
    system.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
