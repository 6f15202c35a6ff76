"""Real parts for every test: a PostgreSQL of its own, migrated once, and forces made per test.

Tests never share rows: each makes its own force, and nothing is truncated (the audit record and
the timeline refuse it).
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django

_HOME = Path(tempfile.mkdtemp(prefix="fc-test-"))


def _start_database() -> str:
    from frontcounter.ops.postgres import Cluster

    cluster = Cluster(_HOME)
    cluster.start()
    cluster.ensure_database()

    def end() -> None:
        cluster.destroy()
        shutil.rmtree(_HOME, ignore_errors=True)

    atexit.register(end)
    return cluster.url()


def pytest_configure() -> None:
    os.environ["FRONTCOUNTER_HOME"] = str(_HOME)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontcounter.ops.settings")
    given = os.environ.get("FRONTCOUNTER_TEST_DATABASE_URL")
    os.environ["DATABASE_URL"] = given or _start_database()
    django.setup()
    from frontcounter.ops.migrate import migrate_all

    migrate_all()
