"""From a recorded report to the records system: exactly once, whatever goes wrong on the way."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from after_help import AT, record, run_jobs, send
from django.db import connection

from frontcounter.base.scope import Role, scope
from frontcounter.ops.demo.rms import Fault, Faults, RecordsSystem
from frontcounter.ops.jobs import give_back_stalled
from frontcounter.reports import queries
from frontcounter.transfer.queries import TransferLine, needs_person, transfers_of
from frontcounter.transfer.services import CannotResend, resend

if TYPE_CHECKING:
    from force_help import TestForce

TOKEN = "a-test-token"


class Told(threading.Event):
    """Tells when somebody begins to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.waited_for = threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        self.waited_for.set()
        return super().wait(timeout)


@pytest.fixture
def rms(
    tmp_path: Path, soar_valley: TestForce, settings_file: Callable[..., None]
) -> Iterator[RecordsSystem]:
    system = RecordsSystem(tmp_path / "rms", token=TOKEN, faults=Faults(release=Told()))
    system.start()
    settings_file(soar_valley.slug, url=f"{system.address}/incidents", token=TOKEN, seconds="5")
    yield system
    system.stop()


def transfer(force: TestForce, report_id: object) -> TransferLine:
    with force.scope("staff"):
        return transfers_of(report_id)[0]  # type: ignore[arg-type]


def test_a_recorded_report_arrives_and_gets_the_receivers_number(
    soar_valley: TestForce, rms: RecordsSystem
) -> None:
    sent = send(soar_valley)
    record(soar_valley, sent)
    with soar_valley.scope():
        before = queries.report(sent.id)
    assert before is not None
    assert before.file_number is None
    run_jobs(soar_valley)
    kept = rms.store.all()
    assert len(kept) == 1
    line = transfer(soar_valley, sent.id)
    assert (line.state, line.record_number, line.attempts) == (
        "delivered",
        kept[0].record_number,
        1,
    )
    assert line.package_sha256 == kept[0].sha256
    assert kept[0].key == str(line.id)
    with soar_valley.scope():
        after = queries.report(sent.id)
        events = [(entry.code, entry.details) for entry in queries.timeline(sent.id)]
    assert after is not None
    assert after.file_number == kept[0].record_number
    delivered = {"destination": "records", "record_number": kept[0].record_number}
    assert ("delivered", delivered) in events
    assert "number" in [code for code, _ in events]


def test_the_package_holds_report_pdf_and_what_the_manifest_says(
    soar_valley: TestForce, rms: RecordsSystem
) -> None:
    sent = send(soar_valley, report_type="theft_from_vehicle")
    record(soar_valley, sent)
    run_jobs(soar_valley)
    (kept,) = rms.store.all()
    with zipfile.ZipFile(rms.store.packages / f"{kept.sha256}.zip") as archive:
        report = json.loads(archive.read("report.json"))
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.read("report.pdf").startswith(b"%PDF-")
        for entry in manifest["files"]:
            assert hashlib.sha256(archive.read(entry["path"])).hexdigest() == entry["sha256"]
    assert report["format"] == "frontcounter-report"
    assert report["trackingNumber"] == sent.tracking_number
    assert report["type"] == "theft_from_vehicle"
    assert report["force"] == soar_valley.slug
    assert "words" not in report


@pytest.mark.parametrize(
    "faults",
    [
        [Fault.ERROR],
        [Fault.BUSY],
        [Fault.HANG_UP],
        [Fault.LOSE_ANSWER],
        [Fault.CUT_ANSWER],
        [Fault.LOSE_ANSWER, Fault.ERROR, Fault.HANG_UP, Fault.CUT_ANSWER, Fault.BUSY],
    ],
    ids=lambda faults: "+".join(faults),
)
def test_it_arrives_exactly_once_after_a_fault(
    soar_valley: TestForce, rms: RecordsSystem, faults: list[Fault]
) -> None:
    rms.faults.coming.extend(faults)
    sent = send(soar_valley)
    record(soar_valley, sent)
    for expected in range(1, len(faults) + 1):
        run_jobs(soar_valley)
        line = transfer(soar_valley, sent.id)
        assert (line.state, line.attempts) == ("queued", expected)
        assert line.last_reason
        assert line.not_before is not None
    run_jobs(soar_valley)
    line = transfer(soar_valley, sent.id)
    assert (line.state, line.attempts) == ("delivered", len(faults) + 1)
    assert [kept.record_number for kept in rms.store.all()] == [line.record_number]
    assert rms.requests == len(faults) + 1


