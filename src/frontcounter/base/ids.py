"""Identifiers made in Python: the public role may insert rows but never read them back."""

from __future__ import annotations

import os
import secrets
import time
import uuid

# Letters and digits that are hard to confuse when read aloud or copied by hand (no 0 O 1 I L U).
PLAIN_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def uuid7() -> uuid.UUID:
    """A time-ordered UUID (RFC 9562, version 7). Never shown in a public URL: it tells time."""
    milliseconds = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & 0xFFFFFFFFFFFF) << 80 | tail & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def plain_code(length: int) -> str:
    """`length` random characters that survive a telephone call (4.9 bits each)."""
    return "".join(secrets.choice(PLAIN_ALPHABET) for _ in range(length))


def check_character(text: str) -> str:
    """One character that catches any single mistyped character and most swaps (weighted sum)."""
    size = len(PLAIN_ALPHABET) - 1  # 29 is prime, so every weight below it is invertible
    total = sum(
        (place + 2) * (PLAIN_ALPHABET.index(character) + 1) for place, character in enumerate(text)
    )
    return PLAIN_ALPHABET[total % size]


def tidy_code(typed: str) -> str:
    """What a person typed for a number or code, without spaces, dashes and case."""
    return "".join(character for character in typed.upper() if character.isalnum())
