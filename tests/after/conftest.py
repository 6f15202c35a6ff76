"""Destinations of a test's own, and forces with changed settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Write what the installation knows of destinations: `(force slug, **settings)`."""
    from django.conf import settings

    file = tmp_path / "destinations.json"
    monkeypatch.setattr(settings, "PRIVATE_DESTINATIONS", str(file), raising=False)

    def write(slug: str, **values: str) -> None:
        file.write_text(json.dumps({slug: {"records": values}}))

    return write


@pytest.fixture
def make_force(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """`make_force(name, **changes)` of the tests' own conftest, which this one hides."""
    whole = request.config.pluginmanager.get_plugin(str(Path(__file__).parents[1] / "conftest.py"))
    maker: Callable[..., Any] = whole.make_force
    return maker
