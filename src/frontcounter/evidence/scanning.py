"""Asking clamd whether a file is harmful, over its socket (INSTREAM)."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

_PIECE = 1 << 16
_LONGEST_ANSWER = 4096


class ScannerDown(Exception):
    """No verdict: the scanner is away, too busy, or says something that we do not understand."""


@dataclass(frozen=True)
class Verdict:
    """`signature` names what was found; empty where nothing was."""

    signature: str = ""

    @property
    def clean(self) -> bool:
        return not self.signature


def scan(address: str, content: bytes, *, seconds: float = 60) -> Verdict:
    """Scan bytes. `address` is a socket's path or `host:port`. Raises ScannerDown."""
    try:
        with _connected(address, seconds) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _PIECE):
                piece = content[start : start + _PIECE]
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))
            answer = _answer(connection)
    except (OSError, ValueError) as error:
        raise ScannerDown(f"{type(error).__name__}: {error}") from error
    return _verdict(answer)


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
    raise ScannerDown(f"clamd answered {answer[:200]!r}")
