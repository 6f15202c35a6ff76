"""Deliveries: asked for, taken up, settled, and sent again by a person."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings as installation
from django.db import IntegrityError, connection, transaction

from frontcounter.accounts.actor import Actor
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.ids import uuid7
from frontcounter.base.scope import current_force_id
from frontcounter.base.seal import new_key
from frontcounter.base.sealed_files import (
    copy_unsealed,
    new_path,
    remove_sealed,
    write_sealed_from,
)
from frontcounter.evidence.queries import hold_files, waiting_for_scan
from frontcounter.evidence.services import note_transferred
from frontcounter.forces.keys import unwrap, wrap
from frontcounter.forces.published import settings_in_scope
from frontcounter.reports import queries
from frontcounter.reports import services as reports
from frontcounter.transfer.adapters import Delivered, NeedsPerson, Outcome, Retry, Settings
from frontcounter.transfer.contents import make_package
from frontcounter.transfer.models import Transfer, TransferState
from frontcounter.transfer.naming import place_of
from frontcounter.transfer.package import Package, PackageError
from frontcounter.transfer.private import private_settings

TRIES = 6
_FIRST_WAIT = timedelta(seconds=30)
_SCAN_WAIT = timedelta(minutes=2)
_SCAN_PATIENCE = timedelta(hours=24)
_OPEN = (TransferState.QUEUED, TransferState.SENDING)


class CannotResend(LookupError):
    """No such delivery waits for a person."""


@dataclass(frozen=True)
class Delivery:
    """One attempt that was taken up: what to send, and where. `package.path` is temporary."""

    key: str
    kind: str
    name: str
    force: str
    package: Package

    def settings(self) -> Settings:
        """The installation's address and secrets of this destination, or SettingsError."""
        name, _place = place_of(self.name)
        return private_settings(installation.PRIVATE_DESTINATIONS, self.force, name)


def queue(
    report_id: UUID, *, destination: str, kind: str, at: datetime, silent: bool = False
) -> None:
    """Write down that a report is to be delivered, once per destination, and ask for the job."""
    state = TransferState.NOT_SENT if silent else TransferState.QUEUED
    transfer_id = uuid7()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into transfer_transfer (id, force_id, report_id, destination, kind, state,"
            " attempts, last_reason, package_path, package_key, package_size, package_sha256,"
            " record_number, queued_at) values"
            " (%s, %s, %s, %s, %s, %s, 0, '', '', '', 0, '', '', %s)"
            " on conflict (force_id, report_id, destination) do nothing",
            [transfer_id, current_force_id(), report_id, destination, kind, str(state), at],
        )
        added = cursor.rowcount == 1
    if added and not silent:
        _ask(transfer_id)


def take(transfer_id: UUID, cleanup: ExitStack, *, at: datetime) -> Delivery | None:
    """Take up the next attempt; None where there is nothing to do now.

    The package is made at the first attempt and kept sealed: every later one sends the same bytes.
    A temporary plain copy of it lives as long as `cleanup`.
    """
    report_id = Transfer.objects.filter(id=transfer_id).values_list("report_id", flat=True).first()
    if report_id is None:
        return None
    hold_files(report_id)
    row = Transfer.objects.select_for_update().filter(id=transfer_id, state__in=_OPEN).first()
    if row is None or (row.not_before is not None and row.not_before > at):
        return None
    if row.attempts >= TRIES:  # killed so often that no attempt came to its end
        _give_up(row, "tried_too_often")
        return None
    if not row.package_path and _wait_for_scan(row, at):
        return None
    folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="frontcounter-")))
    try:
        package = _package(row, folder / "package.zip")
    except (PackageError, LookupError) as error:
        _give_up(row, f"package: {error}")
        return None
    row.state, row.attempts, row.not_before = TransferState.SENDING, row.attempts + 1, None
    row.save()
    return Delivery(str(row.id), row.kind, row.destination, settings_in_scope().slug, package)


def settle(transfer_id: UUID, outcome: Outcome, *, at: datetime) -> None:
    """Write down what became of an attempt; what is delivered stays delivered."""
    row = Transfer.objects.select_for_update().filter(id=transfer_id).first()
    if row is None or row.state != TransferState.SENDING:
        return
    if isinstance(outcome, Delivered):
        _delivered(row, outcome, at)
    elif isinstance(outcome, NeedsPerson) or row.attempts >= TRIES:
        _give_up(row, _words(outcome))
    else:
        row.state, row.last_reason = TransferState.QUEUED, _words(outcome)
        row.not_before = at + _wait(row.attempts, outcome)
        row.save()
        _ask(row.id, at=row.not_before)


