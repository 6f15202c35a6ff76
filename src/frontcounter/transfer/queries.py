"""What staff see of deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from frontcounter.base.numbers import Number
from frontcounter.base.scope import current_force_id
from frontcounter.base.together import Rows
from frontcounter.transfer.models import Transfer, TransferState


@dataclass(frozen=True)
class TransferLine:
    """One delivery. `last_reason` is a code, a colon, and the far end's own words (untrusted)."""

    id: UUID
    report_id: UUID
    destination: str
    kind: str
    state: str
    attempts: int
    not_before: datetime | None
    last_reason: str
    package_sha256: str
    record_number: str
    queued_at: datetime
    delivered_at: datetime | None


_LINE = tuple(TransferLine.__dataclass_fields__)


def transfers_of(report_id: UUID) -> list[TransferLine]:
    """The report's deliveries, the first asked for first."""
    return transfer_rows(report_id).read()


def transfer_rows(report_id: UUID) -> Rows[TransferLine]:
    """`transfers_of`, to be read with others."""
    found = Transfer.objects.filter(report_id=report_id).order_by("queued_at", "id")
    return Rows(found, _LINE, TransferLine)


def needs_person(limit: int = 200) -> list[TransferLine]:
    """Deliveries that will not go through by themselves, oldest first."""
    rows = Transfer.objects.filter(state=TransferState.NEEDS_PERSON).order_by("queued_at")
    return [TransferLine(**row) for row in rows.values(*_LINE)[:limit]]


def needs_person_number(most: int) -> Number:
    """How many there are; counting stops at `most`."""
    waiting = "select 1 from transfer_transfer where force_id = %s and state = 'needs_person'"
    sql = f"select count(*) from ({waiting} limit {int(most)}) t"  # noqa: S608 - a number
    return Number(sql, (current_force_id(),))


def stored_paths() -> set[str]:
    """Every package that belongs to a row of the force in scope."""
    kept = Transfer.objects.exclude(package_path="")
    return set(kept.values_list("package_path", flat=True))
