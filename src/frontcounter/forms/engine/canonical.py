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
        return _text(data)
    if isinstance(data, dict) or isinstance(data, Mapping):  # noqa: SIM101 - much faster for dicts
        if not all(isinstance(key, str) for key in data):
            raise ValueError("a key of a JSON object must be a string")
        return {_text(key): _nfc(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_nfc(value) for value in data]
    return data


def _text(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def document_hash(data: object) -> str:
    """SHA-256, in hex, of the canonical JSON."""
    return hashlib.sha256(canonical_json(data)).hexdigest()
