"""Canonical JSON, by whose hash a published document is named."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping


def canonical_json(data: object) -> bytes:
    """Sorted keys, NFC, no spaces, UTF-8. Raises ValueError for what JSON cannot say exactly."""
    try:
        text = json.dumps(
            _nfc(data), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        )
        return text.encode("utf-8")
    except (TypeError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from None


def _nfc(data: object) -> object:
    if isinstance(data, str):
        return unicodedata.normalize("NFC", data)
    if isinstance(data, Mapping):
        if not all(isinstance(key, str) for key in data):
            raise ValueError("a key of a JSON object must be a string")
        return {unicodedata.normalize("NFC", key): _nfc(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_nfc(value) for value in data]
    return data


def document_hash(data: object) -> str:
    """SHA-256, in hex, of the canonical JSON."""
    return hashlib.sha256(canonical_json(data)).hexdigest()
