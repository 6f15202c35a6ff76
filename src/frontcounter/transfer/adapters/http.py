"""A records system that takes packages by HTTP: `kind: http`.

Settings: `url` (POST goes there), `token` (bearer), and optionally `ca` (file with the authority
to trust), `certificate` and `key` (files, for mutual TLS), `seconds` (for one read or write).

The receiver stores the package before it answers 201 with `{"recordNumber": "…"}`, and gives the
same answer to the same Idempotency-Key. 5xx, 408, 425 and 429 are tried again; any other 4xx, a
redirect, or an answer without a number needs a person.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import IO
from urllib.parse import urlsplit

from frontcounter.transfer.adapters import (
    Delivered,
    Destination,
    NeedsPerson,
    Outcome,
    Retry,
    Settings,
    SettingsError,
    brief,
    destination,
    wanted,
)
from frontcounter.transfer.package import Package, checked_key, chunks

LONGEST_ANSWER = 64 * 1024
AGAIN = frozenset({408, 425, 429})
LEAST_RATE = 50_000  # bytes a second; slower than this counts as stuck
_VISIBLE = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class Endpoint:
    """One address, taken apart and checked."""

    secure: bool
    host: str
    port: int | None
    target: str

    @classmethod
    def of(cls, url: str) -> Endpoint:
        """Only http and https, without a name or password in it."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise SettingsError(f"the destination's url is wrong: {error}") from error
        if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
            raise SettingsError("the destination's url must be http:// or https:// and a host")
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not _VISIBLE.fullmatch(url):
            raise SettingsError("the destination's url holds spaces or foreign characters")
        return cls(parts.scheme == "https", parts.hostname, port, target)


class HttpDestination:
    """A receiver of packages behind one URL."""

    def __init__(
        self, endpoint: Endpoint, token: str, *, tls: ssl.SSLContext | None, seconds: float = 30
    ) -> None:
        self._endpoint = endpoint
        self._token = token
        self._tls = tls
        self._seconds = seconds

    def deliver(self, package: Package, key: str) -> Outcome:
        """POST the package; says by its type whether it arrived, may be tried again, or neither."""
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/zip",
            "Content-Length": str(package.size),
            "Idempotency-Key": checked_key(key),
            "X-Package-SHA256": package.sha256,
            "Accept": "application/json, application/vnd.api+json",
            "User-Agent": "FrontCounter",
            "Connection": "close",
        }
        with package.open() as file:
            connection = self._connection()
            try:
                with self._deadline(connection, package.size):
                    self._send(connection, file, headers)
                    return _outcome(connection.getresponse())
            except ssl.SSLCertVerificationError as error:
                return NeedsPerson("certificate_not_trusted", brief(error.verify_message))
            except TimeoutError:
                return Retry("timed_out")
            except (OSError, http.client.HTTPException) as error:
                return Retry("connection_failed", brief(f"{type(error).__name__}: {error}"))
            finally:
                connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        where = self._endpoint
        if self._tls is None:
            return http.client.HTTPConnection(where.host, where.port, timeout=self._seconds)
        return http.client.HTTPSConnection(
            where.host, where.port, timeout=self._seconds, context=self._tls
        )

    def _send(
        self, connection: http.client.HTTPConnection, file: IO[bytes], headers: dict[str, str]
    ) -> None:
        connection.putrequest("POST", self._endpoint.target, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        try:
            for chunk in chunks(file):
                connection.send(chunk)
        except (BrokenPipeError, ConnectionResetError):
            return  # refused before its end, as with 401 or 413: the answer says why

    @contextmanager
    def _deadline(self, connection: http.client.HTTPConnection, size: int) -> Iterator[None]:
        """End the whole exchange in time: time-outs of single reads let an answer drip on."""
        late = threading.Event()
        connection.connect()
        held = connection.sock  # http.client lets go of it when it hands over the answer

        def end() -> None:
            late.set()
            with suppress(OSError):
                socket.socket.shutdown(held, socket.SHUT_RDWR)

        timer = threading.Timer(3 * self._seconds + size / LEAST_RATE, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (OSError, http.client.HTTPException):
            if not late.is_set():
                raise
        finally:
            timer.cancel()
        if late.is_set():
            raise TimeoutError


def _outcome(answer: http.client.HTTPResponse) -> Outcome:
    body = answer.read(LONGEST_ANSWER)
    told = answer.headers.get("Content-Length", "0")
    if told.isdigit() and len(body) < min(int(told), LONGEST_ANSWER):
        raise http.client.IncompleteRead(body)
    if answer.status in (200, 201):
        return _delivered(body)
    detail = _errors(body) or brief(f"{answer.status} {answer.reason}")
    if answer.status in AGAIN or answer.status >= 500:
        return Retry(f"answered_{answer.status}", detail, _retry_after(answer))
    if 300 <= answer.status < 400:
        return NeedsPerson("redirected", brief(answer.headers.get("Location", "")))
    if answer.status < 400:
        return NeedsPerson("answer_not_understood", detail)
    return NeedsPerson(f"refused_{answer.status}", detail)


def _delivered(body: bytes) -> Outcome:
    try:
        number = json.loads(body)["recordNumber"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return NeedsPerson("answer_not_understood", brief(body[:2000].decode("utf-8", "replace")))
    if not isinstance(number, str) or not 0 < len(number.strip()) <= 100:
        return NeedsPerson("answer_not_understood", brief(str(number)[:2000]))
    return Delivered(brief(number.strip()))


def _errors(body: bytes) -> str:
    """The messages of a JSON:API `errors` body on one line; empty if it is none."""
    try:
        listed = json.loads(body)["errors"]
        said = [error.get("detail") or error.get("title") or error.get("code") for error in listed]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ""
    return brief("; ".join(str(word) for word in said if word))


def _retry_after(answer: http.client.HTTPResponse) -> float | None:
    """Seconds that the receiver asks us to wait, at most a day; None if it does not say."""
    value = answer.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), 86_400.0)
    try:
        # Compared with the receiver's own clock where it tells: ours may differ.
        then = parsedate_to_datetime(value)
        now = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return None
    aware = [at if at.tzinfo else at.replace(tzinfo=UTC) for at in (then, now)]
    return _between(*aware)


def _between(then: datetime, now: datetime) -> float:
    return min(max((then - now).total_seconds(), 0.0), 86_400.0)


@destination("http")
def make(settings: Settings) -> Destination:
    """An HTTP receiver; TLS is always verified where the address is https."""
    endpoint = Endpoint.of(wanted(settings, "url"))
    token = wanted(settings, "token")
    if not _VISIBLE.fullmatch(token):
        raise SettingsError("the destination's token holds spaces or foreign characters")
    tls = None
    if endpoint.secure:
        try:
            tls = ssl.create_default_context(cafile=settings.get("ca") or None)
            tls.minimum_version = ssl.TLSVersion.TLSv1_2
            if certificate := settings.get("certificate"):
                tls.load_cert_chain(certificate, settings.get("key") or None)
        except OSError as error:
            raise SettingsError(f"the destination's certificates: {error}") from error
    return HttpDestination(endpoint, token, tls=tls, seconds=_seconds(settings))


def _seconds(settings: Settings) -> float:
    try:
        seconds = float(settings.get("seconds") or 30)
    except ValueError as error:
        raise SettingsError("the destination's seconds must be a number") from error
    if not 0.05 <= seconds <= 300:
        raise SettingsError("the destination's seconds must be between 0.05 and 300")
    return seconds
