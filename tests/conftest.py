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
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from force_help import TestForce, make_force
from password_help import use_quick_passwords

# How long a machine that does other things as well takes for one example tells nothing.
hypothesis_settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("untimed")

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


# Each file is one worker's work. These take the longest, in this order; begun last, one of them
# would keep a worker busy when the other has nothing left to do.
LONGEST = (
    "day/test_a_working_day.py",
    "whole/test_the_demo.py",
    "every/test_each_type_in_a_browser.py",
    "intake/test_in_chromium.py",
    "ops/test_postgres.py",
    "casework/test_in_a_browser.py",
    "casework/test_arrows.py",
    "every/test_whole_catalogue.py",
    "demo/test_load.py",
    "web/test_front_end.py",
    "casework/test_form_previews.py",
    "after/test_transfer.py",
    "accounts/test_accounts_in_a_browser.py",
    "privacy/test_pages.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, where the run is shared out in the order of collection."""
    here = Path(__file__).parent
    place = {here / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture
def red_river() -> TestForce:
    """A city in Manitoba: English and French, number given by us."""
    return make_force("red-river")


@pytest.fixture
def soar_valley() -> TestForce:
    """An English county: number given by the records system."""
    return make_force("soar-valley")
