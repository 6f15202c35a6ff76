"""A stage of its own for the bench: database, forces, web program, and people to sign in."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

FORCES = Path(__file__).resolve().parent.parent / "src/frontcounter/ops/demo/forces"
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Stage:
    """What stands: addresses, processes, a force and its reviewer."""

    base: str
    home: Path
    url: str
    admin_url: str
    force_id: UUID
    slug: str
    reviewer_email: str
    reviewer_secret: str
    web: int
    database: int


@contextmanager
def stage() -> Iterator[Stage]:
    """Set everything up in a temporary folder, and take it down again."""
    from frontcounter.ops.postgres import Cluster

    with tempfile.TemporaryDirectory(prefix="fc-bench-") as folder:
        home = Path(folder)
        # Filling writes a lot at once; nothing else of the settings differs from a service's.
        cluster = Cluster(home, settings={"max_wal_size": "4GB"})
        cluster.start()
        cluster.ensure_database()
        port = _free_port()
        os.environ |= {
            "FRONTCOUNTER_HOME": folder,
            "DATABASE_URL": cluster.url(),
            "DJANGO_SETTINGS_MODULE": "frontcounter.ops.settings",
            "PORT": str(port),
        }
        children: list[subprocess.Popen[bytes]] = []
        try:
            force_id, slug, email, secret = _set_up()
            children = [_start("serve")]
            base = f"http://127.0.0.1:{port}"
            _wait_for(f"{base}/healthz")
            yield Stage(
                base=base,
                home=home,
                url=cluster.url(),
                admin_url=cluster.superuser_url("frontcounter"),
                force_id=force_id,
                slug=slug,
                reviewer_email=email,
                reviewer_secret=secret,
                web=children[0].pid,
                database=int((cluster.data / "postmaster.pid").read_text().split()[0]),
            )
        finally:
            for child in children:
                child.send_signal(signal.SIGTERM)
            for child in children:
                child.wait(timeout=30)
            cluster.destroy()


@contextmanager
def worker() -> Iterator[int]:
    """A worker process for a while: it would blur what a request costs."""
    child = _start("worker")
    try:
        yield child.pid
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(timeout=60)


def index_all(here: Stage) -> None:
    """What the worker does within seconds: put the words and names of reports into the index."""
    from frontcounter.base.jobs import worker_scope
    from frontcounter.reports.search_index import index_waiting

    with worker_scope(here.force_id):
        while index_waiting():
            pass


def _set_up() -> tuple[UUID, str, str, str]:
    import django

    django.setup()
    from frontcounter.ops.migrate import migrate_all
    from frontcounter.ops.people import add_person
    from frontcounter.ops.publish import new_force

    migrate_all()
    force_id = new_force(FORCES / "red-river", at=datetime.now(UTC))
    email = "reviewer@example.org"
    person = add_person(force_id, email, "Ann Lee", ["reviewer"], password=PASSWORD)
    return force_id, "red-river", email, person.totp_secret


def _start(command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "frontcounter.ops.cli", command])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    for _ in range(900):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{address} did not answer")
