"""Asking clamd whether a file is harmful, over its socket (INSTREAM)."""

from __future__ import annotations

import io
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_PIECE = 1 << 16
_LONGEST_ANSWER = 4096


class ScannerDown(Exception):
    """No verdict: the scanner is away, too busy, or says something that we do not understand."""


class TooLarge(ScannerDown):
    """The scanner is there and says that it takes no file of this size; it never will."""


@dataclass(frozen=True)
class Verdict:
    """`signature` names what was found; empty where nothing was."""

    signature: str = ""

    @property
    def clean(self) -> bool:
        return not self.signature


def scan(address: str, content: bytes | IO[bytes], *, seconds: float = 60) -> Verdict:
    """Scan bytes, or what is left of an open file.

    `address` is a socket's path or `host:port`. Raises ScannerDown, and of it TooLarge.
    """
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    try:
        with _connected(address, seconds) as connection:
            answer = _sent(connection, source)
    except (OSError, ValueError) as error:
        raise ScannerDown(f"{type(error).__name__}: {error}") from error
    return _verdict(answer)


def _sent(connection: socket.socket, source: IO[bytes]) -> str:
    """The scanner's answer; it may say that the file is too large before all of it was sent."""
    try:
        connection.sendall(b"zINSTREAM\0")
        for piece in _pieces(source):
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        answer = _answer(connection)
        if not answer:
            raise
        return answer
    return _answer(connection)


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield piece


def _connected(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(seconds)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=seconds)


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        piece = connection.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> Verdict:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Verdict()
    if said.endswith(" FOUND"):
        return Verdict(said.removesuffix(" FOUND")[:120])
    if "size limit exceeded" in said:
        raise TooLarge("larger than the scanner takes")
    raise ScannerDown(f"clamd answered {answer[:200]!r}")
