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
from django.db.models import Max

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record
from frontcounter.base.scope import current_force_id
from frontcounter.forces.geography import ADDRESSES, GEOGRAPHY, keep_addresses_of
from frontcounter.forces.models import Force, Geography, Publication, PublishedForm, Version

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


def publish(
    document: Mapping[str, Any],
    forms: Sequence[Mapping[str, Any]],
    at: datetime,
    *,
    note: str = "",
    urgent: bool = False,
) -> str:
    """Publish settings with their closed forms for the force in scope; returns the hash.

    `forms` are closed form documents, in the order in which they are offered. Publishing the same
    files again changes nothing. A draft keeps the form that it was begun with, unless the change
    is `urgent`: then it goes on with the new one.
    """
    before = _in_effect()
    listed = []
    for form in forms:
        listed.append({"type": form["type"], "hash": content_hash(form)})
        _keep(PublishedForm(hash=listed[-1]["hash"], type=form["type"], document=form))
    whole = {**document, **_places(document), "forms": listed}
    retired = _retired(before, listed, urgent)
    if retired:
        whole["retired"] = retired
    publication_hash = content_hash(whole)
    if before is None or before.hash != publication_hash:
        _keep(Publication(hash=publication_hash, document=whole, published_at=at))
        _put_in_effect(publication_hash, at, note=note)
    return publication_hash


def _places(document: Mapping[str, Any]) -> dict[str, str]:
    """Areas and places go to tables of their own; the publication keeps their names."""
    found = {}
    geography = document.get(GEOGRAPHY)
    if isinstance(geography, Mapping):
        found[GEOGRAPHY] = content_hash(geography)
        _keep(Geography(hash=found[GEOGRAPHY], document=geography))
    if isinstance(document.get(ADDRESSES), Sequence) and not isinstance(document[ADDRESSES], str):
        found[ADDRESSES] = keep_addresses_of(document)
    return found


def versions() -> list[Version]:
    """Every act of publishing of the force in scope, the newest first."""
    return list(Version.objects.order_by("-number"))


def revert(number: int, at: datetime, *, note: str = "") -> str:
    """Put an earlier version of the force in scope in effect again; returns its hash."""
    now = _in_effect()
    found = Version.objects.filter(number=number).values_list("publication_hash", flat=True)
    wanted = str(found.first() or "")
    if not wanted:
        raise PublishError(f"there is no version {number}")
    if now is not None and now.hash == wanted:
        raise PublishError(f"what version {number} published is in effect now")
    _put_in_effect(wanted, at, back_to=number, note=note)
    return wanted


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What differs between two publications: report types, then keys of the settings."""
    old = {form["type"]: form["hash"] for form in before.get("forms", ())}
    new = {form["type"]: form["hash"] for form in after.get("forms", ())}
    found = [f"{name}: new" for name in new if name not in old]
    found += [f"{name}: changed" for name in new if name in old and new[name] != old[name]]
    found += [f"{name}: no longer offered" for name in old if name not in new]
    keys = sorted((set(before) | set(after)) - {"forms", "retired"})
    return found + [f"{key}: changed" for key in keys if before.get(key) != after.get(key)]


def _in_effect() -> Publication | None:
    """The publication of the force in scope, locked until the transaction ends: one at a time."""
    force = Force.objects.select_for_update().get(id=current_force_id())
    return Publication.objects.filter(hash=force.publication_hash).first()


def _retired(
    before: Publication | None, listed: Sequence[Mapping[str, str]], urgent: bool
) -> dict[str, list[str]]:
    """Report type → forms that drafts may not keep: those of before, and those changed now."""
    if before is None:
        return {}
    found = {name: set(hashes) for name, hashes in before.document.get("retired", {}).items()}
    now = {form["type"]: form["hash"] for form in listed}
    for form in before.document["forms"] if urgent else ():
        if form["type"] in now:
            found.setdefault(form["type"], set()).add(form["hash"])
    kept = {name: sorted(hashes - {now.get(name, "")}) for name, hashes in found.items()}
    return {name: hashes for name, hashes in kept.items() if hashes}


def _put_in_effect(
    publication_hash: str, at: datetime, *, back_to: int | None = None, note: str = ""
) -> None:
    number = (Version.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    Version(
        number=number, publication_hash=publication_hash, at=at, back_to=back_to, note=note[:200]
    ).add()
    Force.objects.filter(id=current_force_id()).update(publication_hash=publication_hash)
    record(
        Verb.ALTER,
        "force.publish" if back_to is None else "force.revert",
        subject=f"publication:{publication_hash[:16]}",
        details={"version": number},
        at=at,
    )


def _keep(row: Publication | PublishedForm | Geography) -> None:
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
