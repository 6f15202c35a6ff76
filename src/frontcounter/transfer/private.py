"""The installation's settings of a destination (forces/private.py), as transfers want them."""

from __future__ import annotations

from frontcounter.forces import private
from frontcounter.transfer.adapters import Settings, SettingsError


def private_settings(file: str, force: str, name: str) -> Settings:
    """The settings of one force's destination; raises SettingsError if they are not there."""
    try:
        return private.private_settings(file, force, name)
    except private.PrivateError as error:
        raise SettingsError(str(error)) from error
