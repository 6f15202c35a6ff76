"""Sessions of the staff site: the database knows them by a hash of what the cookie holds."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone


def stored_key(session_key: str) -> str:
    """240 bits of SHA-256, as many as the column takes: a stolen table opens no session."""
    return base64.urlsafe_b64encode(hashlib.sha256(session_key.encode()).digest()[:30]).decode()


class SessionStore(DatabaseStore):
    """Django's own store under another key. Only what this (synchronous) program calls."""

    def _get_session_from_db(self) -> Any:
        found = None
        if self.session_key is not None:
            found = self.model.objects.filter(
                session_key=stored_key(self.session_key), expire_date__gt=timezone.now()
            ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(stored_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = stored_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored_key(key))
