"""Destinations of a test's own, and forces with changed settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

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
