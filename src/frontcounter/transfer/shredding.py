"""Destroying packages that were kept; that they were delivered, and under what number, stays."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db import transaction

from frontcounter.base.sealed_files import remove_sealed
from frontcounter.reports.shredding import Doomed, Shredded, objects, shreds
from frontcounter.transfer.models import Transfer, TransferState

_DONE = (TransferState.DELIVERED, TransferState.NOT_SENT)


@objects("transfer_open")
def undelivered(report_id: UUID) -> bool:
    """Something is on its way, or waits for a person."""
    return Transfer.objects.filter(report_id=report_id).exclude(state__in=_DONE).exists()


@shreds("transfer", "transfer_transfer")
def shred(doomed: Doomed) -> Shredded:
    """Packages with their keys, and what the far end said."""
    rows = Transfer.objects.filter(report_id=doomed.report_id)
    packages = list(rows.exclude(package_path="").values_list("package_path", "package_sha256"))
    for path, _sha256 in packages:
        transaction.on_commit(partial(remove_sealed, path))
    rows.update(package_path="", package_key=b"", package_size=0, last_reason="")
    return Shredded({"packages": len(packages)}, [sha256 for _path, sha256 in packages])