def test_a_receiver_that_is_down_gets_it_when_it_is_up_again(
    soar_valley: TestForce, rms: RecordsSystem
) -> None:
    rms.stop()
    sent = send(soar_valley)
    record(soar_valley, sent)
    run_jobs(soar_valley)
    assert transfer(soar_valley, sent.id).last_reason.startswith("connection_failed")
    rms.start()
    run_jobs(soar_valley)
    assert transfer(soar_valley, sent.id).state == "delivered"
    assert len(rms.store.all()) == 1


def test_a_slow_receiver_is_given_up_and_asked_again_with_the_same_key(
    soar_valley: TestForce, rms: RecordsSystem, settings_file: Callable[..., None]
) -> None:
    settings_file(soar_valley.slug, url=f"{rms.address}/incidents", token=TOKEN, seconds="0.2")
    rms.faults.coming.append(Fault.SLOW)
    sent = send(soar_valley)
    record(soar_valley, sent)
    run_jobs(soar_valley)
    assert transfer(soar_valley, sent.id).last_reason == "timed_out"
    rms.faults.release.set()
    run_jobs(soar_valley)
    assert transfer(soar_valley, sent.id).state == "delivered"
    assert len(rms.store.all()) == 1


def test_the_wait_grows_and_nothing_is_sent_before_its_time(
    soar_valley: TestForce, rms: RecordsSystem
) -> None:
    rms.faults.always = Fault.ERROR
    sent = send(soar_valley)
    record(soar_valley, sent)
    run_jobs(soar_valley)
    run_jobs(soar_valley, now=False)  # nothing is due
    assert rms.requests == 1
    waits = []
    for _ in range(3):
        run_jobs(soar_valley)
        line = transfer(soar_valley, sent.id)
        assert line.not_before is not None
        waits.append(line.not_before)
    assert waits[1] - waits[0] < waits[2] - waits[1]


def test_after_six_tries_a_person_sees_it_and_can_send_it_again(
    soar_valley: TestForce, rms: RecordsSystem
) -> None:
    rms.faults.always = Fault.ERROR
    sent = send(soar_valley)
    person = record(soar_valley, sent)
    for _ in range(8):
        run_jobs(soar_valley)
    assert rms.requests == 6
    with soar_valley.scope("staff"):
        (line,) = needs_person()
    assert line.report_id == sent.id
    assert "BROKEN" in line.last_reason or "wrong here" in line.last_reason
    rms.faults.always = Fault.NONE
    with soar_valley.scope("staff"):
        resend(line.id, person.actor(), at=AT)
    run_jobs(soar_valley)
    assert transfer(soar_valley, sent.id).state == "delivered"
    with soar_valley.scope("staff"), pytest.raises(CannotResend):
        resend(line.id, person.actor(), at=AT)


@pytest.mark.parametrize("fault", [Fault.BUSINESS, Fault.NO_NUMBER, Fault.REDIRECT])
def test_what_sending_again_cannot_mend_needs_a_person_at_once(
    soar_valley: TestForce, rms: RecordsSystem, fault: Fault
) -> None:
    rms.faults.coming.append(fault)
    sent = send(soar_valley)
    person = record(soar_valley, sent)
    run_jobs(soar_valley)
    run_jobs(soar_valley)
    assert rms.requests == 1
    line = transfer(soar_valley, sent.id)
    assert line.state == "needs_person"
    assert line.last_reason
    with soar_valley.scope("staff"):
        resend(line.id, person.actor(), at=AT)
    run_jobs(soar_valley)
    assert transfer(soar_valley, sent.id).state == "delivered"
    assert len(rms.store.all()) == 1


def test_a_destination_that_is_not_set_up_needs_a_person(soar_valley: TestForce) -> None:
    sent = send(soar_valley)
    record(soar_valley, sent)
    run_jobs(soar_valley)
    line = transfer(soar_valley, sent.id)
    assert (line.state, line.last_reason.partition(":")[0]) == ("needs_person", "not_set_up")


def test_a_folder_gets_one_whole_package(
    red_river: TestForce, tmp_path: Path, settings_file: Callable[..., None]
) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    settings_file(red_river.slug, folder=str(folder))
    sent = send(red_river)
    record(red_river, sent)
    run_jobs(red_river)
    line = transfer(red_river, sent.id)
    assert line.state == "delivered"
    assert [path.name for path in folder.glob("*.zip")] == [f"{line.id}.zip"]
    content = (folder / f"{line.id}.zip").read_bytes()
    assert hashlib.sha256(content).hexdigest() == line.package_sha256
    with red_river.scope():
        report = queries.report(sent.id)
    assert report is not None
    assert report.file_number
    assert report.file_number.startswith("RR26-")


