"""The official PDF is asked for with the file number, and made in a job."""

from __future__ import annotations

from frontcounter.documents.jobs import make_official_pdfs
from frontcounter.documents.services import forget_official
from frontcounter.evidence.locking import Locked, when_locked
from frontcounter.reports.registry import Change, handles


@handles("make_official_pdf")
def make_official_pdf(change: Change) -> None:
    """Ask for the reporter's and the force's copy."""
    if not change.silent:
        make_official_pdfs.later(change.report_id)


@when_locked
def leave_file_out(locked: Locked) -> None:
    """Copies that show it are thrown away; the next one is made without it."""
    forget_official(locked.report_id)
