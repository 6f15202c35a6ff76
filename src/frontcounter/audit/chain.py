"""The hash chain of a force: linked by one worker at a time, verified by anyone who may read it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from frontcounter.audit.models import Entry, Link
from frontcounter.audit.record import canonical, mac_of
from frontcounter.base.scope import current_force_id

BATCH = 1000
_START = bytes(32)


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: faults by entry and link, and how long the tail not yet chained is."""

    linked: int
    unlinked: int
    faults: tuple[str, ...]
    head: str

    @property
    def sound(self) -> bool:
        return not self.faults


def link_entries(limit: int = BATCH) -> int:
    """Chain up to `limit` entries that stand alone, oldest first; returns how many.

    An advisory lock lets one worker per force do this: a chain written inside every transaction
    would make the whole product wait in one line.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_try_advisory_xact_lock(hashtextextended(%s, 7))", [str(current_force_id())]
        )
        if not cursor.fetchone()[0]:
            return 0
    last = Link.objects.order_by("-number").first()
    number, previous = (last.number, bytes(last.hash)) if last else (0, _START)
    links = []
    for entry in _standing_alone()[:limit]:
        number += 1
        digest = _digest(previous, entry)
        links.append(Link(number=number, entry_id=entry.id, previous=previous, hash=digest))
        previous = digest
    Link.objects.bulk_create(links)
    return len(links)


def verify() -> Verdict:
    """Walk the chain of the force in scope and check every entry's MAC."""
    faults: list[str] = []
    previous, number = _START, 0
    for link, entry in _linked():
        number += 1
        if link.number != number:
            faults.append(f"link {number} is missing")
            number = link.number
        if entry is None:
            faults.append(f"link {link.number}: its entry is gone")
        else:
            if not hmac.compare_digest(mac_of(entry), bytes(entry.mac)):
                faults.append(f"entry {entry.id} was changed or forged")
            if bytes(link.hash) != _digest(previous, entry):
                faults.append(f"link {link.number} does not fit its entry and the link before it")
        previous = bytes(link.hash)
    unlinked = 0
    for entry in _standing_alone().iterator():
        unlinked += 1
        if not hmac.compare_digest(mac_of(entry), bytes(entry.mac)):
            faults.append(f"entry {entry.id} (not yet linked) was changed or forged")
    return Verdict(number, unlinked, tuple(faults), previous.hex())


def _digest(previous: bytes, entry: Entry) -> bytes:
    return hashlib.sha256(previous + canonical(entry) + bytes(entry.mac)).digest()


def _standing_alone() -> QuerySet[Entry]:
    return Entry.objects.extra(
        where=[
            "not exists (select 1 from audit_link l where l.force_id = audit_entry.force_id"
            " and l.entry_id = audit_entry.id)"
        ]
    ).order_by("id")


def _linked() -> Iterator[tuple[Link, Entry | None]]:
    page = 0
    while True:
        links = list(Link.objects.filter(number__gt=page).order_by("number")[:BATCH])
        if not links:
            return
        entries = Entry.objects.in_bulk([link.entry_id for link in links])
        for link in links:
            yield link, entries.get(link.entry_id)
        page = links[-1].number
