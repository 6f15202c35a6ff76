"""What one person may have of theirs: chosen by an officer, made by the worker, then sealed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import uuid7
from frontcounter.base.jobs import worker_scope
from frontcounter.base.seal import new_key
from frontcounter.base.sealed_files import (
    new_path,
    remove_sealed,
    unsealed_pieces,
    write_sealed_from,
)
from frontcounter.forces.keys import unwrap, wrap
from frontcounter.privacy.contents import answers_left_out, write_zip
from frontcounter.privacy.models import Package, PackageReport, PackageState
from frontcounter.reports import keeping, queries
from frontcounter.reports.keeping import Ended
from frontcounter.reports.queries import ReportLine

KEPT = timedelta(days=30)
_IN_MEMORY = 8_000_000


class NotThere(LookupError):
    """No such package, it is not made yet, or it has expired."""


@dataclass(frozen=True)
class PackageLine:
    """A package as its page shows it."""

    id: UUID
    reference: str
    language: str
    state: str
    chosen_at: datetime
    chosen_by_name: str
    made_at: datetime | None
    expires_at: datetime | None
    size: int
    sha256: str
    downloads: int


_LINE = tuple(PackageLine.__dataclass_fields__)


def find_person(typed: str) -> list[ReportLine]:
    """Reports by name, telephone, e-mail address or reference, newest first, fifty at most.

    Only those of the desks that the reader sees: the database holds the staff site to it.
    """
    found = {line.id: line for line in queries.find(typed)}
    found |= queries.lines(keeping.of_person(typed))
    return sorted(found.values(), key=lambda line: line.submitted_at, reverse=True)[:50]


def choose(
    report_ids: Sequence[UUID], actor: Actor, *, reference: str, lang: str, at: datetime
) -> UUID:
    """Note what is to go in; nothing is made before somebody has looked at what will be left out.

    Raises LookupError where a report is not one that the officer sees.
    """
    known = keeping.ended(report_ids)
    if not known or set(known) != set(report_ids):
        raise LookupError("a report that is not seen here")
    package = Package(
        id=uuid7(),
        reference=reference[:80],
        language=lang,
        desks=_desks(known),
        state=PackageState.CHOSEN,
        chosen_at=at,
        chosen_by=actor.id,
        chosen_by_name=actor.name[:120],
    )
    package.add()
    for report_id in known:
        left_out = len(answers_left_out(report_id, lang))
        PackageReport(package_id=package.id, report_id=report_id, left_out=left_out).add()
        audit(
            Verb.COMBINE,
            "package.chosen",
            subject=f"report:{report_id}",
            details={"package": str(package.id)},
            at=at,
        )
    return package.id


def _desks(known: Mapping[UUID, Ended]) -> str:
    return ",".join(sorted({one.desk for one in known.values()}))


def confirm(package_id: UUID) -> None:
    """The officer has looked through it: let it be made."""
    from frontcounter.privacy.jobs import make_package

    if not Package.objects.filter(id=package_id, state=PackageState.CHOSEN).exists():
        raise NotThere(package_id)
    make_package.later(package_id)


def make(force_id: UUID, package_id: UUID, *, at: datetime) -> None:
    """Write the ZIP and seal it. In the worker; a second run finds it made."""
    with worker_scope(force_id):
        package = Package.objects.select_for_update().filter(id=package_id).first()
        if package is None or package.state != PackageState.CHOSEN:
            return
        # Another desk may have taken one over since: who sees the package follows.
        package.desks = _desks(keeping.ended(reports_of(package_id)))
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as plain:
            package.sha256 = write_zip(plain, reports_of(package_id), package.language, at)
            package.size = plain.tell()
            plain.seek(0)
            key, package.path = new_key(), new_path()
            package.wrapped_key = wrap(key, package.id.bytes)
            write_sealed_from(package.path, key, plain)
        package.state, package.made_at, package.expires_at = PackageState.MADE, at, at + KEPT
        package.save()
        audit(Verb.COMBINE, "package.made", subject=f"package:{package.id}", at=at)


def reports_of(package_id: UUID) -> list[UUID]:
    """The reports of a package, the oldest first."""
    rows = PackageReport.objects.filter(package_id=package_id).order_by("report_id")
    return list(rows.values_list("report_id", flat=True))


def package(package_id: UUID) -> PackageLine | None:
    """One package that the reader may see."""
    values = Package.objects.filter(id=package_id).values(*_LINE).first()
    return PackageLine(**values) if values else None


def packages(limit: int = 100) -> list[PackageLine]:
    """The newest first."""
    rows = Package.objects.order_by("-chosen_at").values(*_LINE)[:limit]
    return [PackageLine(**row) for row in rows]


def open_package(package_id: UUID, *, at: datetime) -> Iterator[bytes]:
    """Its bytes, for a download that is written down as a disclosure of each report."""
    row = Package.objects.select_for_update().filter(id=package_id).first()
    if row is None or row.state != PackageState.MADE or row.expires_at <= at:
        raise NotThere(package_id)
    row.downloads += 1
    row.save(update_fields=["downloads"])
    audit(Verb.DISCLOSE, "package.download", subject=f"package:{row.id}", at=at)
    for report_id in reports_of(package_id):
        details = {"package": str(row.id)}
        audit(
            Verb.DISCLOSE,
            "report.given",
            subject=f"report:{report_id}",
            details=details,
            at=at,
        )
    return unsealed_pieces(row.path, unwrap(row.wrapped_key, row.id.bytes))


def expire(at: datetime) -> None:
    """Erase packages whose time is over, and those that nobody let be made."""
    over = Package.objects.filter(state=PackageState.MADE, expires_at__lte=at)
    for path in over.values_list("path", flat=True):
        transaction.on_commit(partial(remove_sealed, path))
    over.update(state=PackageState.GONE, path="", wrapped_key=b"")
    stale = Package.objects.filter(state=PackageState.CHOSEN, chosen_at__lte=at - KEPT)
    stale.update(state=PackageState.GONE)


def stored_paths() -> set[str]:
    """Files on disk that rows of the force in scope know."""
    return set(Package.objects.exclude(path="").values_list("path", flat=True))
