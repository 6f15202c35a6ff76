"""What an installation knows of the systems that a force names: addresses and secrets.

They are never published. One JSON file, named by FRONTCOUNTER_DESTINATIONS and readable by the
worker only:

    {"<force>": {"<name>": {"url": "https://…", "token": "…"}}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path


class PrivateError(ValueError):
    """The settings are not there, or cannot be right; the message says which, and no secret."""


def private_settings(file: str, force: str, name: str) -> Mapping[str, str]:
    """The settings of one system that a force names."""
    if not file:
        raise PrivateError("FRONTCOUNTER_DESTINATIONS names no file")
    try:
        found = json.loads(Path(file).read_text("utf-8"))[force][name]
    except OSError as error:
        raise PrivateError(f"FRONTCOUNTER_DESTINATIONS: {error.strerror}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise PrivateError(f"no settings for the destination {name} of {force}") from error
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise PrivateError(f"the settings of {name} of {force} must be names and texts")
    return found
