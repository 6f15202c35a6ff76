"""What this site asks of the rooms below it, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from frontcounter.accounts.actor import Actor
from frontcounter.reports.queries import ReportRecord


def how_many_files(report_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Report → how many files came with it."""
    return {}


def preview(event: str, record: ReportRecord, *, values: Mapping[str, Any]) -> Any:
    """What the reporter will be sent."""
    return None


def open_safe_copy(record: ReportRecord, file_id: UUID, actor: Actor, at: datetime) -> HttpResponse:
    raise NotImplementedError
