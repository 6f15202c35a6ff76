"""What an installation knows of its destinations: addresses and secrets, never published.

One JSON file, named by FRONTCOUNTER_DESTINATIONS and readable by the worker only:

    {"<force>": {"<destination>": {"url": "https://…", "token": "…"}}}
"""

from __future__ import annotations

import json
from pathlib import Path

from frontcounter.transfer.adapters import Settings, SettingsError


def private_settings(file: str, force: str, name: str) -> Settings:
    """The settings of one force's destination; raises SettingsError if they are not there."""
    if not file:
        raise SettingsError("FRONTCOUNTER_DESTINATIONS names no file")
    try:
        found = json.loads(Path(file).read_text("utf-8"))[force][name]
    except OSError as error:
        raise SettingsError(f"FRONTCOUNTER_DESTINATIONS: {error.strerror}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise SettingsError(f"no settings for the destination {name} of {force}") from error
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise SettingsError(f"the settings of {name} of {force} must be names and texts")
    return found
