"""Files: received, opened by staff, handed on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from frontcounter.evidence.custody import log
from frontcounter.evidence.models import CustodyAct, Evidence, FileState


def note_transferred(report_id: UUID, destination: str, *, until: datetime, at: datetime) -> None:
    """The originals went to a destination."""
    rows = Evidence.objects.filter(report_id=report_id, received_at__lte=until)
    for evidence_id in rows.exclude(state=FileState.INFECTED).values_list("id", flat=True):
        log(evidence_id, CustodyAct.TRANSFERRED, at=at, details={"destination": destination})
