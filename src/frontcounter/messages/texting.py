"""Sending one text message through a gateway: a POST of JSON {"to", "text"} to an address.

Configured by FRONTCOUNTER_SMS_URL and, for the bearer token, FRONTCOUNTER_SMS_TOKEN. Without it,
text messages wait for a member of staff.
"""

from __future__ import annotations

import http.client
import json
import ssl
from ipaddress import ip_address
from urllib.parse import urlsplit

from frontcounter.messages.smtp import PermanentFailure, TemporaryFailure

_AGAIN = frozenset({408, 409, 425, 429})


class GatewaySettingsError(ValueError):
    """The address of the gateway is wrong; the message says how."""


def send_text(
    url: str, token: str, *, to: str, text: str, message_id: str, seconds: float = 20
) -> None:
    """Hand the text to the gateway. Raises TemporaryFailure or PermanentFailure.

    `message_id` goes as Idempotency-Key: a gateway that knows it sends a retry once.
    """
    body = json.dumps({"to": to, "text": text}, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": message_id,
        **({"Authorization": f"Bearer {token}"} if token else {}),
    }
    connection, path = _connection(url, seconds)
    try:
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read(10_000)
    except (OSError, http.client.HTTPException) as error:
        raise TemporaryFailure(f"{type(error).__name__}: {error}"[:200]) from error
    finally:
        connection.close()
    if 200 <= answer.status < 300:
        return
    told = f"the gateway answered {answer.status}"
    if answer.status in _AGAIN or answer.status >= 500 or answer.status in {401, 403}:
        raise TemporaryFailure(told)  # a wrong token is our fault, not the person's number
    raise PermanentFailure(told)


def _connection(url: str, seconds: float) -> tuple[http.client.HTTPConnection, str]:
    parts = urlsplit(url)
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise GatewaySettingsError(str(error)) from error
    if not host or parts.scheme not in {"http", "https"}:
        raise GatewaySettingsError("the gateway is https://host/path")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context), path
    if not _is_here(host):
        raise GatewaySettingsError("numbers and words leave this machine with https only")
    return http.client.HTTPConnection(host, port, timeout=seconds), path


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
