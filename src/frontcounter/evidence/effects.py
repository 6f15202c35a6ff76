"""Files of a draft become files of the report that is made of it."""

from __future__ import annotations

from django.db import connection

from frontcounter.reports.registry import Change, handles


@handles("adopt_files")
def adopt_files(change: Change) -> None:
    """One statement, through the one function that may change files of the scope's force."""
    with connection.cursor() as cursor:
        cursor.execute("select evidence_adopt(%s, %s)", [change.draft_id, change.report_id])
