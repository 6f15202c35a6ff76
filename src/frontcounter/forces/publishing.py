"""Making a force and publishing its settings and forms: immutable documents, in effect at once."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record
from frontcounter.base.scope import current_force_id
from frontcounter.forces.models import Force, Publication, PublishedForm

RESERVED_SLUGS = frozenset(
    {"staff", "api", "verify", "static", "healthz", "readyz", "demo", "metrics", "account"}
)


class PublishError(ValueError):
    """The force's files cannot be published as they are."""


def create_force(slug: str, at: datetime) -> UUID:
    """A new force with no publication yet. Runs as the owner of the database."""
    if slug in RESERVED_SLUGS:
        raise PublishError(f"“{slug}” is a reserved address")
    force = Force(slug=slug, created_at=at)
    force.save(force_insert=True)
    return force.id


def publish(document: Mapping[str, Any], forms: Sequence[Mapping[str, Any]], at: datetime) -> str:
    """Publish settings with their closed forms for the force in scope; returns the hash.

    `forms` are closed form documents, in the order in which they are offered. Publishing the same
    files again changes nothing.
    """
    listed = []
    for form in forms:
        listed.append({"type": form["type"], "hash": content_hash(form)})
        _keep(PublishedForm(hash=listed[-1]["hash"], type=form["type"], document=form))
    whole = {**document, "forms": listed}
    publication_hash = content_hash(whole)
    _keep(Publication(hash=publication_hash, document=whole, published_at=at))
    Force.objects.filter(id=current_force_id()).update(publication_hash=publication_hash)
    record(Verb.ALTER, "force.publish", subject=f"publication:{publication_hash[:16]}", at=at)
    return publication_hash


def _keep(row: Publication | PublishedForm) -> None:
    """Insert a document unless the same one is kept already."""
    if type(row).objects.filter(hash=row.hash).exists():
        return
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:
        return  # published by somebody else in this second: the same hash is the same document


def content_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the canonical JSON: sorted keys, NFC text, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()
