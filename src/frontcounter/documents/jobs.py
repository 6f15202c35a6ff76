"""Making official PDFs in the worker."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from frontcounter.base.jobs import FILES, job, worker_scope
from frontcounter.documents.models import Audience
from frontcounter.documents.services import official_pdf


@job(FILES)
def make_official_pdfs(force_id: UUID, report_id: UUID) -> None:
    """Both copies; one that is there already is left as it is."""
    for audience in (Audience.REPORTER, Audience.FORCE):
        with worker_scope(force_id):
            official_pdf(report_id, audience, at=datetime.now(UTC))
