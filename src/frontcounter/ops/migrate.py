"""Bring the database up to date, as its owner."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from django.db import connections


def migrate_all() -> None:
    """Run every migration that has not run yet."""
    call_command("migrate", database="owner", interactive=False, verbosity=0, stdout=StringIO())
    connections["owner"].close()
