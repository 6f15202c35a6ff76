"""What the models say and what the migrations make are the same."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def test_no_model_waits_for_a_migration() -> None:
    loader = MigrationLoader(None)
    wanted = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    waiting = {
        f"{app}: {operation}"
        for app, migrations in wanted.changes(graph=loader.graph).items()
        for migration in migrations
        for operation in migration.operations
    }
    assert not waiting
