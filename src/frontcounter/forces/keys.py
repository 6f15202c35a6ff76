"""The force's key: made once, wrapped by the installation's key, kept unwrapped in memory only."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from frontcounter.base.scope import current_force_id
from frontcounter.base.seal import new_key, seal, unseal
from frontcounter.forces.models import ForceKey


def make_force_key(at: datetime) -> None:
    """Give the force in scope its key."""
    wrapped = seal(settings.INSTALLATION_KEY, new_key(), current_force_id().bytes)
    ForceKey(wrapped=wrapped, created_at=at).add()


def wrap(data_key: bytes, context: bytes) -> bytes:
    """A data key under the key of the force in scope."""
    return seal(_force_key(current_force_id()), data_key, context)


def unwrap(wrapped: bytes, context: bytes) -> bytes:
    """The data key again, or Unsealable."""
    return unseal(_force_key(current_force_id()), bytes(wrapped), context)


@lru_cache(maxsize=256)
def _force_key(force_id: UUID) -> bytes:
    row = ForceKey.objects.get()
    return unseal(settings.INSTALLATION_KEY, bytes(row.wrapped), force_id.bytes)
