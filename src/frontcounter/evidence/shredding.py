"""Destroying a report's files: originals, copies and small pictures, and the keys to them."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from frontcounter.base.sealed_files import remove_sealed
from frontcounter.evidence.custody import log
from frontcounter.evidence.models import CustodyAct, Evidence
from frontcounter.reports.shredding import Doomed, Shredded, shreds


@shreds("evidence", "evidence_file")
def shred(doomed: Doomed) -> Shredded:
    """The rows hold the only copies of the keys: without them no backup of the folder opens."""
    rows = list(Evidence.objects.filter(report_id=doomed.report_id))
    for row in rows:
        log(row.id, CustodyAct.ERASED, at=doomed.at, details={"why": "retention"})
        for path in filter(None, (row.path, row.safe_path, row.preview_path, row.blur_path)):
            transaction.on_commit(partial(remove_sealed, path))
    Evidence.objects.filter(report_id=doomed.report_id).delete()
    told = [row.sha256 for row in rows if row.sha256 and not row.confidential]
    return Shredded({"files": len(rows)}, told)
