"""Sealing: AES-256-GCM with a random nonce, and keys wrapped by keys.

A data key per draft and per file is wrapped by the force's key, which is wrapped by the
installation's key (settings or a key service). Destroying a data key erases what it sealed, as
soon as the backups that still hold the wrapped key have ended.
"""

from __future__ import annotations

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Unsealable(Exception):
    """The key is not the right one, or the sealed bytes were changed."""


def new_key() -> bytes:
    """256 random bits."""
    return os.urandom(32)


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    """`context` (an id, say) is bound to the result: sealed bytes cannot be moved elsewhere."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """The plain bytes, or Unsealable."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context)
    except (InvalidTag, ValueError) as error:
        raise Unsealable("sealed bytes do not open with this key") from error


def seal_json(key: bytes, value: Any, context: bytes) -> bytes:
    """Seal a JSON value."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return seal(key, plain, context)


def unseal_json(key: bytes, sealed: bytes, context: bytes) -> Any:
    """The JSON value that was sealed, or Unsealable."""
    return json.loads(unseal(key, bytes(sealed), context))
