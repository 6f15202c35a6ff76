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
import pytest

from force_help import TestForce, make_force
from password_help import use_quick_passwords

_HOME = Path(tempfile.mkdtemp(prefix="fc-test-"))


def _start_database() -> str:
    from frontcounter.ops.postgres import Cluster

    # What tests write need not outlive a power cut; it does outlive a process that is killed.
    cluster = Cluster(_HOME, settings={"fsync": "off", "full_page_writes": "off"})
    cluster.start()
    cluster.ensure_database()

    def end() -> None:
        cluster.destroy()
        shutil.rmtree(_HOME, ignore_errors=True)

    atexit.register(end)
    return cluster.url()


def pytest_configure(config: pytest.Config) -> None:
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        return  # this process only hands out tests; each of the others has its own database
    os.environ["FRONTCOUNTER_HOME"] = str(_HOME)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontcounter.ops.settings")
    given = os.environ.get("FRONTCOUNTER_TEST_DATABASE_URL")
    os.environ["DATABASE_URL"] = given or _start_database()
    django.setup()
    from frontcounter.ops.migrate import migrate_all

    migrate_all()
    use_quick_passwords()


@pytest.fixture
def red_river() -> TestForce:
    """A city in Manitoba: English and French, number given by us."""
    return make_force("red-river")


@pytest.fixture
def soar_valley() -> TestForce:
    """An English county: number given by the records system."""
    return make_force("soar-valley")
