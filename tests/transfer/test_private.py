"""Addresses and secrets of destinations come from the installation's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontcounter.transfer.adapters import SettingsError
from frontcounter.transfer.private import private_settings


def test_each_destination_of_each_force_has_its_own_settings(tmp_path: Path) -> None:
    file = tmp_path / "d.json"
    file.write_text('{"north": {"records": {"url": "https://x", "token": "t"}}}')
    assert private_settings(str(file), "north", "records") == {"url": "https://x", "token": "t"}


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"north": 1}', '{"north": {"records": "x"}}', '{"north": {"a": 1}}'],
)
def test_settings_that_are_not_there_are_said(tmp_path: Path, content: str) -> None:
    file = tmp_path / "d.json"
    file.write_text(content)
    with pytest.raises(SettingsError, match="records"):
        private_settings(str(file), "north", "records")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    for name in ("", str(tmp_path / "none.json")):
        with pytest.raises(SettingsError, match="FRONTCOUNTER_DESTINATIONS"):
            private_settings(name, "north", "records")
