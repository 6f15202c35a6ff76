"""Handing a text message to a real HTTP receiver, and what its answer means."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from frontcounter.messages.smtp import PermanentFailure, TemporaryFailure
from frontcounter.messages.texting import GatewaySettingsError, send_text


class Gateway:
    """What came, and what the gateway answers."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.status = 202
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1/send?from=police"


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    box = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(length))
            box.taken.append((self.path, dict(self.headers), body))
            self.send_response(box.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    box.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield box
    server.shutdown()
    server.server_close()


def hand(url: str, **more: Any) -> None:
    given = {"to": "+12045550147", "text": "Vélo trouvé", "message_id": "one", **more}
    send_text(url, "secret", **given)


def test_number_words_and_token_arrive(gateway: Gateway) -> None:
    hand(gateway.url)
    ((path, headers, body),) = gateway.taken
    assert path == "/v1/send?from=police"
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Idempotency-Key"] == "one"
    assert body == {"to": "+12045550147", "text": "Vélo trouvé"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, PermanentFailure), (422, PermanentFailure), (401, TemporaryFailure),
     (429, TemporaryFailure), (503, TemporaryFailure)],
)  # fmt: skip
def test_what_its_answer_means(gateway: Gateway, status: int, kind: type[Exception]) -> None:
    gateway.status = status
    with pytest.raises(kind):
        hand(gateway.url)


def test_a_gateway_that_is_away_is_tried_again(gateway: Gateway) -> None:
    with pytest.raises(TemporaryFailure):
        hand("http://127.0.0.1:1/")


@pytest.mark.parametrize("url", ["ftp://x/", "http://gateway.example/", "https://", "http://x:y/"])
def test_no_word_leaves_this_machine_unsealed(url: str) -> None:
    with pytest.raises(GatewaySettingsError):
        hand(url)
