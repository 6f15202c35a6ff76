"""When somebody cannot be told: whoever makes work of it registers here (tasks, above us)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

Hearing: TypeAlias = Callable[[UUID, str, datetime], None]
"""(report, why: bounced | refused | not_sent | not_safe, when)."""

_hearing: list[Hearing] = []


def hears_of_trouble(function: Hearing) -> Hearing:
    """Register what is done where a message did not reach its reporter."""
    if function not in _hearing:
        _hearing.append(function)
    return function


def trouble(report_id: UUID | None, why: str, at: datetime) -> None:
    """Tell whoever registered; a message of no report is nobody's business."""
    if report_id is not None:
        for function in _hearing:
            function(report_id, why, at)
