"""Where packages go. A new kind of destination is one more file here; nothing else changes.

Each file has a function `make(settings)` marked with `@destination("<kind>")`. What a force
publishes is a destination's name and kind; its address and secrets are the installation's.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from frontcounter.transfer.package import Package

Settings = Mapping[str, str]


@dataclass(frozen=True)
class Delivered:
    """The receiver has stored the package; its number for the record, if it gives one."""

    record_number: str = ""


@dataclass(frozen=True)
class Retry:
    """Not delivered as far as we know, and likely to go through later (seconds, if told)."""

    reason: str
    detail: str = ""
    retry_after: float | None = None


@dataclass(frozen=True)
class NeedsPerson:
    """Sending the same again will not help: somebody has to look."""

    reason: str
    detail: str = ""


Outcome = Delivered | Retry | NeedsPerson


class Destination(Protocol):
    """Somewhere that takes packages, each exactly once however often it is sent."""

    def deliver(self, package: Package, key: str) -> Outcome:
        """Send the package under its idempotency key. Does not raise for what the far end does.

        `reason` is a code; `detail` is the far end's own words, cut short and never trusted.
        """
        ...


class SettingsError(ValueError):
    """The installation's settings of a destination are missing or wrong; the message says how."""


Maker = Callable[[Settings], Destination]
_makers: dict[str, Maker] = {}


def destination(kind: str) -> Callable[[Maker], Maker]:
    """Register a function that makes destinations of this kind."""

    def register(maker: Maker) -> Maker:
        if _makers.setdefault(kind, maker) is not maker:
            raise RuntimeError(f"two adapters for destinations of kind {kind}")
        return maker

    return register


@cache
def kinds() -> tuple[str, ...]:
    """Every kind that there is, read from the files of this folder."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(sorted(_makers))


def make_destination(kind: str, settings: Settings) -> Destination:
    """A destination of this kind; raises SettingsError if kind or settings are wrong."""
    if kind not in kinds():
        raise SettingsError(f"no such kind of destination: {kind} (there are {', '.join(kinds())})")
    return _makers[kind](settings)


def wanted(settings: Settings, name: str) -> str:
    """One setting that must be there."""
    value = settings.get(name, "")
    if not value:
        raise SettingsError(f"the destination's setting {name} is missing")
    return value


def brief(text: str, limit: int = 500) -> str:
    """The far end's words on one short line without control characters."""
    words = "".join(char if char.isprintable() else " " for char in text).split()
    line = " ".join(words)
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