def resend(transfer_id: UUID, actor: Actor, *, at: datetime) -> None:
    """A person sends again what needed a person: the same package, from the first try."""
    row = Transfer.objects.select_for_update().filter(id=transfer_id).first()
    if row is None or row.state != TransferState.NEEDS_PERSON:
        raise CannotResend(transfer_id)
    row.state, row.attempts, row.not_before = TransferState.QUEUED, 0, None
    row.save()
    subject, details = f"report:{row.report_id}", {"by": actor.id}
    audit(Verb.DISCLOSE, "transfer.resend", subject=subject, details=details, at=at)
    _ask(row.id)


def make_anew(report_id: UUID) -> None:
    """Packages that have not arrived yet are thrown away: the next try makes them once more.

    For a file that was locked away. What the receiver may have seen of an earlier try it refuses
    under the same key, and then a person looks at it.
    """
    rows = Transfer.objects.select_for_update().filter(report_id=report_id)
    for row in rows.filter(state__in=(*_OPEN, TransferState.NEEDS_PERSON)).exclude(package_path=""):
        row.package_sha256, row.package_size = "", 0
        _drop_package(row)
        row.save()


def _ask(transfer_id: UUID, at: datetime | None = None) -> None:
    from frontcounter.transfer.jobs import deliver

    deliver.later(transfer_id, at=at)


def _delivered(row: Transfer, outcome: Delivered, at: datetime) -> None:
    row.state, row.delivered_at, row.last_reason = TransferState.DELIVERED, at, ""
    row.record_number = outcome.record_number
    reports.note_delivery(row.report_id, row.destination, outcome.record_number, at=at)
    record = queries.report(row.report_id)
    if record is not None and record.recorded_at is not None:
        note_transferred(row.report_id, row.destination, until=record.recorded_at, at=at)
    _name, place = place_of(row.destination)
    if outcome.record_number and place > 1:
        _give_further(row, place, outcome.record_number, at)
    elif outcome.record_number and _awaits_number(record):
        _give_number(row, outcome.record_number, at)
    if row.state == TransferState.DELIVERED:
        _drop_package(row)
    row.save()
    audit(Verb.DISCLOSE, "transfer.delivered", subject=f"report:{row.report_id}", at=at)


def _drop_package(row: Transfer) -> None:
    """Its hash is kept; its bytes have done their work."""
    path, row.package_path, row.package_key = row.package_path, "", b""
    transaction.on_commit(lambda: remove_sealed(path))


def _awaits_number(record: queries.ReportRecord | None) -> bool:
    if record is None or record.file_number:
        return False
    return settings_in_scope().number_given_by == "rms"


def _give_number(row: Transfer, number: str, at: datetime) -> None:
    """The receiver's number becomes the file number; one that cannot be needs a person."""
    try:
        with transaction.atomic():
            reports.give_number(row.report_id, number, at=at)
    except (reports.Refused, IntegrityError):
        row.state, row.last_reason = TransferState.NEEDS_PERSON, f"number_in_use: {number}"


def _give_further(row: Transfer, place: int, number: str, at: datetime) -> None:
    if settings_in_scope().number_given_by != "rms":
        return
    try:
        with transaction.atomic():
            reports.give_further_number(row.report_id, place, number, at=at)
    except IntegrityError:
        row.state, row.last_reason = TransferState.NEEDS_PERSON, f"number_in_use: {number}"


def _give_up(row: Transfer, reason: str) -> None:
    row.state, row.last_reason, row.not_before = TransferState.NEEDS_PERSON, reason[:500], None
    row.save()


def _words(outcome: Retry | NeedsPerson) -> str:
    return (f"{outcome.reason}: {outcome.detail}" if outcome.detail else outcome.reason)[:500]


def _wait(attempts: int, outcome: Retry) -> timedelta:
    """Half a minute, then four times as long each time; or what the receiver asks for."""
    ours = _FIRST_WAIT * int(4 ** (attempts - 1))
    return max(ours, timedelta(seconds=outcome.retry_after or 0))


def _wait_for_scan(row: Transfer, at: datetime) -> bool:
    """Whether files are still in quarantine; after a day the report goes without their verdict."""
    if at - row.queued_at > _SCAN_PATIENCE or not waiting_for_scan(row.report_id):
        return False
    row.last_reason, row.not_before = "waiting_for_scan", at + _SCAN_WAIT
    row.save()
    _ask(row.id, at=row.not_before)
    return True


def _package(row: Transfer, target: Path) -> Package:
    """The package as a plain file at `target`: made now, or the one that was made before."""
    if row.package_path:
        with target.open("wb") as file:
            copy_unsealed(row.package_path, unwrap(bytes(row.package_key), row.id.bytes), file)
        return Package(target, row.package_sha256, row.package_size)
    package = make_package(row, target)
    key, path = new_key(), new_path()
    with target.open("rb") as file:
        write_sealed_from(path, key, file)
    row.package_path, row.package_key = path, wrap(key, row.id.bytes)
    row.package_sha256, row.package_size = package.sha256, package.size
    return package
