"""Destroying the official PDFs of a report, with their keys."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from frontcounter.base.sealed_files import remove_sealed
from frontcounter.documents.models import OfficialPdf
from frontcounter.reports.shredding import Doomed, Shredded, shreds


@shreds("documents", "documents_officialpdf")
def shred(doomed: Doomed) -> Shredded:
    """Rows and files."""
    rows = OfficialPdf.objects.filter(report_id=doomed.report_id)
    found = list(rows.values_list("path", "sha256"))
    for path, _sha256 in found:
        transaction.on_commit(partial(remove_sealed, path))
    rows.delete()
    return Shredded({"official_pdfs": len(found)}, [sha256 for _path, sha256 in found])
