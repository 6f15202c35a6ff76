"""What the worker does unasked: dead workers' jobs, forgotten wishes, strays and old addresses."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from after_help import AT, record, run_jobs, send
from django.conf import settings
from django.db import connection

from frontcounter.base.scope import Role, scope
from frontcounter.base.sealed_files import new_path, read_sealed, write_sealed
from frontcounter.documents.services import official_pdf
from frontcounter.messages.jobs import erase_old
from frontcounter.messages.models import Message
from frontcounter.messages.services import queue
from frontcounter.ops.jobs import give_back_stalled, remove_stray_files
from frontcounter.transfer.jobs import ask_again
from frontcounter.transfer.queries import transfers_of

if TYPE_CHECKING:
    from force_help import TestForce


@pytest.fixture
def odd_jobs() -> Iterator[Callable[..., int]]:
    """Make a job that somebody died over, by hand; removed at the end."""
    made: list[int] = []

    def make(*, attempts: int = 0, lock: str | None = None, status: str = "doing") -> int:
        with scope(Role.WORKER, None), connection.cursor() as cursor:
            cursor.execute(
                "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts,"
                " queueing_lock) values ('odd', 'odd', '{}', %s, %s, %s) returning id",
                [status, attempts, lock],
            )
            made.append(cursor.fetchone()[0])
        return made[-1]

    yield make
    with scope(Role.WORKER, None), connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where id = any(%s)", [made])


def status_of(job_id: int) -> str:
    with scope(Role.WORKER, None), connection.cursor() as cursor:
        cursor.execute("select status::text from procrastinate_jobs where id = %s", [job_id])
        return str(cursor.fetchone()[0])


def test_a_job_whose_worker_is_gone_waits_again(odd_jobs: Callable[..., int]) -> None:
    job = odd_jobs()
    give_back_stalled()
    assert status_of(job) == "todo"


def test_a_job_that_kills_every_worker_is_ended(odd_jobs: Callable[..., int]) -> None:
    job = odd_jobs(attempts=20)
    give_back_stalled()
    assert status_of(job) == "failed"


def test_a_wish_that_waits_already_does_not_stop_the_others(odd_jobs: Callable[..., int]) -> None:
    twin, waiting = odd_jobs(lock="one"), odd_jobs(lock="one", status="todo")
    other = odd_jobs()
    give_back_stalled()
    assert [status_of(job) for job in (twin, waiting, other)] == ["failed", "todo", "todo"]


def test_the_worker_clock_needs_no_scope(
    red_river: TestForce, caplog: pytest.LogCaptureFixture
) -> None:
    run_jobs(red_river)
    assert [entry.message for entry in caplog.records if "deferrer" in entry.message] == []


def test_a_delivery_whose_job_was_lost_is_asked_for_again(
    red_river: TestForce, tmp_path: Path, settings_file: Callable[..., None]
) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    settings_file(red_river.slug, folder=str(folder))
    sent = send(red_river)
    record(red_river, sent)
    with scope(Role.WORKER, None), connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = 'transfer.deliver'")
    with red_river.scope():
        ask_again()
        ask_again()
    run_jobs(red_river)
    with red_river.scope("staff"):
        assert [line.state for line in transfers_of(sent.id)] == ["delivered"]


def test_strays_are_removed_and_what_rows_know_is_kept(red_river: TestForce) -> None:
    sent = send(red_river)
    record(red_river, sent)
    with red_river.scope():
        kept = official_pdf(sent.id, "force", at=AT)
        stray, young = new_path(), new_path()
        for path in (stray, young):
            write_sealed(path, bytes(32), b"nobody's")
    root = Path(settings.FILES_FOLDER)
    long_ago = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    for file in (root / red_river.id.hex).glob("*/*"):
        if file != root / young:
            os.utime(file, (long_ago, long_ago))
    remove_stray_files()
    assert not (root / stray).exists()
    assert (root / young).exists()
    with red_river.scope():
        assert official_pdf(sent.id, "force", at=AT) == kept


def test_addresses_of_drafts_are_forgotten_and_a_reports_messages_kept(
    red_river: TestForce,
) -> None:
    sent = send(red_river)
    with red_river.scope("public"):
        queue("confirm_code", lang="en", channel="email", address="a@b.c", values={}, at=AT)
    with red_river.scope():
        erase_old(AT + timedelta(days=29))
        assert Message.objects.count() == 2
        erase_old(AT + timedelta(days=31))
        assert [row.report_id for row in Message.objects.all()] == [sent.id]


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_a_sealed_file_gives_back_its_bytes_and_nothing_else(
    red_river: TestForce, size: int
) -> None:
    from frontcounter.base.seal import Unsealable, new_key

    key, plain = new_key(), os.urandom(size)
    with red_river.scope():
        path, other = new_path(), new_path()
    write_sealed(path, key, plain)
    assert read_sealed(path, key) == plain
    file = Path(settings.FILES_FOLDER) / path
    sealed = file.read_bytes()
    moved = Path(settings.FILES_FOLDER) / other
    moved.parent.mkdir(parents=True, exist_ok=True)
    moved.write_bytes(sealed)
    with pytest.raises(Unsealable):
        read_sealed(other, key)  # not under its own name
    with pytest.raises(Unsealable):
        read_sealed(path, new_key())
    for damaged in (sealed[:-1], sealed[: (1 << 20) + 28] if size > 1 << 20 else b"", b""):
        file.write_bytes(damaged)
        with pytest.raises(Unsealable):
            read_sealed(path, key)