def test_a_folder_that_is_gone_is_tried_again(
    red_river: TestForce, tmp_path: Path, settings_file: Callable[..., None]
) -> None:
    folder = tmp_path / "drop"
    settings_file(red_river.slug, folder=str(folder))
    sent = send(red_river)
    record(red_river, sent)
    run_jobs(red_river)
    assert transfer(red_river, sent.id).last_reason.startswith("folder_unavailable")
    folder.mkdir()
    run_jobs(red_river)
    assert transfer(red_river, sent.id).state == "delivered"


def test_the_past_of_the_demo_is_not_delivered(soar_valley: TestForce, rms: RecordsSystem) -> None:
    from after_help import take

    sent = send(soar_valley, silent=True)
    person = soar_valley.person("reviewer")
    take(soar_valley, person, sent, "claim", "record", silent=True)
    run_jobs(soar_valley)
    assert transfer(soar_valley, sent.id).state == "not_sent"
    assert rms.requests == 0


def test_nothing_is_queued_if_recording_is_undone(
    soar_valley: TestForce, rms: RecordsSystem
) -> None:
    from after_help import take

    from frontcounter.reports import services

    sent = send(soar_valley)
    person = soar_valley.person("reviewer")
    take(soar_valley, person, sent, "claim")
    with pytest.raises(ZeroDivisionError), soar_valley.scope("staff"):
        services.perform("record", sent.id, person.actor(), at=AT)
        raise ZeroDivisionError
    run_jobs(soar_valley)
    assert rms.requests == 0
    with soar_valley.scope("staff"):
        assert transfers_of(sent.id) == []


def test_a_worker_killed_while_sending_is_replaced_and_the_report_arrives_once(
    soar_valley: TestForce, rms: RecordsSystem
) -> None:
    from django.conf import settings

    rms.faults.coming.append(Fault.SLOW)  # it stores, and its answer never comes
    sent = send(soar_valley)
    record(soar_valley, sent)
    told = rms.faults.release
    assert isinstance(told, Told)
    worker = subprocess.Popen(
        [sys.executable, "-m", "frontcounter.ops.cli", "worker"],
        env=os.environ
        | {
            "FRONTCOUNTER_DESTINATIONS": settings.PRIVATE_DESTINATIONS,
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert told.waited_for.wait(60)
    finally:
        worker.kill()
        worker.wait()
    told.set()
    assert transfer(soar_valley, sent.id).state == "sending"
    give_back_stalled()
    run_jobs(soar_valley)
    assert transfer(soar_valley, sent.id).state == "sending"  # the dead one may still be alive
    with scope(Role.WORKER, None), connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_workers set last_heartbeat = now() - interval '2 minutes'"
        )
    give_back_stalled()
    run_jobs(soar_valley)
    line = transfer(soar_valley, sent.id)
    assert (line.state, line.attempts) == ("delivered", 2)
    assert [kept.record_number for kept in rms.store.all()] == [line.record_number]


def test_a_number_that_another_report_has_needs_a_person(
    soar_valley: TestForce, rms: RecordsSystem, tmp_path: Path, settings_file: Callable[..., None]
) -> None:
    first = send(soar_valley)
    record(soar_valley, first)
    run_jobs(soar_valley)
    forgetful = RecordsSystem(tmp_path / "second", token=TOKEN)
    forgetful.start()
    try:
        settings_file(soar_valley.slug, url=f"{forgetful.address}/incidents", token=TOKEN)
        second = send(soar_valley)
        record(soar_valley, second)
        run_jobs(soar_valley)
    finally:
        forgetful.stop()
    line = transfer(soar_valley, second.id)
    assert line.state == "needs_person"
    assert line.last_reason.startswith("number_in_use: SV-")
    with soar_valley.scope():
        report = queries.report(second.id)
    assert report is not None
    assert report.file_number is None


def test_the_public_role_queues_no_delivery_and_sees_none(soar_valley: TestForce) -> None:
    from django.db import DatabaseError

    from frontcounter.transfer.models import Transfer
    from frontcounter.transfer.services import queue

    sent = send(soar_valley)
    with pytest.raises(DatabaseError), soar_valley.scope("public"):
        queue(sent.id, destination="records", kind="http", at=AT)
    with pytest.raises(DatabaseError), soar_valley.scope("public"):
        list(Transfer.objects.all())
