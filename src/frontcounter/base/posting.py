"""Posting a few bytes to another program's address: https only, unless it is on this machine."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

AGAIN = frozenset({408, 425, 429})
MOST_READ = 10_000


class PostFailed(Exception):
    """It was not taken. `again`: the same may be taken a moment later."""

    def __init__(self, why: str, *, again: bool) -> None:
        super().__init__(why)
        self.why, self.again = why, again


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float, ca: str = "") -> int:
    """Send it; returns the status of an answer that takes it (2xx). Redirects are not followed."""
    connection, path = _connection(url, seconds, ca)
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        answer.read(MOST_READ)
    except ssl.SSLCertVerificationError as error:
        raise PostFailed("certificate_not_trusted", again=False) from error
    except TimeoutError as error:
        raise PostFailed("timed_out", again=True) from error
    except (OSError, http.client.HTTPException) as error:
        raise PostFailed("connection_failed", again=True) from error
    finally:
        connection.close()
    if 200 <= answer.status < 300:
        return answer.status
    again = answer.status in AGAIN or answer.status >= 500
    raise PostFailed(f"answered_{answer.status}", again=again)


def _connection(url: str, seconds: float, ca: str) -> tuple[http.client.HTTPConnection, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise PostFailed("address_wrong", again=False) from error
    if not host or "@" in parts.netloc or not url.isascii() or not url.isprintable():
        raise PostFailed("address_wrong", again=False)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if parts.scheme == "https":
        try:
            tls = ssl.create_default_context(cafile=ca or None)
        except OSError as error:
            raise PostFailed("authority_not_readable", again=False) from error
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=tls), path
    if parts.scheme != "http" or not is_here(host):
        raise PostFailed("https_only", again=False)
    return http.client.HTTPConnection(host, port, timeout=seconds), path


def is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
