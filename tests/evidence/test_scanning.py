"""What clamd's answers mean, and that no answer is never taken for a clean one."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from frontcounter.evidence.scanning import ScannerDown, scan


def _read(connection: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        piece = connection.recv(size - len(got))
        if not piece:
            raise ConnectionError
        got += piece
    return got


class StandIn:
    """Speaks clamd's side of INSTREAM once, and gives the answer that it was told."""

    def __init__(self, server: socket.socket, answer: bytes | None) -> None:
        self.server, self.answer, self.stream = server, answer, b""
        self.address = f"127.0.0.1:{server.getsockname()[1]}"
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        with suppress(OSError), self.server.accept()[0] as connection:
            assert _read(connection, 10) == b"zINSTREAM\0"
            while size := struct.unpack("!I", _read(connection, 4))[0]:
                self.stream += _read(connection, size)
            if self.answer is None:
                connection.recv(1)  # says nothing until the other side gives up
            else:
                connection.sendall(self.answer)


@pytest.fixture
def clamd() -> Iterator[Callable[[bytes | None], StandIn]]:
    started: list[StandIn] = []

    def start(answer: bytes | None) -> StandIn:
        started.append(StandIn(socket.create_server(("127.0.0.1", 0)), answer))
        return started[-1]

    yield start
    for one in started:
        one.thread.join()
        one.server.close()


def test_all_of_the_file_is_looked_at(clamd: Callable[[bytes | None], StandIn]) -> None:
    content, scanner = bytes(range(256)) * 1_000, clamd(b"stream: OK\0")
    assert scan(scanner.address, content).clean
    scanner.thread.join()
    assert scanner.stream == content


def test_what_was_found_has_a_name(clamd: Callable[[bytes | None], StandIn]) -> None:
    verdict = scan(clamd(b"stream: Eicar-Test-Signature.UNOFFICIAL FOUND\0").address, b"x")
    assert (verdict.clean, verdict.signature) == (False, "Eicar-Test-Signature.UNOFFICIAL")


@pytest.mark.parametrize(
    "answer",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"stream: OKAY\0",
        b"",
        b"\xff\xfe nonsense",
        b"A" * 100_000,
        None,
    ],
    ids=["too-large", "error", "nearly", "closed", "nonsense", "flood", "silent"],
)
def test_anything_else_is_no_verdict(
    clamd: Callable[[bytes | None], StandIn], answer: bytes | None
) -> None:
    with pytest.raises(ScannerDown):
        scan(clamd(answer).address, b"content", seconds=0.5)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "nonsense", ""])
def test_a_scanner_that_is_not_there_is_no_verdict(address: str) -> None:
    with pytest.raises(ScannerDown):
        scan(address, b"content")
