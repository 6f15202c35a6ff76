"""Reports that have come to an end, and batches of them on their way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from after_help import AT, Sent, send, take

from force_help import make_force
from frontcounter.privacy import disposal, retention
from frontcounter.privacy.models import Batch

if TYPE_CHECKING:
    from uuid import UUID

    from force_help import TestForce, TestPerson

SHORT: dict[str, Any] = {"default": {"name": "short", "days": 30}}
LATER = AT + timedelta(days=40)


def a_force(**more: Any) -> TestForce:
    return make_force("red-river", **{"retention": SHORT, **more})


def ended(force: TestForce, **more: Any) -> Sent:
    """A report that was not taken: its time begins."""
    sent = send(force, **more)
    end(force, sent)
    return sent


def end(force: TestForce, sent: Sent) -> None:
    reason = next(iter(force.settings().not_taken_reasons))
    person = force.person("reviewer", name="Rae Hill")
    take(force, person, sent, "claim")
    take(force, person, sent, "not_take", reason=reason, note="Ada Roy told me so")


def proposed(force: TestForce) -> UUID:
    with force.scope():
        retention.compute()
        retention.propose(LATER)
        return Batch.objects.get(state="proposed").id


def approved(force: TestForce, batch_id: UUID) -> tuple[TestPerson, TestPerson]:
    one, other = force.person("privacy", name="Pia One"), force.person("privacy", name="Otto Two")
    with force.scope("staff"):
        disposal.check(batch_id, one.actor(), at=LATER)
    with force.scope("staff"):
        disposal.approve(batch_id, other.actor(), at=LATER)
    return one, other
