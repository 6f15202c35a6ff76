"""What this room keeps of a report that is gone: numbers, dates and rules; packages go with it."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from frontcounter.base.sealed_files import remove_sealed
from frontcounter.privacy.models import Hold, Package, PackageReport, PackageState
from frontcounter.reports.shredding import Doomed, Shredded, shreds


@shreds("privacy", "privacy_hold", "privacy_item", "privacy_packagereport")
def shred(doomed: Doomed) -> Shredded:
    """A package that holds a copy of the report; what somebody wrote about a hold that is over."""
    mine = PackageReport.objects.filter(report_id=doomed.report_id)
    packages = Package.objects.filter(id__in=mine.values("package_id"), state=PackageState.MADE)
    found = list(packages.values_list("path", "sha256"))
    for path, _sha256 in found:
        transaction.on_commit(partial(remove_sealed, path))
    packages.update(state=PackageState.GONE, path="", wrapped_key=b"")
    Hold.objects.filter(report_id=doomed.report_id).update(reason="", lifted_reason="")
    return Shredded({"subject_packages": len(found)}, [sha256 for _path, sha256 in found])
