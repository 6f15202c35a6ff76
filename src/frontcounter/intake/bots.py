"""Against floods by machines, and never a wall for a person.

A browser that runs scripts proves a little work while the person reads the last page. Whoever
sends without it is taken too: only fewer times an hour from one address, and marked.
"""

from __future__ import annotations

from django.conf import settings as django_settings
from django.http import HttpResponse

from frontcounter.intake.visit import Visit
from frontcounter.web.proof import Challenge, is_proven, make_challenge

MOST_TRIES = 40_000  # about a second for a phone; force data may say otherwise, or 0 for none
FIELD = "proof"
AN_HOUR = 3600


def challenge(visit: Visit, subject: str) -> Challenge | None:
    """A challenge for the draft or request that is about to be sent; None where it is off."""
    most = _most(visit)
    if not most:
        return None
    return make_challenge(_key(), subject, at=visit.at, most=most)


def proven(visit: Visit, subject: str, payload: str) -> bool:
    """Whether the work was done (or is not asked for)."""
    return not _most(visit) or is_proven(_key(), subject, payload, at=visit.at)


def allow_sending(visit: Visit, *, proof: bool) -> HttpResponse | None:
    """None where this address may send now: often with the proof, a dozen times without."""
    if proof:
        return visit.allow("send", 60, AN_HOUR)
    return visit.allow("send-unproven", 12, AN_HOUR)


def _most(visit: Visit) -> int:
    return int(visit.settings.document.get("proof_of_work", MOST_TRIES))


def _key() -> bytes:
    return bytes(django_settings.ACCESS_KEY)
