"""The force's signing key: made when it is first needed, wrapped by the force's own key."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection

from frontcounter.base.ids import uuid7
from frontcounter.base.scope import current_force_id
from frontcounter.documents.models import SigningKey
from frontcounter.forces.keys import unwrap, wrap
from frontcounter.forces.published import settings_in_scope

if TYPE_CHECKING:
    from frontcounter.documents.signing import Signer

# The signing library is loaded by the worker that signs, not by every web process.


def sign_for_force(pdf: bytes, *, at: datetime) -> bytes:
    """The document, signed by the force in scope."""
    from frontcounter.documents.signing import sign_pdf

    return sign_pdf(pdf, _signer(at))


def certificate() -> bytes | None:
    """The force's certificate (DER), to be made known; None before the first signature."""
    row = SigningKey.objects.first()
    return bytes(row.certificate) if row else None


def _signer(at: datetime) -> Signer:
    from frontcounter.documents.signing import Signer

    row = SigningKey.objects.first() or _made(at)
    return Signer(unwrap(bytes(row.wrapped_key), row.id.bytes), bytes(row.certificate))


def _made(at: datetime) -> SigningKey:
    """A force has one key: the second asker waits and finds the first one's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 12))", [str(current_force_id())]
        )
    row: SigningKey | None = SigningKey.objects.first()
    if row is None:
        from frontcounter.documents.signing import new_signer

        settings = settings_in_scope()
        signer = new_signer(settings.name(settings.languages[0]), at)
        row = SigningKey(id=uuid7(), certificate=signer.certificate, made_at=at)
        row.wrapped_key = wrap(signer.key, row.id.bytes)
        row.add()
    return row
