"""The custody log: who did what with a file, in the transaction that did it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from frontcounter.base.scope import current_scope
from frontcounter.evidence.models import Custody, CustodyAct


def log(
    evidence_id: UUID,
    act: CustodyAct,
    *,
    at: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add a line for whoever acts in the open scope; `details` holds codes and hashes."""
    here = current_scope()
    Custody(
        evidence_id=evidence_id,
        at=at,
        act=act,
        actor_kind=here.actor_kind,
        actor_id=here.actor_id,
        details=dict(details or {}),
    ).add()
