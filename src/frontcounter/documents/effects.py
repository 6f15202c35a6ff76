"""The official PDF is asked for with the file number, and made in a job."""

from __future__ import annotations

from frontcounter.documents.jobs import make_official_pdfs
from frontcounter.reports.registry import Change, handles


@handles("make_official_pdf")
def make_official_pdf(change: Change) -> None:
    """Ask for the reporter's and the force's copy."""
    if not change.silent:
        make_official_pdfs.later(change.report_id)
