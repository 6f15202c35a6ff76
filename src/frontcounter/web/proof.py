"""A proof of work in the form of ALTCHA (version 1): a little computing by whoever sends a form.

The server names a hash; the browser tries numbers until one gives it. Nothing is stored: the
challenge is signed, expires, and names what it is for, so it can be used for that one thing only.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs

ALGORITHM = "SHA-256"
LIFETIME = timedelta(hours=2)
MOST_PAYLOAD = 2000


@dataclass(frozen=True)
class Challenge:
    """What the page hands to the script. The number that is looked for is at most `most`."""

    challenge: str
    salt: str
    signature: str
    most: int
    algorithm: str = ALGORITHM


def make_challenge(key: bytes, subject: str, *, at: datetime, most: int) -> Challenge:
    """A challenge for `subject` (what is being sent), half of `most` tries on average."""
    until = int((at + LIFETIME).timestamp())
    # The "&" at the end keeps digits of the number from running into the last parameter.
    salt = f"{secrets.token_hex(8)}?expires={until}&for={_short(subject)}&"
    challenge = _digest(salt, secrets.randbelow(most + 1))
    return Challenge(challenge, salt, _signature(key, challenge), most)


def is_proven(key: bytes, subject: str, payload: str, *, at: datetime) -> bool:
    """Whether a form's payload (Base64 of JSON) solves a challenge of ours for this subject."""
    try:
        return _is_proven(key, subject, payload, at)
    except (ValueError, RecursionError):  # nothing that our script would send
        return False


def _is_proven(key: bytes, subject: str, payload: str, at: datetime) -> bool:
    given = _read(payload)
    if given is None or given.get("algorithm") != ALGORITHM:
        return False
    salt, number, challenge = given.get("salt"), given.get("number"), given.get("challenge")
    signature = given.get("signature")
    if not isinstance(salt, str) or not isinstance(number, int) or isinstance(number, bool):
        return False
    if not isinstance(challenge, str) or not isinstance(signature, str):
        return False
    told = parse_qs(salt.partition("?")[2])
    if told.get("for") != [_short(subject)] or not _still(told.get("expires"), at):
        return False
    right = hmac.compare_digest(_digest(salt, number).encode(), challenge.encode())
    return right and hmac.compare_digest(_signature(key, challenge).encode(), signature.encode())


def _read(payload: str) -> dict[str, object] | None:
    if not payload or len(payload) > MOST_PAYLOAD:
        return None
    found = json.loads(base64.b64decode(payload, validate=True))
    return found if isinstance(found, dict) else None


def _still(expires: list[str] | None, at: datetime) -> bool:
    return expires is not None and expires[0].isdigit() and int(expires[0]) >= at.timestamp()


def _short(subject: str) -> str:
    return hashlib.sha256(subject.encode()).hexdigest()[:24]


def _digest(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _signature(key: bytes, challenge: str) -> str:
    return hmac.new(key, challenge.encode(), hashlib.sha256).hexdigest()
