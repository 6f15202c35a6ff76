"""How often something may be tried: token buckets in this process, keys kept only as hashes.

Each process counts for itself, so a limit holds to within the number of processes; whatever must
hold exactly (tries of an access code) is counted in the database by the room that owns it.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from threading import Lock

MOST_KEYS = 50_000


class Limits:
    """Buckets by hashed key; the longest unused go first when there are too many."""

    def __init__(self, most: int = MOST_KEYS) -> None:
        self._most = most
        self._secret = secrets.token_bytes(32)
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def _key(self, key: str) -> bytes:
        return hashlib.blake2b(key.encode(), key=self._secret, digest_size=16).digest()

    def allow(
        self, key: str, capacity: int, per_seconds: float, *, now: float | None = None
    ) -> bool:
        """Take one of `capacity` tries that refill evenly over `per_seconds`; False when empty.

        `now` is in seconds of any steady clock (the process's own when not given).
        """
        return self.wait(key, capacity, per_seconds, now=now) == 0.0

    def wait(
        self, key: str, capacity: int, per_seconds: float, *, now: float | None = None
    ) -> float:
        """Take one try and return 0.0, or the seconds until there is one again."""
        at = time.monotonic() if now is None else now
        rate = capacity / per_seconds
        hashed = self._key(f"{capacity}/{per_seconds}/{key}")
        with self._lock:
            tokens, last = self._buckets.pop(hashed, (float(capacity), at))
            tokens = min(float(capacity), tokens + max(0.0, at - last) * rate)
            allowed = tokens >= 1.0
            self._buckets[hashed] = (tokens - 1.0 if allowed else tokens, at)
            while len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        return 0.0 if allowed else (1.0 - tokens) / rate

    def clear(self) -> None:
        """Forget every key."""
        with self._lock:
            self._buckets.clear()


limits = Limits()


def allow(key: str, capacity: int, per_seconds: float, *, now: float | None = None) -> bool:
    """Take one try of a key from this process's buckets; see Limits.allow."""
    return limits.allow(key, capacity, per_seconds, now=now)
